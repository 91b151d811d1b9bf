"""Times to choose from in an SMS."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings.models import Appointment
from bookings.times import search
from bookings.times.wishes import wish_of
from notifications.talk.meanings import Wanted
from notifications.talk.questions import MOST_OPTIONS, Question, digit_of
from notifications.texts import dates, places
from notifications.texts.write import language_of

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
        preference=wish_of(appointment.wish),
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


def said(found: Sequence[datetime], appointment: Appointment) -> str:
    """`4 : mar. 8 déc. à 9h30, 5 : …`."""
    zone, written = ZoneInfo(appointment.site.timezone), language_of(appointment.language)
    shown = (dates.short(at, zone, written) for at in found)
    return ", ".join(f"{digit_of(Question.TIMES, number)} : {when}" for number, when in enumerate(shown))


def which(appointments: Sequence[Appointment]) -> str:
    """`7 : mar. 8 déc. à 9h30, MQ Fictive ; 8 : …`."""
    parts = []
    for number, each in enumerate(appointments):
        when = dates.short(each.starts_at, ZoneInfo(each.site.timezone), language_of(each.language))
        place = places.elsewhere(each.mode, language_of(each.language)) or each.site.sms_name
        parts.append(f"{digit_of(Question.WHICH, number)} : {when}, {place}")
    return " ; ".join(parts)
