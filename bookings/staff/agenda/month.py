"""A month: how full each day is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.staff.agenda.animated import animated, dates_by_day
from bookings.staff.agenda.marked import day_marks
from bookings.staff.agenda.shown import Filters, counts_by_day, filters_of
from bookings.staff.agenda.team import Cell, day_of
from bookings.staff.asking import day_asked
from mediation.access import RECEPTION, staff


@dataclass(frozen=True)
class MonthDay:
    """A day of the calendar; `outside`: of the month before or after."""

    cell: Cell
    marks: Sequence[str]
    outside: bool
    workshops: int = 0

    @property
    def receiving(self) -> int:
        """How many mediators receive."""
        return len({each.mediator_id for each in self.cell.open})

    @property
    def away(self) -> int:
        """How many are away, for some of the day at least."""
        return len({each.mediator_id for each in self.cell.away})


@require_safe
@staff(*RECEPTION)
def month(request: HttpRequest) -> HttpResponse:
    """The weeks of one month: appointments, free time, who is away, holidays."""
    filters = filters_of(request)
    with timezone.override(filters.zone):
        shown = day_asked(request)
        first = shown.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        context = {
            "day": shown,
            "first": first,
            "before": (first - timedelta(days=1)).replace(day=1),
            "after": after,
            "today": timezone.localdate(),
            "filters": filters,
            "weeks": _weeks(filters, first, after),
        }
        return render(request, "staff/agenda/month.html", context)


def _weeks(filters: Filters, first: date, after: date) -> list[list[MonthDay]]:
    monday = first - timedelta(days=first.weekday())
    length = -(-(after - monday).days // 7) * 7
    cells = _cells(filters, monday, length)
    marks = day_marks(filters.looked_at, monday, length)
    workshops = Counter[date]() if filters.too_wide else dates_by_day(animated(filters, monday, length))
    days = [MonthDay(cells[day], marks[day], not first <= day < after, workshops[day]) for day in cells]
    return [days[start : start + 7] for start in range(0, length, 7)]


def _cells(filters: Filters, first: date, length: int) -> dict[date, Cell]:
    """Figures of each day. A whole territory's free time on 42 days helps nobody: there it is left out."""
    counts = counts_by_day(filters, first, length)
    days = [first + timedelta(days=each) for each in range(length)]
    cells = {day: Cell(day, counts.get(day, 0)) for day in days}
    if not filters.too_wide:
        found = filters.days(first, length, timezone.now())
        for kind in ("open", "free", "away", "shut"):
            for stretch in getattr(found, kind):
                if (cell := cells.get(day_of(stretch))) is not None:
                    getattr(cell, kind).append(stretch)
    return cells
