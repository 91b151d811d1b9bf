"""What somebody types to see their data, and to correct them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import Resident
from bookings.people.preparation import NEEDS, languages_of_messages
from bookings.public.reach_form import ReachForm, text_field
from mediation.gazetteer.listed import places
from mediation.gazetteer.places import Kind

NO_ADDRESS = "none"


class DeskCodeForm(forms.Form):
    """The code that the desk has said, and the booking number it goes with."""

    number = text_field(
        _("Numéro du rendez-vous"),
        required=True,
        missing=_("Écrivez le numéro du rendez-vous."),
        inputmode="numeric",
    )
    code = text_field(
        _("Code donné par le lieu"),
        hint=_("8 chiffres."),
        required=True,
        missing=_("Écrivez les 8 chiffres du code."),
        inputmode="numeric",
    )


class PersonForm(forms.Form):
    """Who one is."""

    name = text_field(_("Votre nom"), required=True, missing=_("Écrivez un nom."), autocomplete="name")
    language = forms.ChoiceField(
        label=_("Nos messages : dans quelle langue ?"),
        choices=languages_of_messages,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    home = forms.ChoiceField(label=_("Où habitez-vous ?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = [(place.code, place.name) for place in places() if place.kind is Kind.COMMUNE]
        self.fields["home"].choices = [  # type: ignore[attr-defined]
            ("", _("Je ne veux pas le dire")),
            (NO_ADDRESS, _("Je n’ai pas d’adresse fixe")),
            *communes,
        ]

    @staticmethod
    def initial_of(person: Resident) -> dict[str, str]:
        """What is known, as the form says it."""
        home = NO_ADDRESS if person.no_fixed_address else ""
        if person.commune is not None:
            home = f"c{person.commune.insee_code}"
        return {"name": person.name, "language": person.language, "home": home}


class NeedsForm(forms.Form):
    """What is to be prepared."""

    needs = forms.MultipleChoiceField(
        label=_("Que devons-nous préparer ?"),
        choices=list(NEEDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class NewReachForm(ReachForm):
    """Another way to be reached."""


class EraseMyselfForm(forms.Form):
    """Two ticks before everything goes."""

    cancel_ahead = forms.BooleanField(
        label=_("Oui, annulez mes rendez-vous."),
        error_messages={"required": _("Cochez cette case, ou attendez que le rendez-vous soit passé.")},
    )
    sure = forms.BooleanField(
        label=_("Oui, effacez tout. Je sais qu’on ne peut pas revenir en arrière."),
        error_messages={"required": _("Cochez cette case pour effacer.")},
    )

    def __init__(self, *args: Any, ahead: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ahead:
            del self.fields["cancel_ahead"]
