"""Reminders are a question put to the agenda, not timers: whoever asks late still finds what is useful."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from bookings.models import Appointment, Contact, JournalEntry
from notifications import outbox
from notifications.channels import available
from notifications.kinds import Kind
from notifications.models import ChannelName, Message
from notifications.outbox import Saying
from notifications.routes import is_discreet, route_to
from notifications.timing import DEFAULT_RULES, LAST_USE, ReminderRule, reminders

BATCH = 500
_TOLD_BY = (JournalEntry.Kind.BOOKED, JournalEntry.Kind.MOVED, JournalEntry.Kind.RESTORED)
_BY_MESSAGE = (Contact.Kind.MOBILE, Contact.Kind.EMAIL)


def remind(*, now: datetime, rules: Sequence[ReminderRule] = DEFAULT_RULES) -> int:
    """Writes into the outbox every reminder that is due and still useful; the number written."""
    written = 0
    for rule in rules:
        for appointments in _pages(_to_ask(rule, now)):
            sayings = [_saying(appointment, rule, rules, now) for appointment in appointments]
            due = [saying for saying in sayings if saying is not None]
            written += outbox.put(due, now=now) if due else 0
    return written


def _to_ask(rule: ReminderRule, now: datetime) -> QuerySet[Appointment]:
    """Appointments whose reminder by this rule may be due and is not in the outbox.

    The window is a little wide (days are longer than 24 h in autumn, quiet hours bring forward); `reminders` has
    the last word. Only who was told live counts: imported and demo appointments remind nobody.
    """
    ahead = timedelta(days=rule.days_before + 2) if rule.at else timedelta(hours=rule.hours_before + 14)
    told = JournalEntry.objects.filter(
        appointment=OuterRef("pk"),
        version=OuterRef("version"),
        kind__in=_TOLD_BY,
        origin=JournalEntry.Origin.LIVE,
    ).order_by("-pk")
    written = Message.objects.filter(
        appointment=OuterRef("pk"), kind=Kind.REMINDER, version=OuterRef("version"), rule=rule.name
    )
    return (
        Appointment.objects.filter(
            status=Appointment.Status.BOOKED,
            starts_at__gt=now + LAST_USE,
            starts_at__lte=now + ahead,
            contact__kind__in=_BY_MESSAGE,
        )
        .annotate(told_at=Subquery(told.values("at")[:1]))
        .filter(~Exists(written), told_at__isnull=False)
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


def _saying(
    appointment: Appointment, rule: ReminderRule, rules: Sequence[ReminderRule], now: datetime
) -> Saying | None:
    told_at: datetime = appointment.told_at  # type: ignore[attr-defined]  # annotated
    zone = ZoneInfo(appointment.site.timezone)
    planned = reminders(starts_at=appointment.starts_at, told_at=told_at, zone=zone, rules=rules)
    due = [r for r in planned if r.rule == rule.name and r.send_after <= now < r.expires_at]
    route = route_to(appointment.contact, available())
    if not due or is_discreet(appointment) or route.channel == ChannelName.PEOPLE:
        return None
    return Saying(
        kind=Kind.REMINDER,
        rule=rule.name,
        route=route,
        send_after=due[0].send_after,
        expires_at=due[0].expires_at,
        appointment=appointment,
    )
