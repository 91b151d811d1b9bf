"""The page where a coordinator reads again how SMS call each place: shown in a message before it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
from mediation.access import InMenu, reach_of, staff
from mediation.actions.name_sites import name_sites, short_name_faults
from mediation.errors import ShortNamesRefused
from mediation.models import Site, Territory, Trace
from mediation.traces.pages import traced
from notifications.reminding.staff import SETTERS, organisations_within
from notifications.texts import write as texts
from notifications.texts.kinds import Kind
from notifications.texts.write import Facts
from notifications.wordings.examples import example_facts

_FAULTS: dict[str, Promise] = {
    "empty": gettext_lazy("Écrivez un nom."),
    "long": gettext_lazy("30 caractères au plus."),
    "letters": gettext_lazy("Une lettre ou un signe coûterait plus cher dans un SMS. Écrivez-le sans."),
    "taken": gettext_lazy("Un autre lieu a déjà ce nom dans les SMS."),
}
_WHERE_AND_WHEN = "{quand}, {lieu}"


class NamesForm(forms.Form):
    """A box for each site. What is wrong with a name depends on the others: `short_name_faults` says it."""

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = sites
        for site in sites:
            self.fields[_field(site)] = forms.CharField(
                label=site.name, required=False, max_length=200, initial=site.sms_name
            )

    @property
    def names(self) -> dict[int, str]:
        """What each box says, by the site's id; one that was not sent says what is stored."""
        said = {site: self[_field(site)].value() for site in self.sites}
        return {
            site.pk: " ".join((site.sms_name if name is None else name).split())
            for site, name in said.items()
        }


def _field(site: Site) -> str:
    return f"nom-{site.pk}"


@dataclass(frozen=True)
class Row:
    """A site, the name it has or would have, how a message would say it, and what is wrong with it."""

    site: Site
    name: str
    example: str
    fault: str

    @property
    def field(self) -> str:
        """The name of its input."""
        return _field(self.site)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*SETTERS, menu=InMenu(gettext_lazy("Noms des lieux")))
@traced(Trace.Kind.SETTING_CHANGED, changes=True)
@one_at_a_time
def short_names(request: HttpRequest) -> HttpResponse:
    """All names at once. What was changed is shown as a message says it; the next press saves it."""
    mine = organisations_within(reach_of(request)).order_by()
    sites = list(Site.objects.places().filter(active=True, organisation__in=mine).select_related("commune"))
    look = compared(lambda data: NamesForm(data, sites=sites), typed_in(request))
    names = look.form.names
    faults: Mapping[int, str] = {}
    if request.method == "POST" and not look.meanwhile:
        faults = short_name_faults(names)
        if not faults and all(request.POST.get(f"vu-{pk}") == name for pk, name in names.items()):
            return _saved(request, names)
    rows = _rows(sites, names, faults)
    context = {"rows": rows, "faults": bool(faults), "changed": request.method == "POST" and not faults}
    status = 422 if faults else look.status
    return render(request, "staff/wordings/short_names.html", {**context, **look.context}, status=status)


def _saved(request: HttpRequest, names: Mapping[int, str]) -> HttpResponse:
    try:
        name_sites(names=names, now=timezone.now())
    except ShortNamesRefused:
        messages.error(
            request, _("Un autre lieu vient de prendre un de ces noms. Regardez, puis recommencez.")
        )
    else:
        messages.success(request, _("C’est enregistré. Les prochains SMS disent ces noms."))
    return redirect("staff_short_names")


def _rows(sites: list[Site], names: Mapping[int, str], faults: Mapping[int, str]) -> list[Row]:
    facts = example_facts(Territory.current(), Kind.REMINDER)
    return [
        Row(
            site,
            names[site.pk],
            _example(facts, names[site.pk]),
            str(_FAULTS[faults[site.pk]]) if site.pk in faults else "",
        )
        for site in sites
    ]


def _example(facts: Facts, name: str) -> str:
    return texts.as_worded(_WHERE_AND_WHEN, "fr", replace(facts, place=name))
