"""Reminders are a question put to the agenda, not timers: whoever asks late still finds what is useful."""

from collections.abc import Collection, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from bookings.models import Appointment, Contact, JournalEntry
from mediation.models import Territory
from notifications.channels import available
from notifications.channels.ringing import hours_of
from notifications.channels.routes import is_discreet, route_to
from notifications.models import ChannelName, Message
from notifications.moments.reminders import reminders
from notifications.moments.timing import FRESH, LAST_USE
from notifications.outbox import write as outbox
from notifications.outbox.write import Saying
from notifications.reminding import by_letter as letters
from notifications.reminding.plans import NAMES, Plans, read_plans, rules_of
from notifications.texts.kinds import Kind

BATCH = 500
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
    written, plans, territory = 0, read_plans(now=now), Territory.current()
    for name in NAMES:
        perhaps = plans.perhaps_due(name, now) if plans.zones else None
        for appointments in _pages(_to_ask(name, perhaps, now)) if perhaps is not None else ():
            sayings = [_saying(appointment, name, plans, now) for appointment in appointments]
            written += _put(sayings, territory, now)
    return written + (_remind_by_letter(plans, territory, now) if plans.zones else 0)


def _remind_by_letter(plans: Plans, territory: Territory, now: datetime) -> int:
    written = 0
    asked = _to_ask(letters.NAME, letters.perhaps_by_letter(plans, now), now, by=(Contact.Kind.LETTER,))
    for appointments in _pages(asked):
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
    """Appointments whose reminder of that name may be due and is not in the outbox; `reminders` has the last word.

    Only who was told live counts: imported and demo appointments remind nobody.
    """
    told = JournalEntry.objects.filter(
        appointment=OuterRef("pk"),
        version=OuterRef("version"),
        kind__in=_TOLD_BY,
        origin=JournalEntry.Origin.LIVE,
    ).order_by("-pk")
    written = Message.objects.filter(
        appointment=OuterRef("pk"), kind=Kind.REMINDER, version=OuterRef("version"), rule=name
    )
    return (
        Appointment.objects.filter(
            perhaps,
            status=Appointment.Status.BOOKED,
            starts_at__gt=now + LAST_USE,
            contact__kind__in=by,
        )
        .annotate(told_at=Subquery(told.values("at")[:1]))
        .filter(~Exists(written), told_at__lte=now - FRESH)
        .select_related("site__commune", "contact")
        .prefetch_related("participants")
        .order_by("starts_at", "pk")
    )


def _pages(appointments: QuerySet[Appointment]) -> Iterator[list[Appointment]]:
    """Pages by key: what is written meanwhile shifts nothing."""
    page = list(appointments[:BATCH])
    while page:
        yield page
        last = page[-1]
        after = Q(starts_at__gt=last.starts_at) | Q(starts_at=last.starts_at, pk__gt=last.pk)
        page = list(appointments.filter(after)[:BATCH]) if len(page) == BATCH else []


def _saying(appointment: Appointment, name: str, plans: Plans, now: datetime) -> Saying | None:
    route = route_to(appointment.contact, available())
    planned = reminders(
        starts_at=appointment.starts_at,
        told_at=appointment.told_at,  # type: ignore[attr-defined]  # annotated
        zone=ZoneInfo(appointment.site.timezone),
        rules=rules_of(appointment, plans),
        holidays=plans.days_off,
        hours=hours_of(route.channel),
    )
    due = [r for r in planned if r.rule == name and r.send_after <= now < r.expires_at]
    if not due or is_discreet(appointment) or route.channel == ChannelName.PEOPLE:
        return None
    return Saying(
        kind=Kind.REMINDER,
        rule=name,
        route=route,
        send_after=due[0].send_after,
        expires_at=due[0].expires_at,
        appointment=appointment,
    )
