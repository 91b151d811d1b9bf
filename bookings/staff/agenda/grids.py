"""The time grids: a mediator's week, the team's week, a day side by side."""

from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bookings.staff.agenda.boards import day_board, week_board, week_of
from bookings.staff.agenda.booked import names_of_topics
from bookings.staff.agenda.marked import day_marks
from bookings.staff.agenda.shown import Filters, filters_of
from bookings.staff.agenda.state import seen_by, tag_of, unchanged
from bookings.staff.agenda.team import team_lines
from bookings.staff.asking import day_asked, week_asked
from mediation.access import RECEPTION, InMenu, staff
from mediation.models import Mediator

# As many mediators as a grid or a table shows at once.
MOST = 40


@require_safe
@staff(*RECEPTION, menu=InMenu(_("Semaine"), everyday=True))
def week(request: HttpRequest) -> HttpResponse:
    """Seven days: of one mediator hour by hour, of a team a line each."""
    now, asked = timezone.now(), week_asked(request)
    same = unchanged(request, _monday(asked), 7, now)
    if same is not None:
        return same
    filters = filters_of(request)
    with timezone.override(filters.zone):
        shown = week_asked(request)
        monday = _monday(shown)
        page = _page(request, filters)
        tag = tag_of(request, seen_by(filters, page, _monday(asked), 7), now)
        context = {**_around(filters, shown, now, 7), "monday": monday, "sunday": monday + timedelta(days=6)}
        context |= {"page": page, "tag": tag}
        if filters.mediator is not None:
            board = week_board(filters, filters.mediator, monday, now)
            context |= {"board": board, "topics": names_of_topics(), "week": True}
            return _shown(request, "week", "board", context)
        return _shown(request, "team", "team_table", context | _team(filters, page, monday, now))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _shown(request: HttpRequest, page: str, part: str, context: dict[str, object]) -> HttpResponse:
    """The page; or for one that is open and asks again, the part of it that may have changed."""
    name = part if request.headers.get("HX-Request") else page
    answer = render(request, f"staff/agenda/{name}.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _team(filters: Filters, page: "Page[Mediator]", monday: date, now: datetime) -> dict[str, object]:
    lines = team_lines(filters, list(page), monday, 7, now)
    busy = [
        line
        for line in lines
        if any(cell.count or cell.open or cell.drop_in or cell.away or cell.workshops for cell in line.cells)
    ]
    marks = day_marks(filters.looked_at, monday, 7)
    return {
        "lines": busy,
        "days": [(day, marks[day]) for day in week_of(monday)],
        "sites_by_id": {site.pk: site for site in filters.sites},
    }


@require_safe
@staff(*RECEPTION)
def side_by_side(request: HttpRequest) -> HttpResponse:
    """One day, hour by hour: a column for each mediator, or for each at each place (`par=lieu`)."""
    now, asked = timezone.now(), day_asked(request)
    same = unchanged(request, asked, 1, now)
    if same is not None:
        return same
    filters = filters_of(request)
    with timezone.override(filters.zone):
        shown = day_asked(request)
        page = _page(request, filters)
        tag = tag_of(request, seen_by(filters, page, asked, 1), now)
        by_site = request.GET.get("par") == "lieu"
        board = day_board(filters, list(page), shown, now, by_site=by_site)
        context = {
            **_around(filters, shown, now, 1),
            "page": page,
            "tag": tag,
            "board": board,
            "topics": names_of_topics(),
            "by_site": by_site,
            "marks": day_marks(filters.looked_at, shown, 1)[shown],
        }
        return _shown(request, "side_by_side", "board", context)


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
