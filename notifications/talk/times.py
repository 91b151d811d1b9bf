"""Times to choose from in an SMS."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings.models import Appointment
from bookings.times import search
from bookings.times.wishes import as_booked
from notifications.talk.meanings import Wanted
from notifications.talk.options import Option
from notifications.talk.questions import MOST_OPTIONS, Question, digit_of

_ENOUGH = 40
_NOON = time(12)


def three(
    appointment: Appointment, *, now: datetime, wanted: Wanted | None, after: datetime | None
) -> list[datetime]:
    """The first three times at the same site (UTC): after one that was offered, or the nearest to what is wanted."""
    zone = ZoneInfo(appointment.site.timezone)
    wanted = wanted or Wanted()
    start = after + timedelta(minutes=1) if after else _from(wanted, now, zone)
    found = search.soonest(
        appointment.topic,
        now=now,
        enough=_ENOUGH,
        start=start,
        site_ids=[appointment.site_id],
        preference=as_booked(appointment.wish, appointment.mode),
    )
    others = [choice.starts_at for choice in found if choice.starts_at != appointment.starts_at]
    if wanted.morning is not None:
        others = [at for at in others if (at.astimezone(zone).time() < _NOON) is wanted.morning]
    return others[:MOST_OPTIONS]


def _from(wanted: Wanted, now: datetime, zone: ZoneInfo) -> datetime | None:
    if not wanted.one_day:
        return None
    day = wanted.first_day(now.astimezone(zone).date())
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def instant(stored: str) -> datetime:
    """A time as a conversation keeps it."""
    return datetime.fromisoformat(stored).astimezone(UTC)


def offered(found: Sequence[datetime], appointment: Appointment) -> tuple[Option, ...]:
    """Times as options to choose from."""
    zone = appointment.site.timezone
    return tuple(Option(digit_of(Question.TIMES, number), at, zone) for number, at in enumerate(found))


def which(appointments: Sequence[Appointment]) -> tuple[Option, ...]:
    """Appointments as options to choose from."""
    return tuple(
        Option(
            digit_of(Question.WHICH, number),
            each.starts_at,
            each.site.timezone,
            each.mode,
            each.site.sms_name,
        )
        for number, each in enumerate(appointments)
    )
