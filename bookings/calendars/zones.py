"""`VTIMEZONE`: the clock changes of a zone, as calendar programs read them. Pure.

RFC 5545, section 3.6.5. Each change of the years asked for is said by itself, with its day: no rule to misread, and right
for zones that changed their mind. The time of a change is the clock's own just before it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_HALF_A_DAY = timedelta(hours=12)
_SECOND = timedelta(seconds=1)


@lru_cache(64)
def vtimezone(zone: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """The lines of the component for an IANA zone, from the first day of one year to the last of another."""
    clocks = ZoneInfo(zone)
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    begins = start.astimezone(clocks)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    lines += _observance(begins, begins.replace(tzinfo=None), begins.utcoffset())
    for after, before in _changes(clocks, start, datetime(last_year + 1, 1, 1, tzinfo=UTC)):
        on_the_clock = after.astimezone(UTC).replace(tzinfo=None) + before
        lines += _observance(after, on_the_clock, before)
    return (*lines, "END:VTIMEZONE")


def _observance(after: datetime, on_the_clock: datetime, before: timedelta | None) -> list[str]:
    name = "DAYLIGHT" if after.dst() else "STANDARD"
    return [
        f"BEGIN:{name}",
        f"DTSTART:{on_the_clock:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(after.utcoffset())}",
        f"TZNAME:{after.tzname()}",
        f"END:{name}",
    ]


def _changes(clocks: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """The first moment after each change, and the offset before it."""
    before, at = start, start
    while at < end:
        at += _HALF_A_DAY
        if at.astimezone(clocks).utcoffset() != before.astimezone(clocks).utcoffset():
            after = _first_second(clocks, before, at).astimezone(clocks)
            yield after, before.astimezone(clocks).utcoffset() or timedelta(0)
        before = at


def _first_second(clocks: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the offset is no longer that of `before`."""
    old = before.astimezone(clocks).utcoffset()
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(clocks).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _offset(offset: timedelta | None) -> str:
    seconds = int((offset or timedelta(0)).total_seconds())
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    return f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}" + (
        f"{seconds % 60:02}" if seconds % 60 else ""
    )
