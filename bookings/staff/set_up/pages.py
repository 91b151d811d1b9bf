"""The first page of the set-up, its lists, and what is missing at each site."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bookings.staff.asking import number_asked
from bookings.staff.set_up.kinds import LISTED, MEDIATORS, SERVICE, SITES, TOPICS, Kind, kind_or_404
from bookings.staff.set_up.lines import lines
from mediation.access import COORDINATORS, PEOPLE_MANAGERS, InMenu, Reach, reach_of, staff
from mediation.access import Kind as RoleKind
from mediation.models import Organisation, Site, Topic
from mediation.set_up import checklist

_A_PAGE = 30


@require_safe
@staff(*PEOPLE_MANAGERS, menu=InMenu(gettext_lazy("Lieux, motifs, règles")))
def home(request: HttpRequest) -> HttpResponse:
    """Everything that can be set up, and what is still missing."""
    reach = reach_of(request)
    whole = reach.holds(RoleKind.METRO_COORDINATOR, RoleKind.OPERATOR)
    context = {
        "cards": [(kind, _count(kind, reach)) for kind in LISTED if whole or not kind.territory],
        "coordinates": reach.holds(*COORDINATORS),
        "organisations": checklist.of_organisations(_own(reach), timezone.localdate()),
        "sites": checklist.of_sites(_sites(reach), timezone.localdate()),
    }
    return render(request, "staff/set_up/home.html", context)


def _count(kind: Kind, reach: Reach) -> int:
    rows = Topic.objects.filter(active=True) if kind is TOPICS else kind.rows(reach)
    return rows.count()


def _own(reach: Reach) -> Any:
    return reach.limit_people(Organisation.objects.filter(refers=False), "pk")[:_A_PAGE]


def _sites(reach: Reach) -> Any:
    sites = Site.objects.places().filter(active=True).select_related("organisation", "commune")
    return reach.limit_people(sites)[: 2 * _A_PAGE]


@require_safe
@staff(*PEOPLE_MANAGERS)
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows of one kind, with what is missing; found by their words."""
    kind, reach = kind_or_404(slug), reach_of(request)
    refuse_unless_listed(kind, reach)
    if kind is SERVICE:
        return _the_only_one(reach)
    words = request.GET.get("mots", "").strip()[:100]
    rows = kind.found(reach, words)
    organisation = number_asked(request, "structure")
    if organisation is not None and kind in (SITES, MEDIATORS):
        rows = rows.filter(organisation=organisation)
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": kind,
        "words": words,
        "page": page,
        "lines": lines(kind, page, timezone.localdate()),
        "may_add": kind.may_add(reach),
        "keep": f"&mots={words}" if words else "",
        "offered": _offered_elsewhere(kind, reach),
    }
    return render(request, "staff/set_up/list.html", context)


def _the_only_one(reach: Reach) -> HttpResponse:
    territory = SERVICE.rows(reach).first()
    if territory is None:
        return redirect("staff_set_up_new", SERVICE.slug)
    return redirect("staff_set_up_edit", SERVICE.slug, territory.pk)


def _offered_elsewhere(kind: Kind, reach: Reach) -> list[Any]:
    """The territory's topics, for those who may read but not change them."""
    if kind is not TOPICS or reach.holds(RoleKind.METRO_COORDINATOR, RoleKind.OPERATOR):
        return []
    return lines(kind, Topic.objects.filter(active=True).prefetch_related("texts"), timezone.localdate())


def refuse_unless_listed(kind: Kind, reach: Reach) -> None:
    """For who coordinates one organisation, what is the whole territory's does not exist here."""
    if kind.territory and not reach.holds(RoleKind.METRO_COORDINATOR, RoleKind.OPERATOR):
        raise Http404
