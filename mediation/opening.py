"""Rules on the wall clock of local days (openings, absences) → intervals of real time.

A rule survives clock changes: 09:00 stays 09:00 on the wall. What runs while the clock jumps forward is an hour
shorter, what runs while it is put back an hour longer; `wallclock` says how times that do not exist or come
twice are read. A rule whose end would then not lie after its start has no interval on that day.
"""

from collections.abc import Iterable
from datetime import date, time
from functools import lru_cache
from typing import NamedTuple

from mediation.intervals import Interval, merge, subtract
from mediation.wallclock import day_of, even_midnight, instant, midnight, second_of

NO_DAYS: frozenset[date] = frozenset()


class WallRule(NamedTuple):
    """From `opens` to `closes`, on `first_day` only (`repeat_weeks` 0) or every so many weeks from then on.

    `closes` at or before `opens` is on the next day (00:00 to 00:00 is the whole day); `extra_days` puts it
    that many days later still: Monday 09:00 to Wednesday 17:00 has two, to Wednesday 08:00 one.
    `last_day` is the last day on which it may start.
    """

    first_day: date
    opens: time
    closes: time
    last_day: date | None = None
    repeat_weeks: int = 0
    extra_days: int = 0


def expand(
    rule: WallRule, *, zone: str, start: int, end: int, skip_days: frozenset[date] = NO_DAYS
) -> list[Interval]:
    """The rule's intervals that share an instant with [start, end), each whole, in order of its start day.

    Nothing is open from midnight to midnight of `skip_days` (public holidays): what falls there is cut out.
    """
    if start >= end:
        return []
    later = rule.extra_days + (rule.closes <= rule.opens)
    earliest, latest = day_of(zone, start) - later, day_of(zone, end - 1)
    days = _start_days(rule, earliest, latest)
    if not days:
        return []
    opens, closes = second_of(rule.opens), second_of(rule.closes)
    midnights = () if later else _plain_midnights(zone, earliest, latest, skip_days)
    found: list[Interval] = []
    for day in days:
        begins = midnights[day - earliest] if midnights else None
        if begins is None:
            found += _carefully(zone, day, opens, day + later, closes, skip_days)
        else:
            found.append((begins + opens, begins + closes))
    return [interval for interval in found if interval[0] < end and interval[1] > start]


def expand_each(
    rules: Iterable[tuple[int, WallRule]], *, zone: str, start: int, end: int
) -> dict[int, list[Interval]]:
    """Intervals by owner, from (owner, rule) pairs: the absences of many mediators in one call."""
    by_owner: dict[int, list[Interval]] = {}
    for owner, rule in rules:
        by_owner.setdefault(owner, []).extend(expand(rule, zone=zone, start=start, end=end))
    return by_owner


def _start_days(rule: WallRule, earliest: int, latest: int) -> range:
    """The rule's start days between two days, both included."""
    first = rule.first_day.toordinal()
    if rule.last_day is not None:
        latest = min(latest, rule.last_day.toordinal())
    if not rule.repeat_weeks:
        return range(first, first + (earliest <= first <= latest))
    step = 7 * rule.repeat_weeks
    if first < earliest:
        first += -(-(earliest - first) // step) * step
    return range(first, latest + 1, step)


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
    skipped = [each for each in range(day, last + 1) if date.fromordinal(each) in skip_days]
    holes = merge((midnight(zone, each), midnight(zone, each + 1)) for each in skipped)
    return subtract([(start, end)], holes)
