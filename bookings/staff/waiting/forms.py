"""What staff say of somebody who waits: where, which days, and for somebody new who and how to reach them."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from bookings.actions.wait import When
from bookings.errors import InvalidContact
from bookings.models import Contact, WaitingEntry
from bookings.people.contacts import normalise
from bookings.people.mistakes import contact_mistake
from bookings.people.who import WayToReach
from bookings.staff.agenda.lines import topic_names
from bookings.staff.languages import languages_and_costs
from bookings.staff.reaching import PHONE, REACHES
from bookings.waiting.queue import AFTERNOON, MORNING
from mediation.models import Site, Topic
from mediation.number_offers import OffersNumbers

_DAYS = [(str(number), capfirst(WEEKDAYS[number])) for number in range(6)]
_PARTS = [
    ("", gettext_lazy("peu importe")),
    (MORNING, gettext_lazy("le matin")),
    (AFTERNOON, gettext_lazy("l’après-midi")),
]
_WAYS = [choice for choice in REACHES if choice[0] != Contact.Kind.NONE]


class WhenForm(forms.Form):
    """Where and when somebody could come. No site: anywhere."""

    site = forms.ModelChoiceField(
        label=gettext_lazy("Lieu"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=gettext_lazy("n’importe quel lieu"),
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Jours (aucun : tous)"),
        choices=_DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    part = forms.ChoiceField(label=gettext_lazy("Moment de la journée"), choices=_PARTS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.open_to_residents().places().order_by("name")
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    @property
    def when(self) -> When:
        """As an action takes it. Only when the form is right."""
        part = self.cleaned_data["part"]
        return When([int(day) for day in self.cleaned_data["days"]], [part] if part else [])

    @property
    def sites(self) -> list[Site]:
        """Where they could come; nothing is anywhere."""
        return [self.cleaned_data["site"]] if self.cleaned_data["site"] else []

    @staticmethod
    def as_asked(entry: WaitingEntry) -> dict[str, object]:
        """What the form shows of a wait that exists."""
        sites = list(entry.sites.all())
        return {
            "site": sites[0].pk if len(sites) == 1 else None,
            "days": [str(day) for day in entry.weekdays],
            "part": entry.parts[0] if len(entry.parts) == 1 else "",
        }


class AddForm(OffersNumbers, WhenForm):
    """Somebody without an appointment."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Nom"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reach = forms.ChoiceField(label=gettext_lazy("Comment la joindre ?"), choices=_WAYS, initial=PHONE)
    value = forms.CharField(
        label=gettext_lazy("Téléphone, courriel, adresse, ou qui et comment"),
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    shared = forms.BooleanField(label=gettext_lazy("Téléphone partagé avec d’autres"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Langue des messages"), choices=languages_and_costs)
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Motif"), queryset=Topic.objects.filter(active=True), empty_label=None
    )
    field_order = ("key", "name", "reach", "value", "shared", "language", "topic", "site", "days", "part")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = topic_names()
        topic = self.fields["topic"]
        topic.label_from_instance = lambda each: names.get(each.pk, each.code)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Reads the way to reach them."""
        cleaned = super().clean() or {}
        if cleaned.get("value") and cleaned.get("reach"):
            kind = Contact.Kind.MOBILE if cleaned["reach"] == PHONE else cleaned["reach"]
            try:
                cleaned["way"] = normalise(WayToReach(kind, cleaned["value"], shared=cleaned["shared"]))
            except InvalidContact as refused:
                self.add_error("value", contact_mistake(refused))
                if refused.field == "phone":
                    self.offer_numbers("value")
        return cleaned
