"""Figures as they were counted: a dozen rows for a year, however much happened in it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from bookings.models import Figure, FiguresState
from bookings.statistics.counting import Counts, summed, without
from bookings.statistics.merged import of_today, scopes_read_as
from bookings.statistics.periods import Grain, Period
from bookings.statistics.raw import PEOPLE
from mediation.models import Commune


def version() -> tuple[datetime | None, datetime | None]:
    """Another one whenever figures were counted since; one query."""
    rows = FiguresState.objects.filter(pk=1).values_list("facts_until", "checked_at")
    return rows.first() or (None, None)


def counted(scope: str, period: Period) -> Counts:
    """How often each thing happened in a period; one query, of a commune two. Different people only of a month, a quarter or
    a year; of communes that became one only once they were counted together, in the night after.
    """
    wanted = within(period)
    if period.grain is not None:
        wanted |= Q(grain=period.grain, start=period.first)
    parts, people = [], {}
    rows = Figure.objects.filter(wanted, scope__in=scopes_read_as(scope))
    for of, grain, start, counts in rows.values_list("scope", "grain", "start", "counts"):
        if grain in (Grain.DAY, Grain.MONTH):
            parts.append(without(counts, PEOPLE))
        if grain == period.grain and start == period.first and of == scope:
            people = counts.get(PEOPLE, {})
    found = summed(parts)
    return {**found, PEOPLE: people} if people else found


def sessions_by_month(scope: str, months: Sequence[date]) -> list[tuple[date, int]]:
    """How many were received in each of these months; one query."""
    rows = Figure.objects.filter(scope=scope, grain=Grain.MONTH, start__in=months)
    sums = {
        start: sum(counts.get("sessions", {}).values())
        for start, counts in rows.values_list("start", "counts")
    }
    return [(month, sums.get(month, 0)) for month in months]


def sessions_by_commune(period: Period) -> dict[str, int]:
    """How many were received in each commune of today, by its INSEE code; three queries.

    Each commune is looked up by its scope: reading whatever begins with "c" would read past all mediators and sites of those
    months, and take longer the more of them there are.
    """
    today = of_today()
    codes = [*Commune.objects.values_list("insee_code", flat=True), *today]
    rows = Figure.objects.filter(within(period), scope__in=[f"c{code}" for code in codes])
    sums: dict[str, int] = defaultdict(int)
    for scope, sessions in rows.values_list("scope", "counts__sessions"):
        code = scope[1:]
        sums[today.get(code, code)] += sum((sessions or {}).values())
    return dict(sums)


def within(period: Period) -> Q:
    """Whole months as months, the days at the edges as days."""
    wanted = Q(grain=Grain.MONTH, start__in=period.months())
    for first, last in period.edges():
        wanted |= Q(grain=Grain.DAY, start__gte=first, start__lte=last)
    return wanted
