"""The time grids: a mediator's week, the team's week, a day side by side."""

from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bookings.staff.agenda.boards import day_board, week_board, week_of
from bookings.staff.agenda.lines import topic_names
from bookings.staff.agenda.marked import day_marks
from bookings.staff.agenda.shown import Filters, filters_of
from bookings.staff.agenda.team import team_lines
from bookings.staff.asking import day_asked
from mediation.access import RECEPTION, InMenu, staff
from mediation.models import Mediator

# As many mediators as a grid or a table shows at once.
MOST = 40


@require_safe
@staff(*RECEPTION, menu=InMenu(_("Semaine"), everyday=True))
def week(request: HttpRequest) -> HttpResponse:
    """Seven days: of one mediator hour by hour, of a team a line each."""
    filters = filters_of(request)
    with timezone.override(filters.zone):
        shown, now = day_asked(request), timezone.now()
        monday = shown - timedelta(days=shown.weekday())
        context = {**_around(filters, shown, now, 7), "monday": monday, "sunday": monday + timedelta(days=6)}
        if filters.mediator is not None:
            board = week_board(filters, filters.mediator, monday, now)
            context |= {"board": board, "topics": topic_names(), "week": True}
            return render(request, "staff/agenda/week.html", context)
        return render(request, "staff/agenda/team.html", context | _team(request, filters, monday, now))


def _team(request: HttpRequest, filters: Filters, monday: date, now: datetime) -> dict[str, object]:
    page = _page(request, filters)
    lines = team_lines(filters, list(page), monday, 7, now)
    busy = [line for line in lines if any(cell.count or cell.open or cell.away for cell in line.cells)]
    marks = day_marks(filters.looked_at, monday, 7)
    return {
        "page": page,
        "lines": busy,
        "days": [(day, marks[day]) for day in week_of(monday)],
        "sites_by_id": {site.pk: site for site in filters.sites},
    }


@require_safe
@staff(*RECEPTION)
def side_by_side(request: HttpRequest) -> HttpResponse:
    """One day, hour by hour: a column for each mediator, or for each at each place (`par=lieu`)."""
    filters = filters_of(request)
    with timezone.override(filters.zone):
        shown, now = day_asked(request), timezone.now()
        page = _page(request, filters)
        by_site = request.GET.get("par") == "lieu"
        board = day_board(filters, list(page), shown, now, by_site=by_site)
        context = {
            **_around(filters, shown, now, 1),
            "page": page,
            "board": board,
            "topics": topic_names(),
            "by_site": by_site,
            "marks": day_marks(filters.looked_at, shown, 1)[shown],
        }
        return render(request, "staff/agenda/side_by_side.html", context)


def _page(request: HttpRequest, filters: Filters) -> "Page[Mediator]":
    chosen = [filters.mediator] if filters.mediator else filters.mediators
    return Paginator(chosen, MOST).get_page(request.GET.get("page"))


def _around(filters: Filters, shown: date, now: datetime, step: int) -> dict[str, object]:
    """What each of these pages needs to lead to its neighbours."""
    return {
        "day": shown,
        "before": shown - timedelta(days=step),
        "after": shown + timedelta(days=step),
        "today": timezone.localdate(now),
        "filters": filters,
        "now": now,
    }
