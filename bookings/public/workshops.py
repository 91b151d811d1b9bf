"""Workshops as residents read them: in their language, else in French; and what somebody is asked who registers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from bookings.models import Workshop, WorkshopDate, WorkshopText
from bookings.people.who import Participant
from bookings.public.reach_form import ReachForm, text_field
from mediation.templatetags.page import clock, weekday

_A_PAGE = 40


@dataclass(frozen=True)
class Shown:
    """A workshop with its text and the dates ahead."""

    workshop: Workshop
    text: WorkshopText | None
    dates: Sequence[WorkshopDate]

    @property
    def has_seats(self) -> bool:
        """Whether somebody may still register for one of the dates; where all belong together, for all of them."""
        enough = all if not self.workshop.single_dates else any
        return enough(date.left > 0 for date in self.dates)


def workshops_ahead(language: str, *, now: datetime) -> list[Shown]:
    """The workshops that have dates ahead, soonest first. Three queries."""
    shown = [_shown(each, language) for each in _rows(now).filter(dates__in=_ahead(now)).distinct()]
    return sorted(shown, key=lambda each: each.dates[0].starts_at)[:_A_PAGE]


def workshop_named(public_id: str, language: str, *, now: datetime) -> Shown:
    """The workshop an address names. Raises `Http404` without a date ahead. Three queries."""
    found = _rows(now).filter(public_id=public_id).first()
    if found is None or not (shown := _shown(found, language)).dates:
        raise Http404
    return shown


def shown_of(workshop: Workshop, language: str, dates: Sequence[WorkshopDate]) -> Shown:
    """A workshop at hand, with these of its dates. One query."""
    return Shown(workshop, _text(list(workshop.texts.all()), language), dates)


def _ahead(now: datetime) -> Any:
    return WorkshopDate.objects.ahead(now)


def _rows(now: datetime) -> Any:
    return (
        Workshop.objects.filter(site__active=True)
        .select_related("site__commune")
        .prefetch_related("texts", Prefetch("dates", queryset=_ahead(now), to_attr="ahead"))
    )


def _shown(workshop: Any, language: str) -> Shown:
    return Shown(workshop, _text(list(workshop.texts.all()), language), workshop.ahead)


def _text(texts: Sequence[WorkshopText], language: str) -> WorkshopText | None:
    by_language = {text.language: text for text in texts}
    return by_language.get(language) or by_language.get("fr") or next(iter(texts), None)


class EnrolForm(ReachForm):
    """Who comes, to which dates, how to reach them."""

    name = text_field(
        _("Nom de la personne qui vient"),
        hint=_("Un seul nom suffit. Un prénom suffit aussi."),
        required=True,
        autocomplete="name",
    )
    second_name = text_field(_("Nom de la deuxième personne"), hint=_("Si vous venez à deux."))
    dates = forms.MultipleChoiceField(
        label=_("À quelles dates venez-vous ?"),
        help_text=_("Ne cochez rien pour venir à toutes les dates."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, shown: Shown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].help_text = _("Pour vous dire si une date change.")
        self.fields["name"].error_messages["required"] = _("Écrivez un nom.")
        zone = shown.workshop.site.timezone
        if shown.workshop.single_dates and len(shown.dates) > 1:
            free = [date for date in shown.dates if date.left > 0]
            choices = [
                (str(date.pk), f"{weekday(date.starts_at, zone)}, {clock(date.starts_at, zone)}")
                for date in free
            ]
            self.fields["dates"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["dates"]

    @property
    def people(self) -> list[Participant]:
        """Who comes. Only when the form is right."""
        names = (self.cleaned_data["name"], self.cleaned_data["second_name"])
        return [Participant(name) for name in names if name]

    @property
    def date_ids(self) -> list[int]:
        """The dates they want; none means all."""
        return [int(pk) for pk in self.cleaned_data.get("dates", ())]
