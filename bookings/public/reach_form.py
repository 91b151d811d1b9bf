"""How somebody can be reached: one choice, and the answer it needs. Shared by every form that asks for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.errors import InvalidContact
from bookings.models import Contact
from bookings.people.contacts import normalise
from bookings.people.mistakes import mistake_to_say
from bookings.people.who import WayToReach
from mediation.number_offers import OffersNumbers

_LONG = 200


def text_field(
    label: Any, *, hint: Any = "", required: bool = False, missing: Any = None, **attrs: Any
) -> forms.CharField:
    """One line that no browser fills in by itself, unless `attrs` say so. `missing`: what is said where nothing was typed."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    field = forms.CharField(label=label, help_text=hint, required=required, max_length=_LONG, widget=widget)
    if missing is not None:
        field.error_messages["required"] = missing
    return field


class ReachForm(OffersNumbers):
    """The ways to reach somebody."""

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

    reach = forms.ChoiceField(
        label=_("Comment vous joindre ?"),
        help_text=_("Pour vous rappeler le rendez-vous, ou vous dire s’il change."),
        choices=REACHES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    mobile = text_field(_("Numéro de mobile"), type="tel", autocomplete="tel")
    shared_mobile = text_field(_("Numéro de mobile partagé"), type="tel")
    landline = text_field(_("Numéro à appeler"), type="tel", autocomplete="tel")
    email = text_field(_("Adresse e-mail"), type="email", autocomplete="email")
    through = text_field(
        _("Cette personne"), hint=_("Son nom, et son téléphone ou sa structure. Par exemple : le CCAS.")
    )
    letter = text_field(_("Adresse postale"), autocomplete="street-address")

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
            self.add_error(field, mistake_to_say(refused))
            self.offer_numbers(field)
            return None

    @property
    def way(self) -> WayToReach:
        """How to reach them, as stored. Only when the form is right."""
        way: WayToReach = self.cleaned_data["way"]
        return way
