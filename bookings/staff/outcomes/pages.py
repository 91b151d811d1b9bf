"""The outcome of an appointment: a form that takes seconds, the rest folded away."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.record_outcome import read_note, record_outcome
from bookings.errors import BookingError, InvalidReport, TooEarly
from bookings.models import Appointment, Outcome
from bookings.outcomes import vocabularies as codes
from bookings.outcomes.activity_report import MAX_DURATION_MIN, Fault, Reason, Report
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import actor, appointment_or_404, local
from bookings.staff.outcomes import vocabulary
from bookings.templatetags.staff import duration
from mediation.access import Kind, reach_of, staff

OTHER = "other"
_LONGEST_NOTE = 4000


def _boxes(label: Any, vocabulary_: Mapping[str, str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=vocabulary.choices(vocabulary_),
        widget=forms.CheckboxSelectMultiple,
    )


def _radios(
    label: Any, vocabulary_: Mapping[str, str], *, required: bool = True, none: Any = None
) -> forms.ChoiceField:
    choices = [*([("", none)] if none else []), *vocabulary.choices(vocabulary_)]
    return forms.ChoiceField(label=label, required=required, choices=choices, widget=forms.RadioSelect)


class OutcomeForm(forms.Form):
    """What about, how it went, what next; then what fewer people note."""

    themes = _boxes(gettext_lazy("De quoi s’agissait-il ?"), codes.THEMES)
    result = _radios(gettext_lazy("Où en est la demande ?"), codes.RESULTS)
    next_step = _radios(gettext_lazy("Et ensuite ?"), codes.NEXT_STEPS)
    duration_min = forms.ChoiceField(
        label=gettext_lazy("Combien de temps ?"),
        choices=[
            *((str(each), duration(each)) for each in codes.DURATION_PRESETS_MIN),
            (OTHER, gettext_lazy("Autre")),
        ],
        widget=forms.RadioSelect,
    )
    other_min = forms.IntegerField(
        label=gettext_lazy("Autre durée, en minutes"),
        required=False,
        min_value=1,
        max_value=MAX_DURATION_MIN,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    sub_themes = _boxes(gettext_lazy("Quelles démarches ?"), codes.SUB_THEMES)
    equipment = _boxes(gettext_lazy("Matériel utilisé"), codes.EQUIPMENT)
    autonomy = _radios(
        gettext_lazy("La personne était"), codes.AUTONOMY, required=False, none=gettext_lazy("Non précisé")
    )
    referred_to = _boxes(gettext_lazy("Orientée vers"), codes.REFERRALS)
    place = _radios(gettext_lazy("Où ?"), codes.PLACES)
    note = forms.CharField(
        label=gettext_lazy("Note privée"),
        required=False,
        max_length=_LONGEST_NOTE,
        help_text=gettext_lazy(
            "Chiffrée, gardée douze mois. Seules les personnes qui accompagnent la lisent, et chaque "
            "lecture est notée. La personne peut demander à la voir."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, has_commune: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_commune = has_commune

    def clean(self) -> dict[str, Any]:
        """The other duration is needed when it is the one that was ticked."""
        cleaned = super().clean() or {}
        if (
            cleaned.get("duration_min") == OTHER
            and not cleaned.get("other_min")
            and "other_min" not in self.errors
        ):
            self.add_error("other_min", _("Écrivez la durée en minutes."))
        return cleaned

    def report(self) -> Report:
        """What was ticked, as the national report has it."""
        data = self.cleaned_data
        minutes = data["other_min"] if data["duration_min"] == OTHER else int(data["duration_min"])
        return Report(
            themes=data["themes"],
            sub_themes=data["sub_themes"],
            equipment=data["equipment"],
            autonomy=data["autonomy"],
            result=data["result"],
            next_step=data["next_step"],
            referred=bool(data["referred_to"]) or data["next_step"] == codes.REFERRAL,
            referred_to=data["referred_to"],
            place=data["place"],
            duration_min=minutes,
            has_commune=self.has_commune,
        )

    def tell(self, broken: tuple[Fault, ...]) -> None:
        """Puts each broken rule beside its field."""
        for fault in broken:
            self.add_error(fault.field if fault.field in self.fields else None, _words(fault))


def _words(fault: Fault) -> str:
    if fault == Fault("themes", Reason.MISSING):
        return _("Cochez au moins un thème.")
    if fault.reason is Reason.NEEDS_COMMUNE:
        return _("Ce lieu demande une commune : indiquez-la d’abord sur la fiche de la personne.")
    if fault.reason is Reason.DURATION:
        return _("La durée est un nombre de minutes entières.")
    return _("Ce choix ne va pas avec le reste.")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(Kind.MEDIATOR, Kind.COORDINATOR)
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the outcome, or correct it. Saving marks the appointment done."""
    appointment = appointment_or_404(request, pk)
    if not reach_of(request).reads_notes_of(appointment.organisation_id, mediator_id=appointment.mediator_id):
        raise PermissionDenied
    known = Outcome.objects.filter(appointment_id=pk).first()
    form = OutcomeForm(
        request.POST or None,
        initial=_initial(request, appointment, known),
        has_commune=any(each.resident.commune_id for each in appointment.participations.all()),
    )
    if request.method == "POST" and form.is_valid() and _saved(request, appointment, form):
        return redirect(_next_page(appointment, form.cleaned_data["next_step"]))
    context = {
        "form": form,
        "appointment": appointment,
        "names": [each.resident.name for each in _in_order(appointment)],
        "topic": topic_names().get(appointment.topic_id, ""),
        "known": known,
        "unfolded": any(form[name].errors for name in ("sub_themes", "place", "referred_to", "note")),
    }
    return render(request, "staff/outcomes/outcome.html", context, status=422 if form.errors else 200)


def _in_order(appointment: Appointment) -> Iterator[Any]:
    yield from sorted(appointment.participations.all(), key=lambda each: each.position)


def _initial(request: HttpRequest, appointment: Appointment, known: Outcome | None) -> dict[str, object]:
    if known is None:
        return vocabulary.suggestion(appointment, now=timezone.now())
    preset = known.duration_min in codes.DURATION_PRESETS_MIN
    text = ""
    if known.note and request.method != "POST":
        text = read_note(appointment.pk, by=actor(request), now=timezone.now())
    return {
        "themes": known.themes,
        "sub_themes": known.sub_themes,
        "equipment": known.equipment,
        "autonomy": known.autonomy,
        "result": known.result,
        "next_step": known.next_step,
        "referred_to": known.referred_to,
        "place": known.place,
        "duration_min": known.duration_min if preset else OTHER,
        "other_min": None if preset else known.duration_min,
        "note": text,
    }


def _saved(request: HttpRequest, appointment: Appointment, form: OutcomeForm) -> bool:
    try:
        record_outcome(
            appointment.pk,
            report=form.report(),
            private_note=form.cleaned_data["note"],
            by=actor(request),
            now=timezone.now(),
        )
    except InvalidReport as refused:
        form.tell(refused.faults)
    except TooEarly:
        form.add_error(None, _("Ce rendez-vous n’a pas encore eu lieu."))
    except BookingError:
        form.add_error(None, _("Ce rendez-vous a été annulé entre-temps : il n’a pas de compte rendu."))
    else:
        messages.success(request, _("Compte rendu enregistré."))
        return True
    return False


def _next_page(appointment: Appointment, next_step: str) -> str:
    if next_step == codes.NEW_APPOINTMENT:
        first = next(_in_order(appointment)).resident_id
        return f"{reverse('staff_desk')}?personne={first}&motif={appointment.topic.public_id}"
    day = local(appointment.starts_at, appointment.site.timezone).date()
    return f"{reverse('staff_day')}?jour={day.isoformat()}"
