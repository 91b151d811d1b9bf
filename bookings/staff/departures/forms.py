"""What is asked when a mediator stops."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.actions.depart import Fate
from mediation.day_field import DayField

NOW, LAST_DAY, STAYS = "now", "last_day", "stays"
_YEARS = 2


class DepartureForm(forms.Form):
    """The last day, what becomes of appointments, and of the access."""

    last_day = DayField(
        label=gettext_lazy("Dernier jour où cette personne reçoit"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Ses plages s’arrêtent le soir de ce jour."),
    )
    fate = forms.ChoiceField(
        label=gettext_lazy("Les rendez-vous qui suivent"),
        choices=[
            (Fate.HAND_OVER, gettext_lazy("Les confier à un collègue libre, à la même heure au même lieu")),
            (Fate.KEEP, gettext_lazy("Les garder : l’équipe les replace un par un")),
            (Fate.CANCEL, gettext_lazy("Les annuler : chaque personne reçoit un message")),
        ],
        widget=forms.RadioSelect,
        initial=Fate.HAND_OVER,
    )
    otherwise = forms.ChoiceField(
        label=gettext_lazy("Si aucun collègue n’est libre"),
        choices=[
            (Fate.KEEP, gettext_lazy("Garder le rendez-vous : l’équipe le replace")),
            (Fate.CANCEL, gettext_lazy("L’annuler, avec un message")),
        ],
        widget=forms.RadioSelect,
        initial=Fate.KEEP,
    )
    reason = forms.CharField(
        label=gettext_lazy("Raison, si des rendez-vous sont annulés"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("En quelques mots, pour l’équipe. Rien de personnel."),
    )
    access = forms.ChoiceField(
        label=gettext_lazy("Son accès à cet outil"),
        choices=[
            (NOW, gettext_lazy("Le retirer maintenant")),
            (LAST_DAY, gettext_lazy("Le retirer quand le dernier jour est passé")),
            (STAYS, gettext_lazy("Le laisser")),
        ],
        widget=forms.RadioSelect,
        initial=LAST_DAY,
    )

    def __init__(self, *args: Any, today: date, has_access: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not has_access:
            del self.fields["access"]

    def clean_last_day(self) -> date:
        """A day that is in a calendar of this time."""
        day: date = self.cleaned_data["last_day"]
        if abs(day.year - self.today.year) > _YEARS:
            raise forms.ValidationError(_("Vérifiez l’année."))
        return day

    def clean(self) -> dict[str, Any]:
        """The service owes a reason where it cancels."""
        cleaned = super().clean() or {}
        cancels = Fate.CANCEL in (cleaned.get("fate"), cleaned.get("otherwise") if self._asks else None)
        if cancels and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Dites pourquoi le service annule."))
        return cleaned

    @property
    def _asks(self) -> bool:
        return self.cleaned_data.get("fate") == Fate.HAND_OVER
