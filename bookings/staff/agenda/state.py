"""Whether an agenda that somebody has open is still what it was: one cheap query, and an ETag that says it.

What makes an agenda change leaves a fact in the journal of an organisation whose sites or mediators are shown; what takes
a mediator's time elsewhere is a commitment of theirs. Whose these are stands in the tag itself, so that asking again needs no
more than the tag; the rest of it is a keyed hash, so that it tells nothing. Time passes too: a tag lasts five minutes at most,
which also covers what leaves neither (the operator's own pages).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import get_language

from bookings.models import Commitment, JournalEntry
from bookings.staff.agenda.shown import Filters
from mediation.access import reach_of
from mediation.among import Ids
from mediation.crypto import keyed_hash
from mediation.models import Mediator, Organisation
from mediation.prepared import Given, Prepared

_LASTS = timedelta(minutes=5)
_MARGIN = timedelta(days=1)
# Facts are numbered when they are written and seen when they are committed: one that comes late is still among the last.
_LAST_FACTS = 20
_Kinds = JournalEntry.Kind
_SHOWN = (
    *(_Kinds.BOOKED, _Kinds.MOVED, _Kinds.CANCELLED_BY_RESIDENT, _Kinds.CANCELLED_BY_US, _Kinds.RESTORED),
    *(_Kinds.ARRIVED, _Kinds.DONE, _Kinds.NO_SHOW, _Kinds.EXCUSED, _Kinds.REOPENED, _Kinds.HANDED_OVER),
    *(_Kinds.OPENING_ADDED, _Kinds.OPENING_CHANGED, _Kinds.ABSENCE_ADDED, _Kinds.ABSENCE_REMOVED),
    *(_Kinds.WORKSHOP_JOINED, _Kinds.WORKSHOP_LEFT, _Kinds.SEAT_OFFERED, _Kinds.SEAT_REFUSED),
    *(
        _Kinds.WORKSHOP_PLANNED,
        _Kinds.WORKSHOP_CANCELLED,
        _Kinds.WORKSHOP_CHANGED,
        _Kinds.WORKSHOP_DATE_ADDED,
        _Kinds.SEAT_LAPSED,
    ),
    *(_Kinds.CLOSURE_ADDED, _Kinds.CLOSURE_REMOVED, _Kinds.MEDIATOR_LEFT, _Kinds.MEDIATOR_BACK),
)
_TAG = re.compile(r'^(?:W/)?"([0-9-]*)\.([0-9-]*)\.([0-9a-f]+)"$')


@dataclass(frozen=True)
class Seen:
    """What an agenda shows: whose facts and whose time, on which days."""

    organisations: frozenset[int]
    mediators: frozenset[int]
    first: date
    days: int


def seen_by(filters: Filters, mediators: Iterable[Mediator], first: date, days: int) -> Seen:
    """What the agenda of these mediators shows."""
    shown = list(mediators)
    organisations = {site.organisation_id for site in filters.looked_at}
    organisations |= {each.organisation_id for each in shown}
    return Seen(frozenset(organisations), frozenset(each.pk for each in shown), first, days)


def tag_of(request: HttpRequest, seen: Seen, now: datetime) -> str:
    """The ETag of the agenda as it stands. To be asked for before the agenda is read: a change in between shows later."""
    reach = reach_of(request)
    whose = f"{request.user.pk} {sorted(reach.roles, key=str)} {get_language()} {request.get_full_path()}"
    lasts = int(now.timestamp()) // int(_LASTS.total_seconds())
    mark = keyed_hash("agenda", f"{whose} {lasts} {_newest(seen)}")[:24]
    return f'"{_joined(seen.organisations)}.{_joined(seen.mediators)}.{mark}"'


def unchanged(request: HttpRequest, first: date, days: int, now: datetime) -> HttpResponse | None:
    """304 where the open agenda that asks is still right; None where it is to be made anew."""
    known = _TAG.match(request.headers.get("If-None-Match", ""))
    if known is None:
        return None
    seen = Seen(_split(known[1]), _split(known[2]), first, days)
    tag = tag_of(request, seen, now)
    if tag.rpartition(".")[2] != f'{known[3]}"':
        return None
    return HttpResponseNotModified(headers={"ETag": tag})


def _newest(seen: Seen) -> list[tuple[Any, ...]]:
    start = datetime.combine(seen.first, time.min, UTC)
    return _facts()(
        organisations=seen.organisations,
        mediators=seen.mediators,
        start=start - _MARGIN,
        end=start + timedelta(days=seen.days) + _MARGIN,
    )


class _SumOfIds(Subquery):
    """Tells one set of rows from another without reading more than their keys."""

    template = "(SELECT SUM(seen.id) FROM (%(subquery)s) AS seen)"


@Prepared
def _facts() -> "QuerySet[Organisation, Any]":
    """For each organisation the sum of its last facts; beside each, that of the mediators' commitments."""
    last = JournalEntry.objects.filter(organisation=OuterRef("pk"), kind__in=_SHOWN).order_by("-pk")
    taken = Commitment.objects.filter(
        mediator_id__among=Given("mediators", Ids()),
        ends_at__gt=Given("start", DateTimeField()),
        starts_at__lt=Given("end", DateTimeField()),
    ).order_by()
    found = Organisation.objects.filter(pk__among=Given("organisations", Ids())).order_by("pk")
    return found.values_list("pk", _SumOfIds(last.values("id")[:_LAST_FACTS]), _SumOfIds(taken.values("id")))


def _joined(keys: Iterable[int]) -> str:
    return "-".join(map(str, sorted(keys)))


def _split(text: str) -> frozenset[int]:
    """At most as many as a page shows, whatever somebody makes up."""
    return frozenset(int(each) for each in text.split("-")[:400] if 0 < len(each) < 18)
