"""Whoever has only a postal address is reminded of a workshop's date by letter, while it can arrive, as of an appointment."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.models import Contact, Registration, WorkshopDate
from mediation import holidays
from notifications.channels import available
from notifications.channels.routes import route_to
from notifications.models import ChannelName
from notifications.moments.posting import reminder_is_due
from notifications.outbox.workshops import may_be_told, posting_limit
from notifications.outbox.write import Saying
from notifications.texts.kinds import Kind

AHEAD = timedelta(days=21)
"""No run of working days and holidays before a letter is longer."""
FRESH = timedelta(days=7)
"""Nobody is written to about what a letter told them less than this ago."""


def by_letter(registration: Registration) -> bool:
    """Whether they are reached by letter."""
    return registration.contact.kind == Contact.Kind.LETTER


def reminders_by_letter(
    pairs: Iterator[tuple[Registration, WorkshopDate]], told: dict[int, datetime], *, now: datetime
) -> Iterator[Saying]:
    """Those of these registrations and dates whose reminder is to be printed now."""
    channels = available()
    for registration, each in pairs:
        route = route_to(registration.contact, channels)
        if route.channel != ChannelName.LETTER or told[registration.pk] > now - FRESH:
            continue
        if not _is_due(registration, each, now) or not may_be_told(Kind.WORKSHOP_REMINDER, registration):
            continue
        yield Saying(
            kind=Kind.WORKSHOP_REMINDER,
            rule=str(each.pk),
            route=route,
            send_after=now,
            expires_at=posting_limit(each, registration),
            registration=registration,
            dates=(each,),
        )


def _is_due(registration: Registration, each: WorkshopDate, now: datetime) -> bool:
    site = registration.workshop.site
    today, day = (at.astimezone(ZoneInfo(site.timezone)).date() for at in (now, each.starts_at))
    return reminder_is_due(today, day, _holidays(day, site.holidays))


def _holidays(day: date, zone: str) -> frozenset[date]:
    return frozenset(holidays.days([day.year - 1, day.year], zone))
