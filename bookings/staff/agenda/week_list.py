"""The week as a list: each appointment a line, for who reads better than they look."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.staff.agenda.animated import animated, together
from bookings.staff.agenda.lines import lines_of, rows_of
from bookings.staff.agenda.shown import filters_of
from bookings.staff.asking import week_asked
from mediation.access import RECEPTION, staff

_A_PAGE = 120


@require_safe
@staff(*RECEPTION)
def week_list(request: HttpRequest) -> HttpResponse:
    """Who comes in these seven days, in the order of time."""
    filters = filters_of(request)
    with timezone.override(filters.zone):
        shown, now = week_asked(request), timezone.now()
        monday = shown - timedelta(days=shown.weekday())
        page = Paginator(rows_of(filters.appointments(monday, 7)), _A_PAGE).get_page(request.GET.get("page"))
        context = {
            "day": shown,
            "monday": monday,
            "sunday": monday + timedelta(days=6),
            "before": shown - timedelta(days=7),
            "after": shown + timedelta(days=7),
            "today": timezone.localdate(now),
            "filters": filters,
            "page": page,
            "workshops": [] if filters.too_wide else together(animated(filters, monday, 7)),
            "lines": lines_of(page.object_list, reach=filters.reach, now=now),
        }
        return render(request, "staff/agenda/week_list.html", context)
