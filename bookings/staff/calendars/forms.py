"""What is asked before a feed is opened: of whom, and how much it shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookings.calendars.reading import address_meant
from bookings.models import CalendarFeed, OutsideCalendar
from mediation import outside
from mediation.models import Mediator, Site


class FeedForm(forms.Form):
    """Whose calendar (a mediator's or a site's), how much of it, with openings or not."""

    whose = forms.ChoiceField(label=gettext_lazy("Agenda"))
    detail = forms.ChoiceField(
        label=gettext_lazy("Ce qui est montré"),
        choices=CalendarFeed.Detail.choices,
        initial=CalendarFeed.Detail.BUSY,
        widget=forms.RadioSelect,
    )
    openings = forms.BooleanField(label=gettext_lazy("Montrer aussi les plages d’ouverture"), required=False)

    def __init__(self, *args: Any, own: Mediator | None, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners: dict[str, Mediator | Site] = {f"lieu-{site.pk}": site for site in sites}
        choices = [(key, str(site)) for key, site in self.owners.items()]
        if own is not None:
            self.owners["moi"] = own
            choices.insert(0, ("moi", gettext("Mes rendez-vous")))
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]

    @property
    def owner(self) -> Mediator | Site:
        """Whose feed it will be. Only when the form is right."""
        return self.owners[self.cleaned_data["whose"]]


class LinkForm(forms.Form):
    """Where one's own calendar is read."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Type d’agenda"),
        choices=OutsideCalendar.Kind.choices,
        initial=OutsideCalendar.Kind.ICS,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=gettext_lazy("Adresse de l’agenda"),
        max_length=2_000,
        help_text=gettext_lazy(
            "Votre agenda la donne dans ses réglages de partage. Elle commence par https ou webcal."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
    )
    username = forms.CharField(
        label=gettext_lazy("Identifiant (CalDAV)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Mot de passe d’application (CalDAV)"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        """What the text alone tells; the rest is known when it has been asked."""
        typed = str(self.cleaned_data["address"])
        try:
            return address_meant(typed)
        except outside.Refused as refused:
            raise forms.ValidationError(OutsideCalendar.Failure(refused.reason.value).label) from None
