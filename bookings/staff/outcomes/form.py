"""The outcome's form: what is tapped, and what is filled in already."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.outcomes import vocabularies as codes
from bookings.outcomes.activity_report import MAX_DURATION_MIN, Fault, Reason, Report
from bookings.staff import vocabulary
from bookings.templatetags.staff import duration

SEEN, NO_SHOW, EXCUSED = "seen", "noshow", "excused"
"""National codes of `presence`."""

OTHER = "other"
_LONGEST_NOTE = 4000
Choice = tuple[str, str]


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

    # The browser asks for nothing: whoever was absent has neither theme nor result.
    use_required_attribute = False

    presence = forms.ChoiceField(
        label=gettext_lazy("La personne est-elle venue ?"),
        required=False,
        choices=[
            (SEEN, gettext_lazy("Venue")),
            (NO_SHOW, gettext_lazy("Absente")),
            (EXCUSED, gettext_lazy("S’est excusée")),
        ],
        initial=SEEN,
        widget=forms.RadioSelect,
    )
    themes = _boxes(gettext_lazy("De quoi s’agissait-il ?"), codes.THEMES)
    result = _radios(gettext_lazy("Où en est la demande ?"), codes.RESULTS)
    next_step = _radios(gettext_lazy("Et ensuite ?"), codes.NEXT_STEPS)
    slot = forms.ChoiceField(
        label=gettext_lazy("Quand ?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Cette heure vient d’être prise. Choisissez-en une autre : rien n’est perdu."
            )
        },
    )
    workshop_date = forms.ChoiceField(
        label=gettext_lazy("Quel atelier ?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Il n’y a plus de place. Choisissez une autre date.")},
    )
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

    def __init__(
        self,
        *args: Any,
        has_commune: bool = False,
        asks_presence: bool = False,
        times: Sequence[Choice] = (),
        workshops: Sequence[Choice] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_commune = has_commune
        if not asks_presence:
            del self.fields["presence"]
        for name, choices in (("slot", times), ("workshop_date", workshops)):
            self.fields[name].choices = [("", _("Je choisis ensuite")), *choices]  # type: ignore[attr-defined]

    @property
    def absent(self) -> str:
        """The code of somebody who did not come; empty when they did."""
        said = str(self.cleaned_data.get("presence", "")) if "presence" in self.fields else ""
        return "" if said == SEEN else said

    def clean(self) -> dict[str, Any]:
        """The other duration is needed when it is the one that was ticked."""
        cleaned = super().clean() or {}
        if self.absent:
            # Nothing was done: what else stands in the form is not asked.
            self._errors = ErrorDict()
            return cleaned
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
