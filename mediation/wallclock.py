"""Between wall-clock time on local days and seconds since 1970 (UTC).

Two rules settle what a clock change leaves open; both are RFC 5545, section 3.3.5, and PEP 495's `fold=0`:

- a time that does not exist (the clock jumps over it in spring) is read with the offset before the jump, so it
  moves forward by as much as the clock does: 02:30 becomes 03:30;
- a time that comes twice (in autumn) is the first of the two.

Days are ordinals (`date.toordinal()`): hot loops add and compare them without making date objects.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import ceil
from zoneinfo import ZoneInfo

DAY_S = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Some ten years of days in a few zones; a year-long search fills a few hundred.
_DAYS_KEPT = 16_384


def second_of(clock: time) -> int:
    """Seconds from midnight to this time on the dial."""
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def instant(zone: str, day: int, second: int) -> int:
    """The instant when clocks of the zone show `second` (0 to 86,399) on that day."""
    base = even_midnight(zone, day)
    return _read(zone, day, second) if base is None else base + second


@lru_cache(_DAYS_KEPT)
def midnight(zone: str, day: int) -> int:
    """The instant when that day begins in the zone."""
    return _read(zone, day, 0)


@lru_cache(_DAYS_KEPT)
def day_of(zone: str, at: int) -> int:
    """The day on which this instant falls in the zone."""
    return (_EPOCH + timedelta(seconds=at)).astimezone(ZoneInfo(zone)).toordinal()


def second_after(moment: datetime) -> int:
    """An aware moment as whole seconds since 1970; the next second if it falls between two."""
    return ceil((moment - _EPOCH).total_seconds())


@lru_cache(_DAYS_KEPT)
def even_midnight(zone: str, day: int) -> int | None:
    """When the day begins, if it is 24 hours long; None if the clock changes on it."""
    begins = midnight(zone, day)
    return begins if midnight(zone, day + 1) - begins == DAY_S else None


def _read(zone: str, day: int, second: int) -> int:
    wall = datetime.combine(date.fromordinal(day), time.min) + timedelta(seconds=second)
    return int((wall.replace(tzinfo=ZoneInfo(zone)) - _EPOCH).total_seconds())
