"""The form by which a program's address is added, and the words for what may be wrong."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.models import JournalEntry, Referral
from bookings.referrals.telling import EVENTS
from notifications.subscriptions.addresses import MOST, WrongAddress
from notifications.subscriptions.change import check
from notifications.subscriptions.reach import Owner

WRONG: dict[str, str | Promise] = {
    "form": _("Cette adresse n’est pas complète. Elle ressemble à https://exemple.fr/evenements."),
    "https": _("L’adresse doit commencer par https://."),
    "login": _("L’adresse ne doit pas contenir de nom ni de mot de passe."),
    "private": _("Cette adresse est dans un réseau privé : elle ne peut pas être appelée d’ici."),
    "name": _("Aucune machine ne répond à ce nom. Vérifiez l’adresse."),
}
TROUBLES: dict[str, str | Promise] = {
    "timeout": _("pas de réponse en 15 secondes"),
    "name": _("nom introuvable"),
    "unreachable": _("connexion impossible"),
    "tls": _("certificat refusé"),
    "not_http": _("réponse illisible"),
    "address": _("adresse privée : pas appelée"),
    "form": _("adresse incomplète"),
    "https": _("adresse sans https"),
    "login": _("adresse avec mot de passe"),
}
_STATES = dict(Referral.STATES)
_OF_APPOINTMENTS = {
    "booked": _("rendez-vous du logiciel : pris"),
    "moved": _("rendez-vous déplacé"),
    "cancelled": _("rendez-vous du logiciel : annulé"),
    "restored": _("rendez-vous du logiciel : annulation reprise"),
}


def event_label(event: str) -> str | Promise:
    """An event in words."""
    about, _dot, what = event.partition(".")
    if about == "appointment":
        return _OF_APPOINTMENTS[what]
    return JournalEntry.Kind.REFERRAL_CORRECTED.label if what == "corrected" else _STATES[what]


def _named(owner: Owner) -> str:
    organisation, team = owner
    return f"{organisation.pk}-{team.pk}" if team else str(organisation.pk)


def _whose(owner: Owner) -> str:
    return " · ".join(str(each) for each in owner if each)


class TargetForm(forms.Form):
    """Where a program listens, and for what."""

    organisation = forms.ChoiceField(label=_("Structure"))
    url = forms.CharField(
        label=_("Adresse du logiciel"),
        max_length=MOST,
        help_text=_("Elle commence par https:// et se trouve dans la documentation de votre logiciel."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Événements à envoyer (aucun coché : tous)"),
        required=False,
        choices=[(event, event_label(event)) for event in EVENTS],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, owners: Sequence[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {_named(each): each for each in owners}
        choices = [(name, _whose(each)) for name, each in self.owners.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    @property
    def owner(self) -> Owner:
        """Whose it is to be. Only when the form is right."""
        return self.owners[self.cleaned_data["organisation"]]

    def clean_url(self) -> str:
        """The address, if a webhook may go there."""
        url: str = self.cleaned_data["url"].strip()
        try:
            check(url)
        except WrongAddress as error:
            raise forms.ValidationError(str(WRONG[error.code])) from None
        return url


class EventsForm(forms.Form):
    """Which events go there from now on."""

    events = TargetForm.base_fields["events"]


class SinceForm(forms.Form):
    """From which day on everything is sent again."""

    since = forms.DateField(
        label=_("Tout renvoyer depuis le"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
