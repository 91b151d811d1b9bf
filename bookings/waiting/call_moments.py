"""When to call again, in the words of the desk: in an hour, tomorrow morning, tomorrow afternoon."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from mediation import holidays
from mediation.context import territory_holidays

_MORNING, _AFTERNOON = time(9), time(14)
_SUNDAY = 6


@dataclass(frozen=True)
class Moment:
    """A quick choice. `name` is what a form sends; `day` the day it falls on here, `at` is aware."""

    name: str
    at: datetime
    tomorrow: bool

    @property
    def day(self) -> date:
        """The day on the service's own clocks."""
        return timezone.localtime(self.at).date()


def quick_moments(now: datetime) -> list[Moment]:
    """An hour from now to the minute; the morning and the afternoon of the next day on which the desk may be open."""
    today = timezone.localdate(now)
    day = next_day_at_work(today, holidays.days((today.year, today.year + 1), territory_holidays()))
    tomorrow = day == today + timedelta(days=1)
    zone = timezone.get_current_timezone()
    in_an_hour = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    return [
        Moment("heure", in_an_hour, False),
        Moment("matin", datetime.combine(day, _MORNING, zone), tomorrow),
        Moment("apres-midi", datetime.combine(day, _AFTERNOON, zone), tomorrow),
    ]


def next_day_at_work(today: date, free_days: Collection[date]) -> date:
    """The day after `today`, or the first after it that is neither a Sunday nor among `free_days`."""
    day = today + timedelta(days=1)
    while day.weekday() == _SUNDAY or day in free_days:
        day += timedelta(days=1)
    return day
