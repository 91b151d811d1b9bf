"""What is asked before a feed is opened: of whom, and how much it shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookings.models import CalendarFeed
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
