"""Which key to make."""

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import ApiKey
from mediation.access import Reach
from mediation.models import Organisation

# In days. Every key ends: one that nobody replaces is one that nobody watches.
LIFETIMES = [(90, _("3 mois")), (365, _("1 an")), (730, _("2 ans"))]
_USUAL = 365
_FOR_PARTNERS = ApiKey.Scope.REFERRALS_WRITE


class KeyForm(forms.Form):
    """Whose program, what it may do, how long. Only organisations within `reach` are offered."""

    organisation = forms.ModelChoiceField(
        label=_("Structure"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=_("Logiciel"), max_length=80, help_text=_("Pour le reconnaître : son nom et son éditeur.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Ce qu’il peut faire"),
        choices=ApiKey.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un droit.")},
    )
    lifetime = forms.TypedChoiceField(label=_("Valable"), choices=LIFETIMES, coerce=int, initial=_USUAL)

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        organisation.queryset = reach.limit_people(Organisation.objects.all(), "pk")

    def clean(self) -> dict[str, Any]:
        """Only whoever refers refers by program."""
        cleaned = super().clean() or self.cleaned_data
        organisation = cleaned.get("organisation")
        if organisation and not organisation.refers and _FOR_PARTNERS in cleaned.get("scopes", ()):
            self.add_error("scopes", _("Cette structure n’oriente pas de personnes : retirez ce droit."))
        return cleaned

    def ends_at(self, now: datetime) -> datetime:
        """When the key ends (UTC)."""
        return now + timedelta(days=self.cleaned_data["lifetime"])


def as_long_as_usual(now: datetime) -> datetime:
    """When a key ends that replaces another (UTC)."""
    return now + timedelta(days=_USUAL)
