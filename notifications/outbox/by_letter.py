"""Whether something can still be said by letter, and until when the letter can be posted."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bookings.models import Appointment, JournalEntry
from bookings.records.told import Why
from mediation import holidays
from notifications.channels.routes import Route
from notifications.models import ChannelName
from notifications.moments.posting import post_by
from notifications.texts.kinds import Kind

BY_LETTER = frozenset({Kind.CONFIRMATION, Kind.REMINDER, Kind.MOVED, Kind.CANCELLED_BY_US, Kind.CHOICE})
"""What is worth a stamp: not what people have just cancelled themselves."""
TOO_LATE = Route(ChannelName.PEOPLE, why=Why.NO_TIME_TO_POST)


def posting_limit(appointment: Appointment, *, was: datetime | None = None) -> datetime:
    """From when on (UTC) a letter about it comes too late: it must be read before the day, and before the day it `was`."""
    zone = ZoneInfo(appointment.site.timezone)
    starts = [moment.astimezone(zone).date() for moment in (appointment.starts_at, was) if moment is not None]
    day = min(starts)
    return post_by(day, holidays.days([day.year - 1, day.year], appointment.site.holidays), zone)


def was_before(appointment: Appointment) -> datetime | None:
    """When it was before it moved to where it is now; None when it has not."""
    moved = appointment.journal.filter(kind=JournalEntry.Kind.MOVED, version=appointment.version)
    entry = moved.order_by("-pk").first()
    return moved_from(entry) if entry is not None else None


def moved_from(entry: JournalEntry) -> datetime | None:
    """When the appointment was before this entry of its journal, if it moved."""
    return datetime.fromisoformat(entry.data["from_start"]) if "from_start" in entry.data else None


def letter_or_team(
    route: Route, kind: Kind, appointment: Appointment, *, was: datetime | None = None, now: datetime
) -> tuple[Route, datetime | None]:
    """The way by letter with its limit while it can arrive; then the team, without one."""
    limit = posting_limit(appointment, was=was)
    return (route, limit) if kind in BY_LETTER and now < limit else (TOO_LATE, None)
