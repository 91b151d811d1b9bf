"""What residents are asked. Each question says why it can be left out; each mistake is said in one sentence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from bookings.contacts import normalise
from bookings.errors import InvalidContact
from bookings.models import Appointment, Contact
from bookings.people import Participant, WayToReach
from bookings.preparation import LANGUAGES, NEEDS, languages_of_messages, stored
from bookings.public.catalogue import places

NO_ADDRESS = "none"
_LONG = 200


def _text(label: Any, *, hint: Any = "", required: bool = False, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=_LONG, widget=widget)


class WhomForm(forms.Form):
    """For whom, how to reach them, what to prepare."""

    RELATIONS = [
        (Appointment.Relation.SELF, _("Pour moi")),
        (Appointment.Relation.RELATIVE, _("Pour quelqu’un de ma famille, un ami")),
        (Appointment.Relation.CARER, _("Pour une personne que j’aide tous les jours")),
        (Appointment.Relation.GUARDIAN, _("Pour une personne dont je suis tuteur ou curateur")),
        (Appointment.Relation.PROFESSIONAL, _("Pour une personne que j’accompagne dans mon travail")),
    ]
    REACHES = [
        ("mobile", _("Par SMS, sur mon téléphone mobile")),
        ("mobile_shared", _("Par SMS, sur un téléphone que je partage")),
        ("landline", _("Par appel, sur un téléphone fixe ou mobile")),
        ("email", _("Par e-mail")),
        ("through", _("Par quelqu’un d’autre")),
        ("letter", _("Par courrier")),
        ("none", _("Ne pas me joindre")),
    ]
    # Which answer each way of reaching needs, and what to say when it is missing.
    ANSWERS = {
        "mobile": ("mobile", _("Écrivez le numéro de téléphone.")),
        "mobile_shared": ("shared_mobile", _("Écrivez le numéro de téléphone.")),
        "landline": ("landline", _("Écrivez le numéro de téléphone.")),
        "email": ("email", _("Écrivez l’adresse e-mail.")),
        "through": ("through", _("Écrivez le nom de cette personne et comment la joindre.")),
        "letter": ("letter", _("Écrivez l’adresse.")),
    }

    relation = forms.ChoiceField(
        label=_("C’est pour qui ?"), choices=RELATIONS, initial="self", widget=forms.RadioSelect
    )
    name = _text(
        _("Nom de la personne qui vient"),
        hint=_("Un seul nom suffit. Un prénom suffit aussi."),
        required=True,
        autocomplete="name",
    )
    second_name = _text(_("Nom de la deuxième personne"), hint=_("Si vous venez à deux."))
    contact_name = _text(
        _("Votre nom"), hint=_("Si le rendez-vous est pour quelqu’un d’autre."), autocomplete="name"
    )
    reach = forms.ChoiceField(
        label=_("Comment vous joindre ?"),
        help_text=_("Pour vous rappeler le rendez-vous, ou vous dire s’il change."),
        choices=REACHES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    mobile = _text(_("Numéro de mobile"), type="tel", autocomplete="tel")
    shared_mobile = _text(_("Numéro de mobile partagé"), type="tel")
    landline = _text(_("Numéro à appeler"), type="tel", autocomplete="tel")
    email = _text(_("Adresse e-mail"), type="email", autocomplete="email")
    through = _text(
        _("Cette personne"), hint=_("Son nom, et son téléphone ou sa structure. Par exemple : le CCAS.")
    )
    letter = _text(_("Adresse postale"), autocomplete="street-address")
    messages_in = forms.ChoiceField(
        label=_("Nos messages : dans quelle langue ?"),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = [(place.code, place.name) for place in places() if place.code[0] == "c"]
        home = self.fields["home"]
        home.choices = [  # type: ignore[attr-defined]
            ("", _("Je ne veux pas le dire")),
            (NO_ADDRESS, _("Je n’ai pas d’adresse fixe")),
            *communes,
        ]
        self.fields["name"].error_messages["required"] = _("Écrivez un nom. Un prénom suffit.")

    @property
    def ways(self) -> list[tuple[Any, Any]]:
        """Each way to reach somebody, with the field of the answer it needs (or None)."""
        answers = {way: self[field] for way, (field, _missing) in self.ANSWERS.items()}
        return [(choice, answers.get(choice.data["value"])) for choice in self["reach"]]

    def clean(self) -> dict[str, Any]:
        """Reads the one way to reach that was chosen; the other answers are left alone."""
        cleaned = super().clean() or {}
        reach = cleaned.get("reach")
        if reach:
            cleaned["way"] = self._way(reach, cleaned)
        return cleaned

    def _way(self, reach: str, cleaned: dict[str, Any]) -> WayToReach | None:
        if reach == "none":
            return WayToReach(kind=Contact.Kind.NONE)
        field, missing = self.ANSWERS[reach]
        value = cleaned.get(field, "")
        if not value:
            if field not in self.errors:
                self.add_error(field, missing)
            return None
        kind = Contact.Kind.MOBILE if reach.startswith("mobile") else Contact.Kind(reach)
        try:
            way = WayToReach(
                kind=kind, value=value, shared=reach == "mobile_shared", by_call=reach == "landline"
            )
            return normalise(way)
        except InvalidContact as refused:
            self.add_error(field, contact_mistake(refused))
            return None

    @property
    def way(self) -> WayToReach:
        """How to reach them, as stored. Only when the form is right."""
        way: WayToReach = self.cleaned_data["way"]
        return way

    def participants(self, *, commune_ids: dict[str, int]) -> list[Participant]:
        """One person, or two. `commune_ids` are ids by INSEE code."""
        home = self.cleaned_data["home"]
        shared = {
            "no_fixed_address": home == NO_ADDRESS,
            "commune_id": commune_ids.get(home[1:]) if home not in ("", NO_ADDRESS) else None,
        }
        names = [self.cleaned_data["name"], self.cleaned_data["second_name"]]
        return [Participant(name=name, **shared) for name in names if name]

    def preparation(self) -> list[str]:
        """What to prepare, as stored."""
        return stored(self.cleaned_data["needs"], self.cleaned_data["interpreter"])


class CallBackForm(forms.Form):
    """Call me back."""

    WHEN = [
        ("", _("N’importe quand")),
        (gettext_noop("le matin"), _("Le matin")),
        (gettext_noop("l’après-midi"), _("L’après-midi")),
    ]
    phone = _text(_("Votre numéro de téléphone"), required=True, type="tel", autocomplete="tel")
    name = _text(_("Votre nom"), autocomplete="name")
    when = forms.ChoiceField(
        label=_("Quand vous appeler ?"), choices=WHEN, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].error_messages["required"] = _("Écrivez le numéro de téléphone.")


class FindForm(forms.Form):
    """Find an appointment again: its number and the contact it was made with."""

    number = _text(
        _("Numéro de rendez-vous"),
        hint=_("6 chiffres. Il est sur votre carte ou dans le SMS."),
        required=True,
        inputmode="numeric",
    )
    contact = _text(
        _("Téléphone ou e-mail du rendez-vous"),
        hint=_("Celui que vous avez donné pour prendre le rendez-vous."),
        required=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].error_messages["required"] = _("Écrivez les 6 chiffres.")
        self.fields["contact"].error_messages["required"] = _("Écrivez le téléphone ou l’e-mail.")


class PlaceForm(forms.Form):
    """Where somebody lives: a postcode, a commune or a neighbourhood."""

    place = _text(_("Code postal, commune ou quartier"), hint=_("Par exemple : 35000"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].error_messages["required"] = _(
            "Écrivez un code postal, une commune ou un quartier."
        )


class CodeForm(forms.Form):
    """The code received by SMS."""

    code = _text(
        _("Le code reçu par SMS"),
        hint=_("6 chiffres."),
        required=True,
        inputmode="numeric",
        autocomplete="one-time-code",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["required"] = _("Écrivez les 6 chiffres du code.")


def contact_mistake(refused: InvalidContact) -> Any:
    """What to say beside the field of a contact that cannot be used."""
    if refused.field == "email":
        return _("Cette adresse e-mail n’est pas complète. Exemple : nom@exemple.fr")
    if refused.reason == "premium number":
        return _("Ce numéro est payant. Donnez un autre numéro.")
    return _("Ce numéro n’est pas complet. Un numéro a 10 chiffres. Exemple : 06 39 98 00 00")
