"""The three questions, as a form: on the web, on the tablet of a desk, and where somebody types what stands on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.answer_survey import LONGEST
from bookings.surveys.links import digits_of

_WENT = [
    ("5", _("Très bien")),
    ("4", _("Bien")),
    ("3", _("Moyennement")),
    ("2", _("Pas bien")),
    ("1", _("Mal")),
]
_CLEAR = [
    ("5", _("Oui, tout")),
    ("4", _("Oui, presque tout")),
    ("3", _("À moitié")),
    ("2", _("Pas beaucoup")),
    ("1", _("Non, rien")),
]


class SurveyForm(forms.Form):
    """One may leave out any of the three, but not all."""

    went = forms.TypedChoiceField(
        label=_("Comment s’est passé votre rendez-vous ?"),
        choices=_WENT,
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
    )
    clear = forms.TypedChoiceField(
        label=_("Les explications étaient-elles claires ?"),
        choices=_CLEAR,
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
    )
    comment = forms.CharField(
        label=_("Que changeriez-vous ?"),
        help_text=_("N’écrivez pas de nom ni de numéro. Nous ne pourrons pas vous répondre."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        required=False,
    )

    def __init__(self, *args: Any, workshop: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if workshop:
            self.fields["went"].label = _("Comment s’est passé l’atelier ?")

    def clean(self) -> dict[str, Any]:
        """Refuses a form in which nothing was said."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(said.get(name) for name in ("went", "clear", "comment")):
            raise forms.ValidationError(_("Répondez à une question au moins."))
        return said


class CodeForm(forms.Form):
    """The eight digits of a sheet."""

    code = forms.CharField(
        label=_("Votre code"),
        help_text=_("Huit chiffres, sur la feuille que l’équipe vous a donnée."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Écrivez les 8 chiffres du code.")},
    )

    def clean_code(self) -> str:
        """The digits alone."""
        digits = digits_of(self.cleaned_data["code"])
        if not digits:
            raise forms.ValidationError(_("Un code a huit chiffres."))
        return digits
