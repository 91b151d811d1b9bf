"""Rules on the wall clock of local days (openings, absences) → intervals of real time.

A rule survives clock changes: 09:00 stays 09:00 on the wall. What runs while the clock jumps forward is an hour
shorter, what runs while it is put back an hour longer; `wallclock` says how times that do not exist or come
twice are read. A rule whose end would then not lie after its start has no interval on that day.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from mediation.intervals import Interval, merge, subtract
from mediation.wallclock import day_of, even_midnight, instant, midnight, second_of

NO_DAYS: frozenset[date] = frozenset()
# The last of a weekday in its month, whether it is the fourth or the fifth.
LAST_WEEK = 5
_WEEK = timedelta(days=7)


class WallRule(NamedTuple):
    """From `opens` to `closes`, on `first_day` only (`repeat_weeks` 0) or every so many weeks from then on.

    `closes` at or before `opens` is on the next day (00:00 to 00:00 is the whole day); `extra_days` puts it
    that many days later still: Monday 09:00 to Wednesday 17:00 has two, to Wednesday 08:00 one.
    `last_day` is the last day on which it may start. With `nth_week` it starts each month instead, on that weekday of
    it: the first (1) to the fourth (4), or the last (5). It never starts on one of the `skipped` days.
    """

    first_day: date
    opens: time
    closes: time
    last_day: date | None = None
    repeat_weeks: int = 0
    extra_days: int = 0
    nth_week: int = 0
    skipped: frozenset[date] = NO_DAYS


class Window:
    """[start, end) in one zone, ready to expand many rules; nothing is open on `skip_days` (public holidays)."""

    def __init__(self, zone: str, start: int, end: int, skip_days: frozenset[date] = NO_DAYS) -> None:
        self.zone, self.start, self.end, self.skip_days = zone, start, end, skip_days
        # An empty window has no days.
        self.first, self.last = (day_of(zone, start), day_of(zone, end - 1)) if start < end else (1, 0)
        self.midnights = _plain_midnights(zone, self.first, self.last, skip_days)

    def expand(self, rule: WallRule) -> list[Interval]:
        """The rule's intervals that share an instant with the window, each whole, by start day.

        From midnight to midnight of skipped days nothing is open: what falls there is cut out.
        """
        first_day, opens_at, closes_at, last_day, repeat_weeks, extra_days, nth_week, skipped = rule
        later = extra_days + (closes_at <= opens_at)
        weeks = 1 if nth_week else repeat_weeks
        days = _start_days(first_day, last_day, weeks, self.first - later, self.last)
        if nth_week or skipped:
            days = _chosen(days, nth_week, skipped)
        if not days:
            return []
        opens, closes = second_of(opens_at), second_of(closes_at)
        found: list[Interval] = []
        for day in days:
            begins = None if later else self.midnights[day - self.first]
            if begins is None:
                found += _carefully(self.zone, day, opens, day + later, closes, self.skip_days)
            else:
                found.append((begins + opens, begins + closes))
        if found and found[0][1] > self.start and found[-1][0] < self.end and not later:
            return found
        return [interval for interval in found if interval[0] < self.end and interval[1] > self.start]


def expand(
    rule: WallRule, *, zone: str, start: int, end: int, skip_days: frozenset[date] = NO_DAYS
) -> list[Interval]:
    """One rule's intervals that share an instant with [start, end); see `Window.expand`."""
    return Window(zone, start, end, skip_days).expand(rule)


def expand_each(
    rules: Iterable[tuple[int, WallRule]], *, zone: str, start: int, end: int
) -> dict[int, list[Interval]]:
    """Intervals by owner, from (owner, rule) pairs: the absences of many mediators in one call."""
    window = Window(zone, start, end)
    by_owner: dict[int, list[Interval]] = {}
    for owner, rule in rules:
        by_owner.setdefault(owner, []).extend(window.expand(rule))
    return by_owner


def _start_days(
    first_day: date, last_day: date | None, repeat_weeks: int, earliest: int, latest: int
) -> Sequence[int]:
    """The rule's start days between two days, both included."""
    first = first_day.toordinal()
    if last_day is not None:
        latest = min(latest, last_day.toordinal())
    step = 7 * repeat_weeks
    if first < earliest and step:
        first += (earliest - first + step - 1) // step * step
    if first > latest or first < earliest:
        return ()
    return range(first, latest + 1, step) if step else (first,)


def _chosen(days: Sequence[int], nth_week: int, skipped: frozenset[date]) -> list[int]:
    """Those of the days that are the nth of their weekday in the month, and are not skipped."""
    dates = (date.fromordinal(day) for day in days)
    return [day.toordinal() for day in dates if day not in skipped and _is_nth(day, nth_week)]


def _is_nth(day: date, nth_week: int) -> bool:
    if nth_week == LAST_WEEK:
        return (day + _WEEK).month != day.month
    return nth_week in (0, (day.day + 6) // 7)


@lru_cache(256)
def _plain_midnights(zone: str, first: int, last: int, skip_days: frozenset[date]) -> tuple[int | None, ...]:
    """When each of the days begins; None for those that need care: skipped, or the clock changes on them."""
    return tuple(
        None if date.fromordinal(day) in skip_days else even_midnight(zone, day)
        for day in range(first, last + 1)
    )


def _carefully(
    zone: str, day: int, opens: int, last: int, closes: int, skip_days: frozenset[date]
) -> list[Interval]:
    """One occurrence of a rule, however the clock changes, without the skipped days' parts."""
    start, end = instant(zone, day, opens), instant(zone, last, closes)
    # (An absence of years skips none of its days.)
    days = range(day, last + 1) if skip_days else ()
    skipped = [each for each in days if date.fromordinal(each) in skip_days]
    holes = merge((midnight(zone, each), midnight(zone, each + 1)) for each in skipped)
    return subtract([(start, end)], holes)
