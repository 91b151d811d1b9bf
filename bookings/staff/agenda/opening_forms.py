"""Forms of openings, absences and closures: dates and wall clock, as people say them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.staff.agenda.lines import topic_names
from mediation.day_field import DayField
from mediation.departments import school_zone
from mediation.models import Absence, Closure, Mediator, Opening, Organisation, Site, Topic
from mediation.remote import remote_site

_REPEATS = [
    (1, gettext_lazy("toutes les semaines")),
    (2, gettext_lazy("une semaine sur deux")),
    (3, gettext_lazy("une semaine sur trois")),
    (4, gettext_lazy("toutes les quatre semaines")),
]
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
# As many days as an absence in one piece may have (ninety years).
_LONGEST = 32_767


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> DayField:
    return DayField(label=label, required=required, widget=_DAY, help_text=help_text)


def _clock(label: Any, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(label=label, required=required, widget=_CLOCK)


class _Dated(forms.Form):
    """The last day is not before the first."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Le dernier jour est avant le premier."))
        return cleaned


class OpeningForm(_Dated):
    """A mediator receives at a site, or without one, on one day or repeatedly."""

    mediator = forms.ModelChoiceField(label=gettext_lazy("Médiateur"), queryset=Mediator.objects.none())
    remote = forms.ChoiceField(
        label=gettext_lazy("Comment ?"),
        required=False,
        choices=[("", gettext_lazy("dans un lieu")), *Site.Remote.choices],
        help_text=gettext_lazy("Sans lieu, la plage ne prend aucune salle."),
    )
    site = forms.ModelChoiceField(
        label=gettext_lazy("Lieu"),
        queryset=Site.objects.none(),
        required=False,
        help_text=gettext_lazy("Laissez vide par téléphone, en visio et à domicile."),
    )
    first_day = _day(gettext_lazy("Premier jour"), help_text=gettext_lazy("Il donne le jour de la semaine."))
    opens = _clock(gettext_lazy("De"))
    closes = _clock(gettext_lazy("À"))
    reception = forms.ChoiceField(
        label=gettext_lazy("Comment on y vient"), required=False, choices=Opening.Reception.choices
    )
    repeat_weeks = forms.TypedChoiceField(
        label=gettext_lazy("Revient"),
        coerce=int,
        choices=[*_REPEATS, (0, gettext_lazy("ce seul jour"))],
    )
    nth_week = forms.TypedChoiceField(
        label=gettext_lazy("Ou une fois par mois"),
        coerce=int,
        required=False,
        empty_value="",
        choices=Opening.Month.choices,
    )
    last_day = _day(gettext_lazy("Jusqu’au"), required=False)
    not_in_school_holidays = forms.BooleanField(
        label=gettext_lazy("Pas pendant les vacances scolaires"), required=False
    )
    on_holidays = forms.BooleanField(label=gettext_lazy("Aussi les jours fériés"), required=False)
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Seulement pour ces motifs (aucun coché : tous)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, mediators: QuerySet[Mediator], sites: QuerySet[Site], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator"].queryset = mediators  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        # Whose it is, where there is no site to tell.
        self.organisations = sites.order_by().values_list("organisation_id", flat=True).distinct()
        names = topic_names()
        self.by_public_id = {topic.public_id: topic for topic in Topic.objects.filter(active=True)}
        choices = [(key, names.get(topic.pk, topic.code)) for key, topic in self.by_public_id.items()]
        self.fields["topics"].choices = choices  # type: ignore[attr-defined]

    def chosen_topics(self) -> list[Topic]:
        """The topics ticked; none means all."""
        return [self.by_public_id[key] for key in self.cleaned_data["topics"]]

    def opening(self) -> Opening:
        """What was typed, not stored yet."""
        names = (
            "mediator",
            "first_day",
            "last_day",
            "opens",
            "closes",
            "repeat_weeks",
            "on_holidays",
        )
        opening = Opening(site=self._site(), **{name: self.cleaned_data[name] for name in names})
        opening.reception = self.cleaned_data["reception"] or Opening.Reception.BOOKED
        if nth_week := self.cleaned_data["nth_week"] or 0:
            opening.nth_week, opening.repeat_weeks = nth_week, 1
        if self.cleaned_data["not_in_school_holidays"]:
            opening.school_zone = _school_zone(opening.site)
        return opening

    def _site(self) -> Site:
        """The one chosen; without one, where the mediator's organisation keeps such openings, or one's own does."""
        data = self.cleaned_data
        if not data["remote"]:
            return data["site"]  # type: ignore[no-any-return]
        ours = Organisation.objects.filter(pk__in=self.organisations).order_by("pk")
        theirs = ours.filter(pk=data["mediator"].organisation_id).first()
        return remote_site(theirs or ours[0], data["remote"])

    def clean(self) -> dict[str, Any]:
        """An opening has a length, and a site or a way to do without."""
        cleaned = super().clean()
        if not cleaned.get("remote") and not cleaned.get("site") and "site" not in self.errors:
            self.add_error("site", _("Choisissez un lieu, ou dites comment on s’en passe."))
        if cleaned.get("remote") and cleaned.get("reception", "") not in ("", Opening.Reception.BOOKED):
            self.add_error("reception", _("Sans rendez-vous, on vient dans un lieu."))
        if cleaned.get("opens") and cleaned.get("opens") == cleaned.get("closes"):
            self.add_error("closes", _("La fin est la même heure que le début."))
        known = not self.errors and bool(cleaned.get("remote") or cleaned.get("site"))
        if known and cleaned.get("not_in_school_holidays") and not _school_zone(self._site()):
            self.add_error(
                "not_in_school_holidays",
                _("Nous ne connaissons pas les vacances scolaires de ce lieu : notez-les comme absences."),
            )
        return cleaned


def _school_zone(site: Site) -> str:
    return school_zone(site.commune.insee_code if site.commune else "", site.postcode)


class DateForm(forms.Form):
    """One date of a rule: cancelled, or kept at other hours, on another day, at another site."""

    CANCELLED, OTHERWISE = "annulee", "autrement"

    what = forms.ChoiceField(
        label=gettext_lazy("Cette date"),
        choices=[
            (OTHERWISE, gettext_lazy("a lieu autrement")),
            (CANCELLED, gettext_lazy("n’a pas lieu")),
        ],
        widget=forms.RadioSelect,
    )
    day = _day(gettext_lazy("Jour"))
    opens = _clock(gettext_lazy("De"))
    closes = _clock(gettext_lazy("À"))
    site = forms.ModelChoiceField(label=gettext_lazy("Lieu"), queryset=Site.objects.none())

    def __init__(self, *args: Any, sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It has a length."""
        cleaned = super().clean() or {}
        if cleaned.get("opens") and cleaned.get("opens") == cleaned.get("closes"):
            self.add_error("closes", _("La fin est la même heure que le début."))
        return cleaned

    def instead_of(self, opening: Opening, day: date) -> Opening | None:
        """What takes the place of that date of the opening, not stored yet; None when it is cancelled."""
        data = self.cleaned_data
        if data["what"] == self.CANCELLED:
            return None
        return Opening(
            mediator=opening.mediator,
            site=data["site"],
            first_day=data["day"],
            opens=data["opens"],
            closes=data["closes"],
            repeat_weeks=0,
            # Somebody has said that very date: whatever day it is.
            on_holidays=True,
            reception=opening.reception,
            replaces=opening,
            replaced_day=day,
        )


class AbsenceForm(_Dated):
    """A mediator is away: whole days, or from one hour to another."""

    mediator = forms.ModelChoiceField(label=gettext_lazy("Qui"), queryset=Mediator.objects.none())
    first_day = _day(gettext_lazy("Du"))
    last_day = _day(gettext_lazy("Au"), required=False, help_text=gettext_lazy("Vide : un seul jour."))
    starts = _clock(gettext_lazy("À partir de"), required=False)
    ends = _clock(gettext_lazy("Jusqu’à"), required=False)
    repeat_weeks = forms.TypedChoiceField(
        label=gettext_lazy("Revient"),
        coerce=int,
        required=False,
        choices=[(0, gettext_lazy("une seule fois")), *_REPEATS],
    )
    until = _day(gettext_lazy("Revient jusqu’au"), required=False)
    reason = forms.CharField(label=gettext_lazy("Motif, pour l’équipe"), max_length=120, required=False)

    def __init__(self, *args: Any, mediators: QuerySet[Mediator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator"].queryset = mediators  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Both hours or none; the end after the start."""
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if (starts is None) != (ends is None):
            self.add_error("ends" if ends is None else "starts", _("Donnez les deux heures, ou aucune."))
        elif self._days() > _LONGEST:
            self.add_error("last_day", _("Vérifiez l’année."))
        elif starts is not None and self._days() == 0 and ends is not None and ends <= starts:
            self.add_error("ends", _("La fin est avant le début."))
        return cleaned

    def _days(self) -> int:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        return (last - first).days if first and last else 0

    def absence(self) -> Absence:
        """What was typed, not stored yet. Without hours it is whole days, midnight to midnight."""
        data = self.cleaned_data
        starts, ends = data["starts"] or time.min, data["ends"] or time.min
        # A rule whose end is at or before its start ends on the next day by itself.
        by_itself = 1 if data["starts"] and ends <= starts else 0
        return Absence(
            mediator=data["mediator"],
            first_day=data["first_day"],
            extra_days=self._days() - by_itself,
            starts=starts,
            ends=ends,
            repeat_weeks=data["repeat_weeks"] or 0,
            last_day=data["until"] if data["repeat_weeks"] else None,
            reason=data["reason"],
        )


class ClosureForm(_Dated):
    """A site is closed: whole days, or from one hour to another."""

    site = forms.ModelChoiceField(label=gettext_lazy("Lieu"), queryset=Site.objects.none())
    first_day = _day(gettext_lazy("Du"))
    last_day = _day(gettext_lazy("Au"), required=False, help_text=gettext_lazy("Vide : un seul jour."))
    opens = _clock(gettext_lazy("À partir de"), required=False)
    closes = _clock(gettext_lazy("Jusqu’à"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Raison, montrée aux habitants"), max_length=160, required=False
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end after the start."""
        cleaned = super().clean()
        if not self.errors and self._ends_at() <= self._starts_at():
            self.add_error("closes", _("La fin est avant le début."))
        return cleaned

    def closure(self) -> Closure:
        """What was typed, not stored yet; instants on the clocks of the site."""
        data = self.cleaned_data
        return Closure(
            site=data["site"], starts_at=self._starts_at(), ends_at=self._ends_at(), reason=data["reason"]
        )

    def _starts_at(self) -> datetime:
        data = self.cleaned_data
        wall = datetime.combine(data["first_day"], data["opens"] or time.min)
        return wall.replace(tzinfo=ZoneInfo(data["site"].timezone)).astimezone(UTC)

    def _ends_at(self) -> datetime:
        data = self.cleaned_data
        last = data["last_day"] or data["first_day"]
        if data["closes"] is None:
            wall = datetime.combine(last + timedelta(days=1), time.min)
        else:
            wall = datetime.combine(last, data["closes"])
        return wall.replace(tzinfo=ZoneInfo(data["site"].timezone)).astimezone(UTC)


class EndForm(forms.Form):
    """The last day of an opening."""

    last_day = _day(
        gettext_lazy("Dernier jour"),
        required=False,
        help_text=gettext_lazy("Vide : la plage continue sans fin."),
    )
