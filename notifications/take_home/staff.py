"""The sheet as the team makes it: two lines to type, the language, and the paper."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.followed import note_reading
from bookings.actions.write_sheet import write_sheet
from bookings.errors import NotStanding
from bookings.following.links import own_person, who_comes_alone
from bookings.models import Appointment, TakeHome
from bookings.staff.asking import actor, appointment_or_404, within
from bookings.staff.languages import languages_and_costs
from mediation.access import NOTE_READERS, reach_of, staff
from notifications.take_home.sheet import language_of, sheet_of

_LONGEST = 240


def _languages() -> list[tuple[str, str]]:
    """The languages of messages, without what an SMS costs in each."""
    return [(code, label.partition(",")[0]) for code, label in languages_and_costs()]


class SheetForm(forms.Form):
    """What is typed for the person: read again at home, in large print."""

    done = forms.CharField(
        label=gettext_lazy("Ce qu’on a fait"),
        required=False,
        max_length=_LONGEST,
        help_text=gettext_lazy("Les thèmes du compte rendu y sont déjà. Ajoutez une phrase simple."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    remember = forms.CharField(
        label=gettext_lazy("Ce qu’il faut retenir"),
        required=False,
        max_length=_LONGEST,
        help_text=gettext_lazy("Une idée par ligne. N’y écrivez pas de mot de passe."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue de la feuille"), choices=_languages)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*NOTE_READERS)
def take_home(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a session; what is typed is kept, so that the person can open it again by its square."""
    appointment = appointment_or_404(request, pk)
    if not reach_of(request).reads_notes_of(appointment.organisation_id, mediator_id=appointment.mediator_id):
        raise PermissionDenied
    typed = TakeHome.objects.filter(appointment=appointment).first()
    form = SheetForm(request.POST or None, initial=_initial(appointment, typed))
    if request.method == "POST" and form.is_valid() and _written(request, appointment, form.cleaned_data):
        return redirect("staff_take_home", pk)
    now, person = timezone.now(), who_comes_alone(appointment)
    if person is not None and request.method != "POST":
        organisation = appointment.organisation_id
        note_reading(person.pk, organisation_id=organisation, by=actor(request), now=now)
    sheet = sheet_of(
        appointment,
        typed,
        language=typed.language if typed else language_of(appointment.language),
        visible=within(reach_of(request)),
        now=now,
    )
    context = {"appointment": appointment, "person": person, "form": form, "sheet": sheet, "typed": typed}
    return render(request, "staff/following/take_home.html", context, status=422 if form.errors else 200)


def _initial(appointment: Appointment, typed: TakeHome | None) -> dict[str, str]:
    if typed is None:
        return {"language": language_of(appointment.language)}
    return {"done": typed.done, "remember": typed.remember, "language": typed.language}


def _written(request: HttpRequest, appointment: Appointment, said: dict[str, Any]) -> bool:
    person = own_person(appointment)
    whose = person.pk if person is not None else None
    try:
        write_sheet(appointment.pk, resident_id=whose, **said, by=actor(request), now=timezone.now())
    except NotStanding:
        messages.error(request, _("Cette fiche vient de changer : rien n’a été noté."))
        return False
    messages.success(request, _("La feuille est prête : imprimez-la."))
    return True
