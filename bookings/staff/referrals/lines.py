"""Referrals as lines of a list: who, by whom, until when, where it stands. The number of queries does not grow with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from bookings.models import Referral
from bookings.models.referral import ReferralQuerySet
from bookings.people.preparation import language_name
from bookings.referrals.coldness import COLD, coldness
from bookings.referrals.states import OPEN, TO_ANSWER, State
from bookings.staff.agenda.lines import topic_names
from bookings.staff.reaching import BY_PHONE
from mediation.access import Reach
from mediation.moments import AnInstant

_RANKED = 2000
"""So many are ranked by how cold they are, those longest without a step; nobody reads a list beyond that."""
# Nobody but the team can take the next step.
_AT_ONCE = TO_ANSWER | {State.MISSED}
_SOON, _LONG = timedelta(days=5), timedelta(days=10)


@dataclass(frozen=True)
class Line:
    """One referral in words. `limit`: when it expires or must have led somewhere; `cold` from 0 to 1."""

    referral: Referral
    topic: str
    language: str
    phone: str
    limit: datetime | None
    cold: float

    @property
    def is_cold(self) -> bool:
        """Whether too long has passed since its last step."""
        return self.cold >= COLD

    @property
    def to_answer(self) -> bool:
        """Whether the team has not said yes or no."""
        return self.referral.at in TO_ANSWER


def referrals_within(reach: Reach) -> ReferralQuerySet:
    """Those that one's organisations have received; drafts are their referrer's."""
    sent = Referral.objects.sent()
    return sent if reach.territory_wide else sent.filter(organisation__in=reach.agenda_organisations)


def to_do(reach: Reach, now: AnInstant) -> QuerySet[Referral]:
    """What waits for the team, cheap to count: to be answered, did not come, or long without a step, or soon over."""
    quiet = Q(since__lte=now - _LONG) | Q(expires_at__lte=now + _SOON)
    return referrals_within(reach).filter(
        Q(state__in=_AT_ONCE) | Q(quiet, state__in=OPEN - _AT_ONCE), state__in=OPEN
    )


def coldest_first(rows: QuerySet[Referral], now: datetime) -> list[int]:
    """Their ids: those nobody has answered and those gone cold, the coldest first. One query."""
    known = rows.order_by("since").values_list("pk", "since", "expires_at", "deadline")[:_RANKED]
    ranked = [
        (coldness(since=since, limit=limit_of(expires_at, deadline), now=now), -pk)
        for pk, since, expires_at, deadline in known
    ]
    return [-pk for _cold, pk in sorted(ranked, reverse=True)]


def limit_of(expires_at: datetime | None, deadline: object) -> datetime | None:
    """The sooner of the two; a deadline is over when its local day is."""
    if deadline is None:
        return expires_at
    ends = timezone.make_aware(datetime.combine(deadline, time.max))  # type: ignore[arg-type]
    return min(ends, expires_at) if expires_at else ends


def lines_of(pks: Sequence[int], now: datetime) -> list[Line]:
    """These as lines, in this order. Two queries, if there are any."""
    if not pks:
        return []
    about = ("partner", "team", "site", "resident", "contact", "appointment__site")
    rows = Referral.objects.filter(pk__in=pks).select_related(*about).defer("need", "sentence", "draft")
    known, names = {row.pk: row for row in rows}, topic_names()
    return [line_of(known[pk], names, now) for pk in pks if pk in known]


def line_of(referral: Referral, names: dict[int, str], now: datetime) -> Line:
    """One with its partner, site, resident and contact."""
    contact = referral.contact
    limit = limit_of(referral.expires_at, referral.deadline)
    alive = referral.at in OPEN
    return Line(
        referral=referral,
        topic=names.get(referral.topic_id or 0, ""),
        language="" if referral.language in ("fr", "fr-falc") else language_name(referral.language),
        phone=contact.value if contact is not None and contact.kind in BY_PHONE else "",
        limit=limit if alive else None,
        cold=coldness(since=referral.since, limit=limit, now=now) if alive else 0.0,
    )


def of_person(reach: Reach, resident_id: int) -> QuerySet[Referral]:
    """What partners within reach have sent of this person, the latest first."""
    theirs = referrals_within(reach).filter(resident=resident_id).select_related("partner")
    return theirs.defer("need", "sentence", "draft").order_by("-received_at", "-pk")
