"""Planning a workshop, and the sheet of who comes to each of its dates."""

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.plan_workshop import plan_workshop
from bookings.errors import SlotTaken
from bookings.models import Registration, Workshop, WorkshopDate
from bookings.staff.agenda.keeping import HOURS_KEEPERS, managed_sites
from bookings.staff.asking import actor, mediators_within
from bookings.staff.workshops.forms import WorkshopForm
from mediation.access import RECEPTION, InMenu, Reach, reach_of, staff

_MOST = 60


def workshops_within(reach: Reach) -> QuerySet[Workshop]:
    """Workshops of one's organisations."""
    return reach.limit(Workshop.objects.all())


@require_safe
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Ateliers")))
def workshops(request: HttpRequest) -> HttpResponse:
    """The dates ahead, soonest first, with how many seats are taken."""
    reach, now = reach_of(request), timezone.now()
    dates = (
        WorkshopDate.objects.filter(workshop__in=workshops_within(reach).order_by(), ends_at__gt=now)
        .select_related("workshop__site")
        .prefetch_related("workshop__texts", "animations__mediator")[:_MOST]
    )
    context = {"dates": dates, "plans": reach.holds(*HOURS_KEEPERS)}
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
@staff(*RECEPTION)
def workshop(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes to each date: to print, and to tick by hand."""
    standing = Registration.objects.filter(cancelled_at=None).select_related("contact")
    rows = workshops_within(reach_of(request)).select_related("site", "organisation")
    dates = WorkshopDate.objects.prefetch_related(
        Prefetch("registrations", queryset=standing.prefetch_related("people"), to_attr="standing"),
        "animations__mediator",
    )
    found = get_object_or_404(rows.prefetch_related("texts", Prefetch("dates", queryset=dates)), pk=pk)
    return render(request, "staff/workshops/workshop.html", {"workshop": found})
