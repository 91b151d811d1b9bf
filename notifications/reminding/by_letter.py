"""Reminders of who has only a postal address: by letter while it can arrive, else somebody of the team calls."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from bookings.models import Appointment
from notifications.channels import available
from notifications.channels.routes import route_to
from notifications.models import ChannelName
from notifications.models.reminding import DAYS
from notifications.moments.posting import reminded_until, reminder_is_due
from notifications.moments.reminders import reminders
from notifications.outbox.by_letter import TOO_LATE, posting_limit
from notifications.outbox.write import Saying
from notifications.reminding.plans import Plans, rules_of
from notifications.texts.kinds import Kind

NAME = "letter"
"""The place of this reminder among those of an appointment: one, by whichever way."""
_FRESH = timedelta(days=7)
"""Nobody is written to about what a letter told them less than this ago."""


def perhaps_by_letter(plans: Plans, now: datetime) -> Q:
    """Appointments whose reminder by letter may be due."""
    days = [reminded_until(now.astimezone(zone).date(), plans.days_off) for zone in plans.zones]
    return Q(starts_at__lt=now + (max(days) - now.date()) + timedelta(days=2))


def reminder_by_letter(appointment: Appointment, plans: Plans, now: datetime) -> Saying | None:
    """The reminder that is due now, by letter or by the team. Where nobody is reminded, neither are they."""
    route = route_to(appointment.contact, available())
    rules = rules_of(appointment, plans)
    if route.channel != ChannelName.LETTER or not rules:
        return None
    zone, told_at = ZoneInfo(appointment.site.timezone), appointment.told_at  # type: ignore[attr-defined]  # annotated
    day, today = (moment.astimezone(zone).date() for moment in (appointment.starts_at, now))
    until: datetime | None = None
    if reminder_is_due(today, day, plans.days_off) and told_at <= now - _FRESH:
        until = posting_limit(appointment)
    else:
        planned = reminders(
            starts_at=appointment.starts_at,
            told_at=told_at,
            zone=zone,
            rules=rules,
            holidays=plans.days_off,
        )
        called = (each for each in planned if each.rule == DAYS and each.send_after <= now < each.expires_at)
        route, until = TOO_LATE, next((each.expires_at for each in called), None)
    if until is None:
        return None
    return Saying(
        kind=Kind.REMINDER,
        rule=NAME,
        route=route,
        send_after=now,
        expires_at=until,
        appointment=appointment,
    )
