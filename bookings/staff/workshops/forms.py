"""What is asked to plan a workshop: what, where, when, for how many, who animates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bookings.models import Workshop, WorkshopText
from bookings.staff.agenda.lines import topic_names
from bookings.workshops.series import dates
from mediation.day_field import DayField
from mediation.models import Mediator, Site, Topic

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WorkshopForm(forms.Form):
    """One date or a series."""

    title = forms.CharField(label=_("Titre"), max_length=100)
    description = forms.CharField(label=_("Description"), max_length=500, required=False)
    bring = forms.CharField(label=_("À apporter"), max_length=200, required=False)
    topic = forms.ModelChoiceField(label=_("Motif"), queryset=Topic.objects.filter(active=True))
    site = forms.ModelChoiceField(label=_("Lieu"), queryset=Site.objects.none())
    level = forms.ChoiceField(label=_("Niveau"), choices=Workshop.Level.choices)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=500, initial=8)
    first_day = DayField(label=_("Premier jour"), widget=_DAY)
    opens = forms.TimeField(label=_("De"), widget=_CLOCK)
    closes = forms.TimeField(label=_("À"), widget=_CLOCK)
    times = forms.IntegerField(label=_("Nombre de dates"), min_value=1, max_value=60, initial=1)
    every_weeks = forms.IntegerField(label=_("Toutes les n semaines"), min_value=1, max_value=8, initial=1)
    single_dates = forms.BooleanField(
        label=_("On peut s’inscrire à une seule date"), required=False, initial=True
    )
    animators = forms.ModelMultipleChoiceField(
        label=_("Qui anime (deux personnes au plus)"),
        queryset=Mediator.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, sites: QuerySet[Site], mediators: QuerySet[Mediator], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites.filter(active=True)  # type: ignore[attr-defined]
        self.fields["animators"].queryset = mediators  # type: ignore[attr-defined]
        names = topic_names()
        topic = self.fields["topic"]
        topic.label_from_instance = lambda each: names.get(each.pk, each.code)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The hours follow each other, and two people animate at most."""
        cleaned = super().clean() or {}
        if cleaned.get("opens") and cleaned.get("closes") and cleaned["opens"] >= cleaned["closes"]:
            self.add_error("closes", _("La fin doit venir après le début."))
        if len(cleaned.get("animators") or ()) > 2:
            self.add_error("animators", _("Deux personnes au plus."))
        return cleaned

    def workshop(self) -> Workshop:
        """The workshop, not saved yet. Only when the form is right."""
        given = self.cleaned_data
        site: Site = given["site"]
        return Workshop(
            organisation_id=site.organisation_id,
            **{name: given[name] for name in ("site", "topic", "level", "capacity", "single_dates")},
        )

    def texts(self) -> list[WorkshopText]:
        """Its text in French; other languages fall back to it."""
        given = self.cleaned_data
        return [
            WorkshopText(language="fr", **{name: given[name] for name in ("title", "description", "bring")})
        ]

    def dates(self) -> Sequence[tuple[datetime, datetime]]:
        """Start and end of each date, on the clocks of the site."""
        given = self.cleaned_data
        return dates(
            given["first_day"],
            given["opens"],
            given["closes"],
            zone=given["site"].timezone,
            times=given["times"],
            every_weeks=given["every_weeks"],
        )
