"""A town's first day: what is missing before residents can book, and where it is done."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mediation.access import PEOPLE_MANAGERS, InMenu, Kind, Reach, reach_of, staff
from mediation.actions.import_communes import import_communes
from mediation.first_steps import Step, steps
from mediation.gazetteer.file import SHIPPED
from mediation.models import Site, Trace
from mediation.set_up import checklist
from mediation.staff.menu import entries_for
from mediation.traces.pages import traced

_MOST_SITES = 30


@dataclass(frozen=True)
class Line:
    """A step as it is shown. `url` is empty for whoever may not do it: then somebody else does."""

    step: Step
    url: str


@require_safe
@never_cache
@staff(*PEOPLE_MANAGERS, menu=InMenu(gettext_lazy("Mise en route")))
def first_steps(request: HttpRequest) -> HttpResponse:
    """The steps, those still to do first in sight, and whether residents can book."""
    reach = reach_of(request)
    lines = [Line(step, _where(step, reach)) for step in steps(reach, timezone.localdate())]
    needed = [line for line in lines if line.step.needed]
    context = {
        "needed": needed,
        "missing": sum(not line.step.done for line in needed),
        "to_look_at": [line for line in lines if not line.step.needed and not line.step.done],
        "operator": reach.holds(Kind.OPERATOR),
        "sites": checklist.of_sites(_sites(reach), timezone.localdate()),
    }
    return render(request, "staff/set_up/first_steps.html", context)


def _sites(reach: Reach) -> QuerySet[Site]:
    sites = Site.objects.places().filter(active=True).select_related("organisation", "commune")
    return reach.limit_people(sites)[:_MOST_SITES]


def _where(step: Step, reach: Reach) -> str:
    """The address of the first page for it that this person may open."""
    open_to_them = {entry.name for entry in entries_for(reach)}
    for name in step.names:
        if not isinstance(name, str):
            page, kind = name
            if kind != "service" or reach.holds(Kind.METRO_COORDINATOR, Kind.OPERATOR):
                return reverse(page, args=[kind])
        elif name in open_to_them or (name.startswith("admin:") and reach.holds(Kind.OPERATOR)):
            return reverse(name)
    return ""


@require_POST
@staff(Kind.OPERATOR)
@traced(Trace.Kind.SETTING_CHANGED, changes=True)
def load_communes(request: HttpRequest) -> HttpResponse:
    """The communes that come with the product; another territory has a command and a file of its own."""
    report = import_communes(data=SHIPPED.read_bytes())
    loaded = report.created + report.updated + report.unchanged
    messages.success(request, _("%(n)s communes sont en place.") % {"n": loaded})
    return redirect("staff_first_steps")
