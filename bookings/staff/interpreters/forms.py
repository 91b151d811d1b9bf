"""What is noted of the search for an interpreter, and how much longer a session takes with one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.actions.interpret import Interpreter, State
from bookings.errors import InvalidContact
from bookings.models import Appointment, InterpreterBooking
from mediation.models import Organisation


class InterpreterForm(forms.Form):
    """Where it stands; who it is once they are booked."""

    state = forms.ChoiceField(
        label=gettext_lazy("Où en est-on ?"), choices=State.choices, widget=forms.RadioSelect
    )
    who = forms.CharField(
        label=gettext_lazy("Qui ?"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("La personne, l’association ou le service d’interprétariat."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Son téléphone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    reference = forms.CharField(label=gettext_lazy("Référence de la commande"), required=False, max_length=80)

    def interpreter(self) -> Interpreter:
        """What was typed."""
        data = self.cleaned_data
        return Interpreter(data["who"], data["phone"], data["reference"])

    def tell(self, refused: InvalidContact) -> None:
        """Puts what is wrong beside its field."""
        words = {
            "who": _("Écrivez qui viendra interpréter."),
            "phone": _("Ce numéro ne se lit pas : vérifiez les chiffres."),
        }
        self.add_error(refused.field, words[refused.field])


def initial(appointment: Appointment) -> dict[str, Any]:
    """What is known already."""
    known = InterpreterBooking.objects.filter(appointment=appointment).first()
    said = {"who": known.who, "phone": known.phone, "reference": known.reference} if known else {}
    return {"state": appointment.interpreter, **said}


class DaysForm(forms.ModelForm):  # type: ignore[type-arg]
    """How much time an organisation gives to what takes longer."""

    class Meta:
        model = Organisation
        fields = ("interpreter_min", "home_travel_min", "home_alert_min")
