"""Figures as they were counted: a dozen rows for a year, however much happened in it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from bookings.models import Figure, FiguresState
from bookings.statistics.counting import Counts
from bookings.statistics.merged import scopes_read_as
from bookings.statistics.periods import Grain, Period
from bookings.statistics.raw import COMMUNE, PEOPLE

_Row = tuple[str, str, date, Counts]


def version() -> tuple[datetime | None, datetime | None]:
    """Another one whenever figures were counted since; one query."""
    rows = FiguresState.objects.filter(pk=1).values_list("facts_until", "checked_at")
    return rows.first() or (None, None)


@dataclass(frozen=True)
class Read:
    """What was counted of a period and of the one it is compared with, if any, and how many were received in each month."""

    now: Counts
    before: Counts | None
    by_month: Sequence[tuple[date, int]]


def read(scope: str, period: Period, *, before: Period | None = None, months: Sequence[date] = ()) -> Read:
    """All that a page shows of a period; one query, of a commune two. `months`: first days, of which sessions are told."""
    periods = [period] if before is None else [period, before]
    wanted = reduce(or_, map(_rows_of, periods))
    if months:
        wanted |= Q(grain=Grain.MONTH, start__in=months)
    rows = list(
        Figure.objects.filter(wanted, scope__in=scopes_read_as(scope))
        .order_by()
        .values_list("scope", "grain", "start", "counts")
    )
    sums = dict.fromkeys(months, 0)
    for of, grain, start, counts in rows:
        if of == scope and grain == Grain.MONTH and start in sums:
            sums[start] = sum(counts.get("sessions", {}).values())
    now, *earlier = (_of(rows, scope, each) for each in periods)
    return Read(now, earlier[0] if earlier else None, list(sums.items()))


def counted(scope: str, period: Period) -> Counts:
    """How often each thing happened in a period; one query, of a commune two. Different people only of a month, a quarter or
    a year; of communes that became one only once they were counted together, in the night after.
    """
    return read(scope, period).now


def _rows_of(period: Period) -> Q:
    wanted, grain = within(period), period.grain
    return wanted | Q(grain=grain, start=period.first) if grain is not None else wanted


def _of(rows: Sequence[_Row], scope: str, period: Period) -> Counts:
    """What these rows say of one period, of which they may hold more."""
    months, edges, grain_of_it = set(period.months()), period.edges(), period.grain
    sums: defaultdict[str, dict[str, int]] = defaultdict(dict)
    people: dict[str, int] = {}
    for of, grain, start, counts in rows:
        if grain == grain_of_it and start == period.first and of == scope:
            people = counts.get(PEOPLE, {})
        if (grain == Grain.MONTH and start in months) or (
            grain == Grain.DAY and any(first <= start <= last for first, last in edges)
        ):
            _add(sums, counts)
    found = {indicator: codes for indicator, codes in sums.items() if indicator != PEOPLE}
    return {**found, PEOPLE: people} if people else found


def _add(sums: defaultdict[str, dict[str, int]], counts: Counts) -> None:
    """Plainly: a year is some ten thousand numbers, and a Counter asks itself more than it adds."""
    for indicator, codes in counts.items():
        so_far = sums[indicator]
        for code, n in codes.items():
            so_far[code] = so_far.get(code, 0) + n


def sessions_by_month(scope: str, months: Sequence[date]) -> Sequence[tuple[date, int]]:
    """How many were received in each of these months; one query."""
    rows = Figure.objects.filter(scope=scope, grain=Grain.MONTH, start__in=months)
    sums = {
        start: sum((sessions or {}).values())
        for start, sessions in rows.values_list("start", "counts__sessions")
    }
    return [(month, sums.get(month, 0)) for month in months]


def sessions_by_commune(counts: Counts, merged: Mapping[str, str]) -> Mapping[str, int]:
    """How many were received in each commune of today, by its INSEE code, by what was counted of the territory; `merged`:
    the commune of today that one of former days is part of.
    """
    sums: defaultdict[str, int] = defaultdict(int)
    for code, n in counts.get(COMMUNE, {}).items():
        sums[merged.get(code, code)] += n
    return sums


def within(period: Period) -> Q:
    """Whole months as months, the days at the edges as days."""
    wanted = Q(grain=Grain.MONTH, start__in=period.months())
    for first, last in period.edges():
        wanted |= Q(grain=Grain.DAY, start__gte=first, start__lte=last)
    return wanted
