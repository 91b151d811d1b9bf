"""Reminders are a question put to the agenda, not timers: whoever asks late still finds what is useful."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from bookings.models import Appointment, Contact, JournalEntry, Participation
from mediation import memory
from mediation.models import Territory
from notifications.channels import available
from notifications.channels.ringing import hours_of
from notifications.channels.routes import route_to, usual_channel
from notifications.models import ChannelName, Message
from notifications.moments.timing import FRESH, LAST_USE
from notifications.outbox import write as outbox
from notifications.outbox.write import Saying
from notifications.reminding import by_letter as letters
from notifications.reminding.plans import NAMES, Plans, read_plans
from notifications.texts.kinds import Kind

BATCH = 1_000
_TOLD_BY = (
    JournalEntry.Kind.BOOKED,
    JournalEntry.Kind.MOVED,
    JournalEntry.Kind.RESTORED,
    JournalEntry.Kind.CONTACT_CHANGED,
)
_BY_MESSAGE = (Contact.Kind.MOBILE, Contact.Kind.LANDLINE, Contact.Kind.EMAIL)


def remind(*, now: datetime) -> int:
    """Writes into the outbox every reminder that is due and still useful; the number written.

    Queries grow with the kinds of reminder and the batches, not with appointments or rules.
    """
    with memory.no_rounds():
        return _remind(read_plans(now=now), Territory.current(), now)


def _remind(plans: Plans, territory: Territory, now: datetime) -> int:
    written = 0
    for name in NAMES:
        perhaps = plans.perhaps_due(name, now) if plans.zones else None
        for appointments in _pages(_due(name, perhaps, plans, now), now) if perhaps is not None else ():
            sayings = [_saying(appointment, name, plans, now) for appointment in appointments]
            written += _put(sayings, territory, now)
    return written + (_remind_by_letter(plans, territory, now) if plans.zones else 0)


def _remind_by_letter(plans: Plans, territory: Territory, now: datetime) -> int:
    written = 0
    asked = _to_ask(letters.NAME, letters.perhaps_by_letter(plans, now), now, by=(Contact.Kind.LETTER,))
    for appointments in _pages(list(asked.values_list("pk", flat=True)), now):
        sayings = [letters.reminder_by_letter(appointment, plans, now) for appointment in appointments]
        with transaction.atomic():
            written += _put(sayings, territory, now)
            by_people = [each for each in sayings if each and each.route.channel == ChannelName.PEOPLE]
            outbox.hand_to_people(by_people, now=now)
    return written


def _put(sayings: list[Saying | None], territory: Territory, now: datetime) -> int:
    due = [saying for saying in sayings if saying is not None]
    return outbox.put(due, now=now, territory=territory) if due else 0


def _to_ask(
    name: str, perhaps: Q, now: datetime, *, by: Collection[str] = _BY_MESSAGE
) -> QuerySet[Appointment]:
    """Appointments whose reminder of that name may be due and is not in the outbox; `reminders` has the last word."""
    written = Message.objects.filter(
        appointment=OuterRef("pk"), kind=Kind.REMINDER, version=OuterRef("version"), rule=name
    )
    return _told(now).filter(perhaps, ~Exists(written), contact__kind__in=by).order_by("starts_at", "pk")


def _told(now: datetime) -> QuerySet[Appointment]:
    """Appointments ahead whose people know of them, and want to be told of them.

    Only who was told live counts: imported and demo appointments remind nobody.
    """
    told = JournalEntry.objects.filter(
        appointment=OuterRef("pk"),
        version=OuterRef("version"),
        kind__in=_TOLD_BY,
        origin=JournalEntry.Origin.LIVE,
    ).order_by("-pk")
    discreet = Participation.objects.filter(appointment=OuterRef("pk"), resident__discreet=True)
    ahead = Appointment.objects.filter(status=Appointment.Status.BOOKED, starts_at__gt=now + LAST_USE)
    return ahead.annotate(told_at=Subquery(told.values("at")[:1])).filter(
        ~Exists(discreet), told_at__lte=now - FRESH
    )


def _due(name: str, perhaps: Q, plans: Plans, now: datetime) -> list[int]:
    """The ids of those who are to be reminded now, the nearest first. One query, and no appointment is made of it: most
    of what is ahead has been reminded, or is not to be yet.
    """
    by_channel = available()
    asked = _to_ask(name, perhaps, now).values_list(
        *("pk", "starts_at", "told_at", "site__timezone", "organisation_id", "topic_id"),
        *("contact__kind", "contact__by_call"),
    )
    return [
        pk
        for pk, starts_at, told_at, timezone, organisation, topic, kind, by_call in asked
        if plans.due(
            name,
            starts_at=starts_at,
            told_at=told_at,
            zone=ZoneInfo(timezone),
            whose=(organisation, topic),
            hours=hours_of(usual_channel(kind, by_call=by_call, available=by_channel) or ""),
            now=now,
        )
    ]


def _pages(ids: Sequence[int], now: datetime) -> Iterator[list[Appointment]]:
    """The appointments of these ids as they are by the time they are looked at, page by page."""
    for first in range(0, len(ids), BATCH):
        page = _told(now).filter(pk__among=ids[first : first + BATCH]).order_by("starts_at", "pk")
        # Many are at the same few sites: each is made once a page.
        yield list(page.select_related("contact").prefetch_related("site__commune"))


def _saying(appointment: Appointment, name: str, plans: Plans, now: datetime) -> Saying | None:
    route = route_to(appointment.contact, available())
    due = plans.due(
        name,
        starts_at=appointment.starts_at,
        told_at=appointment.told_at,  # type: ignore[attr-defined]  # annotated
        zone=ZoneInfo(appointment.site.timezone),
        whose=(appointment.organisation_id, appointment.topic_id),
        hours=hours_of(route.channel),
        now=now,
    )
    if due is None or route.channel == ChannelName.PEOPLE:
        return None
    return Saying(
        kind=Kind.REMINDER,
        rule=name,
        route=route,
        send_after=due.send_after,
        expires_at=due.expires_at,
        appointment=appointment,
    )
