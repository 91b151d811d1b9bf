"""How long it takes from one site to another: what the service reckons with, to be corrected by who knows the road."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.actions.set_travel import set_travel
from bookings.staff.agenda.keeping import managed_sites
from bookings.staff.asking import actor, number_asked
from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
from bookings.times.pairs import Between, between, from_one, walked
from mediation.access import InMenu, Kind, Under, reach_of, staff
from mediation.models import Site, TravelTime

_A_PAGE = 60


class TravelForm(forms.Form):
    """A box of minutes for each pair; empty is by distance."""

    def __init__(self, *args: Any, rows: Sequence[Between], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            box = forms.IntegerField(
                label=_("%(one)s – %(other)s, en minutes") % {"one": row.first, "other": row.second},
                required=False,
                min_value=0,
                max_value=TravelTime.MOST_MIN,
                initial=row.said,
            )
            self.fields[_name(row)] = box

    def lines(self) -> list[tuple[Between, forms.BoundField]]:
        """Each pair with its box."""
        return [(row, self[_name(row)]) for row in self.rows]

    def changed(self) -> dict[tuple[int, int], int | None]:
        """The pairs that say something else than before."""
        said = {row.pair: self.cleaned_data[_name(row)] for row in self.rows}
        return {row.pair: said[row.pair] for row in self.rows if said[row.pair] != row.said}


def _name(row: Between) -> str:
    return f"trajet-{row.first.pk}-{row.second.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@staff(
    Kind.COORDINATOR,
    Kind.METRO_COORDINATOR,
    menu=InMenu(gettext_lazy("Trajets entre lieux"), under=Under.AGENDA),
)
@one_at_a_time
def travel(request: HttpRequest) -> HttpResponse:
    """The pairs that somebody goes between; from one site (`lieu`), every pair."""
    sites = list(managed_sites(reach_of(request)).filter(remote="", active=True))
    chosen = next((site for site in sites if site.pk == number_asked(request, "lieu")), None)
    page = Paginator(_rows(sites, chosen), _A_PAGE).get_page(request.GET.get("page"))
    pairs = list(page.object_list)
    look = compared(lambda data: TravelForm(data, rows=pairs), typed_in(request))
    if look.form.is_bound and look.form.is_valid() and not look.meanwhile:
        if changed := look.form.changed():
            set_travel(changed, by=actor(request), now=timezone.now())
        messages.success(request, _("C’est enregistré."))
        return redirect(request.get_full_path())
    context = {"page": page, "sites": sites, "chosen": chosen, "keep": _keep(chosen)}
    return render(
        request,
        "staff/agenda/travel.html",
        {**context, "form": look.form, **look.context},
        status=look.status,
    )


def _keep(chosen: Site | None) -> str:
    return f"&lieu={chosen.pk}" if chosen else ""


def _rows(sites: Iterable[Site], chosen: Site | None) -> list[Between]:
    ids = [site.pk for site in sites]
    pairs = from_one(chosen.pk, ids) if chosen else walked(ids, today=timezone.localdate())
    return between(sites, pairs)
