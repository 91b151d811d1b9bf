"""Workshops for the team: the list, one workshop with its lists, planning one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.plan_workshop import plan_workshop
from bookings.errors import SlotTaken
from bookings.staff.agenda.keeping import HOURS_KEEPERS, managed_sites
from bookings.staff.asking import actor, mediators_within
from bookings.staff.workshops.forms import WorkshopForm
from bookings.staff.workshops.reading import (
    dates_listed,
    lines_of,
    may_plan,
    title_of,
    waiting_lines,
    workshop_or_404,
)
from bookings.staff.workshops.to_tell import rows_to_tell, to_tell_now
from mediation.access import RECEPTION, InMenu, Kind, Under, reach_of, staff

_A_PAGE = 40


@require_safe
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Ateliers"), under=Under.RECEIVE, due=to_tell_now))
def workshops(request: HttpRequest) -> HttpResponse:
    """The dates ahead, soonest first, with how many seats are taken; or those that are past (`passes`)."""
    reach, past, now = reach_of(request), "passes" in request.GET, timezone.now()
    page = Paginator(dates_listed(reach, now=now, past=past), _A_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "past": past,
        "workshop_rows": [] if past else rows_to_tell(reach, now=now),
        "keep": "&passes=1" if past else "",
        "plans": reach.holds(*HOURS_KEEPERS),
        "reports": reach.holds(Kind.MEDIATOR, Kind.COORDINATOR),
    }
    return render(request, "staff/workshops/workshops.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*HOURS_KEEPERS)
def workshop_added(request: HttpRequest) -> HttpResponse:
    """One date or a series; nothing is stored when somebody who animates is promised elsewhere."""
    reach = reach_of(request)
    form = WorkshopForm(request.POST or None, sites=managed_sites(reach), mediators=mediators_within(reach))
    if request.method == "POST" and form.is_valid():
        try:
            workshop = plan_workshop(
                form.workshop(),
                texts=form.texts(),
                dates=form.dates(),
                animators=list(form.cleaned_data["animators"]),
                by=actor(request),
                now=timezone.now(),
            )
        except SlotTaken:
            form.add_error("animators", _("Une de ces personnes est déjà prise à l’une de ces dates."))
        else:
            messages.success(request, _("L’atelier est prévu."))
            return redirect("staff_workshop", workshop.pk)
    return render(request, "staff/workshops/add.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@never_cache
@staff(*RECEPTION)
def workshop(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes to each date, to print and to tick; who is asked about a seat, who waits."""
    found, now, reach = workshop_or_404(request, pk), timezone.now(), reach_of(request)
    asked, waiting = waiting_lines(found)
    context = {
        "workshop": found,
        "title": title_of(found),
        "dates": lines_of(found, now=now),
        "asked": asked,
        "waiting": waiting,
        "now": now,
        "plans": may_plan(reach, found),
        "reports": reach.holds(Kind.MEDIATOR, Kind.COORDINATOR),
    }
    return render(request, "staff/workshops/workshop.html", context)
