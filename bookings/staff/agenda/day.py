"""The day: who comes, where there is time left."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bookings.models import Appointment
from bookings.staff.agenda import shown as agenda
from bookings.staff.agenda.animated import animated, together
from bookings.staff.agenda.lines import Line, lines_of, rows_of
from bookings.staff.agenda.shown import Filters
from bookings.staff.asking import day_asked
from bookings.staff.following.tasks import due
from mediation.access import RECEPTION, InMenu, staff

LINES_A_PAGE = 120


@require_safe
@staff(*RECEPTION, menu=InMenu(_("Journée"), everyday=True))
def day(request: HttpRequest) -> HttpResponse:
    """One day across sites, printable as the day sheet."""
    filters = agenda.filters_of(request)
    # A day is a day where the sites are.
    with timezone.override(filters.zone):
        return _day(request, filters)


def _day(request: HttpRequest, filters: Filters) -> HttpResponse:
    now, shown = timezone.now(), day_asked(request)
    context = {
        "day": shown,
        "today": timezone.localdate(now),
        "before": shown - timedelta(days=1),
        "after": shown + timedelta(days=1),
        "filters": filters,
        "strip": agenda.strip(filters, shown),
        "now": now,
        "tasks": due(filters.reach, now).count() if shown == timezone.localdate(now) else 0,
    }
    if filters.too_wide:
        sites = agenda.sites_of_the_day(filters, shown)
        return render(request, "staff/agenda/territory.html", {**context, "sites": sites})
    return render(request, "staff/agenda/day.html", {**context, **_of_the_day(request, filters, shown)})


def _of_the_day(request: HttpRequest, filters: Filters, shown: date) -> dict[str, object]:
    now = timezone.now()
    pages = Paginator(rows_of(filters.appointments(shown)), LINES_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    lines = lines_of(page.object_list, reach=filters.reach, now=now)
    days = filters.days(shown, 1, now)
    alone = filters.mediator_id is not None and pages.num_pages == 1
    return {
        "page": page,
        "lines": lines,
        "figures": figures(lines),
        "days": days,
        "workshops": together(animated(filters, shown, 1)),
        "sites_by_id": {site.pk: site for site in filters.sites},
        "mediators_by_id": {each.pk: each for each in filters.mediators},
        "timeline": agenda.timeline(lines, days) if alone else None,
        "free": None if alone else agenda.free_by_mediator(filters, days),
    }


@dataclass(frozen=True)
class Figures:
    """The day in five numbers."""

    expected: int
    arrived: int
    done: int
    missed: int
    without_outcome: int


def figures(lines: list[Line]) -> Figures:
    """Counted from the lines themselves."""
    status = [line.appointment.status for line in lines]
    kinds = Appointment.Status
    return Figures(
        expected=sum(each in agenda.COMING for each in status),
        arrived=status.count(kinds.ARRIVED),
        done=status.count(kinds.DONE),
        missed=status.count(kinds.NO_SHOW),
        without_outcome=sum(line.appointment.status == kinds.DONE and not line.has_outcome for line in lines),
    )
