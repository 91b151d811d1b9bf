"""« Cette personne a une autre fiche »: finding it by hand, to compare the two and make them one."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.models import Resident
from bookings.people.find import Found, find_people
from bookings.people.names import similar
from bookings.staff.asking import note_search, within
from bookings.staff.people.duplicates import seen_here
from bookings.staff.reaching import BY_PHONE
from mediation.access import RECEPTION, reach_of, staff

_MOST = 20


class OtherForm(forms.Form):
    """One box for everything, posted: no name and no number stands in an address."""

    typed = forms.CharField(
        label=gettext_lazy("Nom, téléphone ou courriel de l’autre fiche"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@dataclass(frozen=True)
class Other:
    """Somebody found. `url` compares the two records; empty: neither has been here."""

    found: Found
    url: str


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def other_record(request: HttpRequest, pk: int) -> HttpResponse:
    """People who may be the same person: at first those with a like name, then whoever is looked for."""
    person = get_object_or_404(Resident, pk=pk)
    if person.merged_into_id is not None:
        return redirect("staff_other_record", person.merged_into_id)
    if person.erased_at is not None:
        raise Http404
    form = OtherForm(request.POST or None)
    typed = form.cleaned_data["typed"].strip() if form.is_bound and form.is_valid() else ""
    others = _others(request, person, typed, timezone.now())
    context = {
        "person": person,
        "form": form,
        "others": others,
        "searched": bool(typed),
        "by_phone": BY_PHONE,
    }
    return render(request, "staff/people/other_record.html", context, status=422 if form.errors else 200)


def _others(request: HttpRequest, person: Resident, typed: str, now: datetime) -> list[Other]:
    bare = typed.replace(" ", "")
    visible = within(reach_of(request))
    by_reach = "@" in typed or bare.lstrip("+").isdigit()
    if by_reach:
        found = find_people(reach=bare, visible=visible, now=now, most=_MOST)
    else:
        found = find_people(name=typed or person.name, visible=visible, now=now, most=_MOST)
    found = [
        each
        for each in found
        if each.resident.pk != person.pk and (typed or similar(each.resident.name_key, person.name_key))
    ]
    note_search(request, found, by="reach" if by_reach else "name")
    here = seen_here(request, [person.pk, *(each.resident.pk for each in found)])
    return [Other(each, _compare(person.pk, each.resident.pk, here)) for each in found]


def _compare(first_id: int, second_id: int, here: set[int]) -> str:
    if not here & {first_id, second_id}:
        return ""
    return reverse("staff_duplicate", args=sorted((first_id, second_id)))
