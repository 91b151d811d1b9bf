"""The dates of a series: the same hours of the wall clock, every so many weeks. Pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from mediation.wallclock import instant, second_of


def dates(
    first_day: date, opens: time, closes: time, *, zone: str, times: int = 1, every_weeks: int = 1
) -> Sequence[tuple[datetime, datetime]]:
    """Start and end (UTC) of each date. 14:00 stays 14:00 on the clocks of `zone` when these change.

    Raises ValueError unless it closes after it opens, on the same day, at least once.
    """
    if not opens < closes or times < 1 or every_weeks < 1:
        raise ValueError("no such series")
    days = [first_day.toordinal() + 7 * every_weeks * number for number in range(times)]
    return [(_moment(zone, day, opens), _moment(zone, day, closes)) for day in days]


def _moment(zone: str, day: int, clock: time) -> datetime:
    return datetime.fromtimestamp(instant(zone, day, second_of(clock)), UTC)
