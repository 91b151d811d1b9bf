"""What is asked about a workshop: what, where, when, for how many, who animates; a change; who comes; what came of it."""

from collections.abc import Collection, Sequence
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
_MOST_ANIMATORS = 2
_MOST_SEATS = 500
_TEXTS = ("title", "description", "equipment", "bring")


class TextsForm(forms.Form):
    """A workshop in words, in French and, where somebody writes it, in English; its level, place and animators."""

    title = forms.CharField(label=_("Titre"), max_length=100)
    description = forms.CharField(label=_("Description"), max_length=500, required=False)
    equipment = forms.CharField(
        label=_("Matériel sur place"),
        max_length=200,
        required=False,
        help_text=_("Ce que chaque personne y trouve. Par exemple : un ordinateur pour deux."),
    )
    bring = forms.CharField(label=_("À apporter"), max_length=200, required=False)
    level = forms.ChoiceField(label=_("Niveau"), choices=Workshop.Level.choices)
    site = forms.ModelChoiceField(label=_("Lieu"), queryset=Site.objects.none())
    animators = forms.ModelMultipleChoiceField(
        label=_("Qui anime (deux personnes au plus)"),
        queryset=Mediator.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    single_dates = forms.BooleanField(
        label=_("On peut s’inscrire à une seule date"), required=False, initial=True
    )
    title_en = forms.CharField(
        label=_("Titre en anglais"),
        max_length=100,
        required=False,
        help_text=_("Sans lui, la page en anglais montre le français."),
    )
    description_en = forms.CharField(label=_("Description en anglais"), max_length=500, required=False)
    equipment_en = forms.CharField(label=_("Matériel sur place, en anglais"), max_length=200, required=False)
    bring_en = forms.CharField(label=_("À apporter, en anglais"), max_length=200, required=False)

    def __init__(
        self, *args: Any, sites: QuerySet[Site], mediators: QuerySet[Mediator], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites.filter(active=True)  # type: ignore[attr-defined]
        self.fields["animators"].queryset = mediators  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two people animate at most."""
        cleaned = super().clean() or {}
        if len(cleaned.get("animators") or ()) > _MOST_ANIMATORS:
            self.add_error("animators", _("Deux personnes au plus."))
        return cleaned

    def texts(self) -> list[WorkshopText]:
        """Its texts; other languages fall back to French."""
        given = self.cleaned_data
        found = [WorkshopText(language="fr", **{name: given[name] for name in _TEXTS})]
        if given["title_en"]:
            found.append(WorkshopText(language="en", **{name: given[f"{name}_en"] for name in _TEXTS}))
        return found


class WorkshopForm(TextsForm):
    """One date or a series."""

    topic = forms.ModelChoiceField(label=_("Motif"), queryset=Topic.objects.filter(active=True))
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=_MOST_SEATS, initial=8)
    first_day = DayField(label=_("Premier jour"), widget=_DAY)
    opens = forms.TimeField(label=_("De"), widget=_CLOCK)
    closes = forms.TimeField(label=_("À"), widget=_CLOCK)
    times = forms.IntegerField(label=_("Nombre de dates"), min_value=1, max_value=60, initial=1)
    every_weeks = forms.IntegerField(label=_("Toutes les n semaines"), min_value=1, max_value=8, initial=1)
    field_order = (
        *("title", "description", "equipment", "bring", "topic", "site", "level", "capacity"),
        *("first_day", "opens", "closes", "times", "every_weeks", "single_dates", "animators"),
        *("title_en", "description_en", "equipment_en", "bring_en"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = topic_names()
        topic = self.fields["topic"]
        topic.label_from_instance = lambda each: names.get(each.pk, each.code)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The hours follow each other."""
        return _hours_follow(self, super().clean())

    def workshop(self) -> Workshop:
        """The workshop, not saved yet. Only when the form is right."""
        given = self.cleaned_data
        site: Site = given["site"]
        return Workshop(
            organisation_id=site.organisation_id,
            **{name: given[name] for name in ("site", "topic", "level", "capacity", "single_dates")},
        )

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


class ChangeForm(TextsForm):
    """A workshop that is planned."""

    def __init__(self, *args: Any, workshop: Workshop, animating: Collection[int], **kwargs: Any) -> None:
        initial: dict[str, Any] = {
            "level": workshop.level,
            "site": workshop.site_id,
            "single_dates": workshop.single_dates,
            "animators": list(animating),
        }
        for text in workshop.texts.all():
            end = "_en" if text.language == "en" else ""
            initial |= {f"{name}{end}": getattr(text, name) for name in _TEXTS}
        super().__init__(*args, initial=initial, **kwargs)


class DateForm(forms.Form):
    """One date."""

    day = DayField(label=_("Jour"), widget=_DAY)
    opens = forms.TimeField(label=_("De"), widget=_CLOCK)
    closes = forms.TimeField(label=_("À"), widget=_CLOCK)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=_MOST_SEATS)
    walk_ins = forms.IntegerField(
        label=_("Places gardées pour qui vient sans s’inscrire"),
        min_value=0,
        max_value=_MOST_SEATS,
        initial=0,
    )

    def clean(self) -> dict[str, Any]:
        """The hours follow each other."""
        return _hours_follow(self, super().clean())


class NewDateForm(forms.Form):
    """A date more."""

    day = DayField(label=_("Jour"), widget=_DAY)
    opens = forms.TimeField(label=_("De"), widget=_CLOCK)
    closes = forms.TimeField(label=_("À"), widget=_CLOCK)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=_MOST_SEATS)

    def clean(self) -> dict[str, Any]:
        """The hours follow each other."""
        return _hours_follow(self, super().clean())


def _hours_follow(form: forms.Form, cleaned: dict[str, Any] | None) -> dict[str, Any]:
    cleaned = cleaned or {}
    if cleaned.get("opens") and cleaned.get("closes") and cleaned["opens"] >= cleaned["closes"]:
        form.add_error("closes", _("La fin doit venir après le début."))
    return cleaned
