"""News that are due become e-mails: one to each who refers, with all that is due. Initials and numbers, never a name."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from bookings.actions.referrer_links import may_refer, new_follow_link
from bookings.models import Referral
from bookings.partners.shown import seen_of
from bookings.referrals.seen import Seen
from bookings.referrals.wording import next_in_words, state_in_words
from mediation.access import Kind as RoleKind
from mediation.models import Role
from notifications.models import Message, ReferrerChoice, ReferrerNews
from notifications.referrers.mail import mail
from notifications.texts.kinds import Kind

_TOGETHER = 200


@dataclass(frozen=True)
class Item:
    """One referral that has changed. `version`: as it is now; `who`: initials."""

    referral_id: int
    version: int
    who: str
    number: str
    state: str
    next_step: str
    moved: bool
    link: str


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Writes what is due into the outbox; how many messages. What is back to what was told says nothing."""
    due = ReferrerNews.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    rows = list(due.select_for_update(skip_locked=True, of=("self",))[:_TOGETHER])
    referrals = Referral.objects.select_related("referrer", "resident", "organisation__referral_rules")
    about = referrals.in_bulk([row.pk for row in rows])
    languages = _languages(about.values())
    partners = _still_refer(about.values())
    by_reader: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for row in rows:
        referral = about[row.pk]
        seen = seen_of(referral)
        news = (row.state, row.met, row.step) != (seen.state, seen.met, seen.step) or row.moved
        if news and (reader := _reader(referral, languages, partners)) is not None:
            by_reader[reader].append(_item(referral, seen, row, reader, now))
        row.state, row.met, row.step = seen.state, seen.met, seen.step
        row.moved, row.due_at = False, None
        row.save()
    messages = [_message(reader, items, now) for reader, items in by_reader.items()]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return len(messages)


def _reader(referral: Referral, languages: dict[int, str], partners: set[int]) -> tuple[str, str] | None:
    """Address and language of whoever referred; nobody once they refer no more, or the person is forgotten."""
    if referral.resident is None or referral.resident.erased_at is not None:
        return None
    user = referral.referrer
    if user is not None:
        in_force = user.is_active and user.pk in partners
        return (user.email, languages.get(user.pk, "fr")) if in_force else None
    email = referral.referrer_email
    return (email, "fr") if email and may_refer(email, referral.partner_id) else None


def _languages(referrals: object) -> dict[int, str]:
    ids = [each.referrer_id for each in referrals]  # type: ignore[attr-defined]
    return dict(ReferrerChoice.objects.filter(user__in=ids).values_list("user_id", "language"))


def _still_refer(referrals: object) -> set[int]:
    ids = [each.referrer_id for each in referrals]  # type: ignore[attr-defined]
    return set(Role.objects.filter(user__in=ids, kind=RoleKind.PARTNER).values_list("user_id", flat=True))


def _item(referral: Referral, seen: Seen, row: ReferrerNews, reader: tuple[str, str], now: datetime) -> Item:
    with translation.override(reader[1]):
        return Item(
            referral_id=referral.pk,
            version=referral.version,
            who=initials(referral.resident.name if referral.resident else ""),
            number=f"{(referral.number or '')[:4]} {(referral.number or '')[4:]}",
            state=state_in_words(seen, seats=referral.has_seats),
            next_step=next_in_words(seen, seats=referral.has_seats),
            moved=row.moved and seen.step == "booked",
            link=settings.PUBLIC_URL + _address(referral, reader, now),
        )


def _address(referral: Referral, reader: tuple[str, str], now: datetime) -> str:
    if referral.referrer_id is not None:
        return reverse("partners_referral", args=[referral.public_id])
    email, language = reader
    token = new_follow_link(
        referral, email=email, language=language, now=now, partner_id=referral.partner_id, to_write=False
    )
    return reverse("partners_link", args=[token])


def _message(reader: tuple[str, str], items: list[Item], now: datetime) -> Message:
    email, language = reader
    first = items[0]
    return mail(
        Kind.REFERRER_NEWS,
        to=email,
        language=language,
        key=f"referrer-news-{first.referral_id}-v{first.version}-{int(now.timestamp())}",
        context={"items": items, "one": first if len(items) == 1 else None},
        now=now,
    )


def initials(name: str) -> str:
    """`A. E.` for Amina Essai: enough for whoever knows the person."""
    return " ".join(f"{word[0].upper()}." for word in name.replace("-", " ").split()[:3])
