"""What somebody says about themselves, asked once: each question may be left out, and each may be refused."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.note_about import About, note_about
from bookings.errors import InvalidReport
from bookings.models import AboutPerson, Resident
from bookings.models.about import REFUSED
from bookings.outcomes import vocabularies as codes
from bookings.staff import vocabulary
from bookings.staff.asking import actor, way_back
from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
from mediation.access import RECEPTION, staff
from mediation.models import Commune, Neighbourhood, Trace
from mediation.traces.pages import traced

_NOT_ASKED = ("", gettext_lazy("pas demandé"))
_REFUSES = (REFUSED, gettext_lazy("ne souhaite pas répondre"))


def _asked(label: Any, known: Mapping[str, str]) -> forms.ChoiceField:
    said = [each for each in vocabulary.choices(known) if each[0] != REFUSED]
    return forms.ChoiceField(
        label=label, required=False, choices=[_NOT_ASKED, *said, _REFUSES], widget=forms.RadioSelect
    )


class AboutForm(forms.Form):
    """The questions, one tap each."""

    birth_year = forms.IntegerField(
        label=gettext_lazy("Année de naissance"),
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    age = _asked(gettext_lazy("Sinon, son âge"), codes.AGES)
    gender = _asked(gettext_lazy("Genre"), codes.GENDERS)
    situation = _asked(gettext_lazy("Situation"), codes.SITUATIONS)
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Commune où elle habite"),
        queryset=Commune.objects.all(),
        required=False,
        empty_label=gettext_lazy("pas demandé"),
    )
    commune_refused = forms.BooleanField(
        label=gettext_lazy("Commune : ne souhaite pas répondre"), required=False
    )
    priority_area = forms.ChoiceField(
        label=gettext_lazy("Habite un quartier prioritaire ?"),
        required=False,
        choices=[_NOT_ASKED, *AboutPerson.Area.choices],
        widget=forms.RadioSelect,
    )

    def about(self) -> About:
        """What was answered."""
        given = dict(self.cleaned_data)
        commune = given.pop("commune")
        return About(**given, commune_id=commune.pk if commune else None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
@traced(Trace.Kind.PERSON_READ, about="resident")
@one_at_a_time
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions about one person; nothing is obligatory."""
    person = get_object_or_404(Resident, pk=pk, merged_into=None, erased_at=None)
    back = way_back(request, reverse("staff_resident", args=[pk]))
    look = compared(lambda data: AboutForm(data, initial=_initial(person)), typed_in(request))
    right = request.method == "POST" and not look.meanwhile and look.form.is_valid()
    if right and _saved(request, person, look.form):
        messages.success(request, _("C’est noté."))
        return redirect(back)
    context = {"person": person, "form": look.form, "back": back, "areas": _areas(), **look.context}
    return render(request, "staff/people/about.html", context, status=look.status)


def _initial(person: Resident) -> dict[str, Any]:
    known = AboutPerson.objects.filter(resident=person).first()
    initial: dict[str, Any] = {"commune": person.commune_id}
    if known is not None:
        names = ("birth_year", "age", "gender", "situation", "commune_refused", "priority_area")
        initial |= {name: getattr(known, name) for name in names}
    return initial


def _areas() -> list[str]:
    """The priority neighbourhoods that one may name to the person; which one they say is not kept."""
    rows = Neighbourhood.objects.filter(priority=True).select_related("commune")
    return [f"{each.name} ({each.commune.name})" for each in rows.order_by("commune__name", "name")]


def _saved(request: HttpRequest, person: Resident, form: AboutForm) -> bool:
    try:
        note_about(person.pk, about=form.about(), by=actor(request), now=timezone.now())
    except InvalidReport as refused:
        for fault in refused.faults:
            form.add_error(fault.field, _("Vérifiez cette réponse."))
        return False
    return True
