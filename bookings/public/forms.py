"""What residents are asked. Each question says why it can be left out; each mistake is said in one sentence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from bookings.errors import InvalidContact
from bookings.models import Appointment
from bookings.people.mistakes import mistake_to_say
from bookings.people.own_numbers import own_number
from bookings.people.preparation import LANGUAGES, NEEDS, languages_of_messages, stored
from bookings.people.who import Participant
from bookings.public.reach_form import ReachForm, text_field
from mediation.gazetteer.listed import places
from mediation.gazetteer.places import Kind
from mediation.number_offers import OffersNumbers

NO_ADDRESS = "none"


class WhomForm(ReachForm):
    """For whom, how to reach them, what to prepare."""

    RELATIONS = [
        (Appointment.Relation.SELF, _("Pour moi")),
        (Appointment.Relation.RELATIVE, _("Pour quelqu’un de ma famille, un ami")),
        (Appointment.Relation.CARER, _("Pour une personne que j’aide tous les jours")),
        (Appointment.Relation.GUARDIAN, _("Pour une personne dont je suis tuteur ou curateur")),
        (Appointment.Relation.PROFESSIONAL, _("Pour une personne que j’accompagne dans mon travail")),
    ]
    relation = forms.ChoiceField(
        label=_("C’est pour qui ?"),
        choices=RELATIONS,
        initial="self",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    name = text_field(
        _("Nom de la personne qui vient"),
        hint=_("Un seul nom suffit. Un prénom suffit aussi."),
        required=True,
        autocomplete="name",
    )
    second_name = text_field(_("Nom de la deuxième personne"), hint=_("Si vous venez à deux."))
    second_phone = text_field(
        _("Téléphone de la deuxième personne"),
        hint=_("Si nous l’appelons à un autre numéro que vous."),
        type="tel",
    )
    contact_name = text_field(
        _("Votre nom"), hint=_("Si le rendez-vous est pour quelqu’un d’autre."), autocomplete="name"
    )
    messages_in = forms.ChoiceField(
        label=_("Nos messages : dans quelle langue ?"),
        choices=lambda: [("", _("La langue de cette page")), *languages_of_messages()],
        required=False,
    )
    home = forms.ChoiceField(
        label=_("Où habitez-vous ?"),
        help_text=_("Pour savoir où il manque de l’aide."),
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("Que devons-nous préparer ?"),
        choices=list(NEEDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interpreter = forms.ChoiceField(
        label=_("Un interprète : dans quelle langue ?"),
        choices=[("", _("Pas d’interprète")), *LANGUAGES.items()],
        required=False,
    )
    survey = forms.BooleanField(
        label=_("Je veux bien répondre à quelques questions après le rendez-vous."), required=False
    )

    # Mistakes are listed in the order of the page.
    field_order = (
        *(
            "relation",
            "name",
            "second_name",
            "second_phone",
            "contact_name",
            "reach",
            "mobile",
            "shared_mobile",
            "landline",
        ),
        *("email", "through", "letter", "messages_in", "home", "needs", "interpreter", "survey"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = [(place.code, place.name) for place in places() if place.kind is Kind.COMMUNE]
        home = self.fields["home"]
        home.choices = [  # type: ignore[attr-defined]
            ("", _("Je ne veux pas le dire")),
            (NO_ADDRESS, _("Je n’ai pas d’adresse fixe")),
            *communes,
        ]
        self.fields["name"].error_messages["required"] = _("Écrivez un nom. Un prénom suffit.")

    def participants(self, *, commune_ids: dict[str, int]) -> list[Participant]:
        """One person, or two. `commune_ids` are ids by INSEE code."""
        home = self.cleaned_data["home"]
        shared = {
            "no_fixed_address": home == NO_ADDRESS,
            "commune_id": commune_ids.get(home[1:]) if home not in ("", NO_ADDRESS) else None,
        }
        people = [Participant(name=self.cleaned_data["name"], **shared)]
        if second := self.cleaned_data["second_name"]:
            people.append(Participant(name=second, phone=self.cleaned_data["second_phone"], **shared))
        return people

    def clean_second_phone(self) -> str:
        """A telephone, or nothing."""
        typed = str(self.cleaned_data["second_phone"]).strip()
        try:
            return own_number(typed).value if typed else ""
        except InvalidContact as refused:
            raise forms.ValidationError(mistake_to_say(refused)) from None

    def preparation(self) -> list[str]:
        """What to prepare, as stored."""
        return stored(self.cleaned_data["needs"], self.cleaned_data["interpreter"])


class CallBackForm(OffersNumbers):
    """Call me back."""

    WHEN = [
        ("", _("N’importe quand")),
        (gettext_noop("le matin"), _("Le matin")),
        (gettext_noop("l’après-midi"), _("L’après-midi")),
    ]
    phone = text_field(_("Votre numéro de téléphone"), required=True, type="tel", autocomplete="tel")
    name = text_field(_("Votre nom"), autocomplete="name")
    when = forms.ChoiceField(
        label=_("Quand vous appeler ?"), choices=WHEN, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].error_messages["required"] = _("Écrivez le numéro de téléphone.")


class FindForm(forms.Form):
    """Find an appointment again: its number and the contact it was made with."""

    number = text_field(
        _("Numéro de rendez-vous"),
        hint=_("Ce sont des chiffres. Ils sont sur votre carte ou dans le SMS."),
        required=True,
        inputmode="numeric",
    )
    contact = text_field(
        _("Téléphone ou e-mail du rendez-vous"),
        hint=_("Celui que vous avez donné pour prendre le rendez-vous."),
        required=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].error_messages["required"] = _("Écrivez le numéro du rendez-vous.")
        self.fields["contact"].error_messages["required"] = _("Écrivez le téléphone ou l’e-mail.")


class PlaceForm(forms.Form):
    """Where somebody lives: a postcode, a commune or a neighbourhood."""

    place = text_field(_("Code postal, commune ou quartier"), hint=_("Par exemple : 35000"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].error_messages["required"] = _(
            "Écrivez un code postal, une commune ou un quartier."
        )


class CodeForm(forms.Form):
    """The code received by SMS."""

    code = text_field(
        _("Le code reçu par SMS"),
        hint=_("6 chiffres."),
        required=True,
        inputmode="numeric",
        autocomplete="one-time-code",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["required"] = _("Écrivez les 6 chiffres du code.")
