"""Who cannot receive, or where nobody can; which days; what residents are told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Interruption
from mediation.day_field import DayField
from mediation.models import Absence, Closure, Mediator, Organisation, Site

Kind, Reason = Interruption.Kind, Interruption.Reason
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
_LONGEST = timedelta(days=120)


class InterruptionForm(forms.Form):
    """Of one kind (`kind`): only what that kind needs is asked."""

    mediator = forms.ModelChoiceField(
        label=gettext_lazy("Qui est absent ?"), queryset=Mediator.objects.none()
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Dans quelle structure ?"), queryset=Organisation.objects.none()
    )
    site = forms.ModelChoiceField(label=gettext_lazy("Quel lieu est fermé ?"), queryset=Site.objects.none())
    first_day = DayField(label=gettext_lazy("Du"), widget=_DAY)
    last_day = DayField(
        label=gettext_lazy("Au"),
        widget=_DAY,
        required=False,
        help_text=gettext_lazy("Vide : un seul jour."),
    )
    starts = forms.TimeField(label=gettext_lazy("À partir de"), widget=_CLOCK, required=False)
    ends = forms.TimeField(
        label=gettext_lazy("Jusqu’à"),
        widget=_CLOCK,
        required=False,
        help_text=gettext_lazy("Vides : toute la journée."),
    )
    reason = forms.ChoiceField(label=gettext_lazy("Raison, dite aux habitants"))
    sentence = forms.CharField(
        label=gettext_lazy("Une phrase de plus, en français, si vous voulez"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Elle est montrée telle quelle. Rien de personnel."),
    )
    announced = forms.BooleanField(
        label=gettext_lazy(
            "Le dire aux habitants : au téléphone, sur la page du lieu et à l’accueil du site"
        ),
        required=False,
        initial=True,
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        mediators: QuerySet[Mediator],
        organisations: QuerySet[Organisation],
        sites: QuerySet[Site],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.sites = kind, sites
        asked = {Kind.AWAY: "mediator", Kind.STRIKE: "organisation", Kind.CLOSED: "site"}[Kind(kind)]
        for name in {"mediator", "organisation", "site"} - {asked}:
            del self.fields[name]
        found = {"mediator": mediators, "organisation": organisations, "site": sites}[asked]
        self.fields[asked].queryset = found  # type: ignore[attr-defined]
        reasons = [Reason.AWAY] if kind == Kind.AWAY else [each for each in Reason if each != Reason.AWAY]
        self.fields["reason"].choices = [(each.value, each.label) for each in reasons]  # type: ignore[attr-defined]
        self.fields["reason"].initial = {Kind.STRIKE: Reason.STRIKE, Kind.CLOSED: Reason.CLOSED}.get(
            Kind(kind), Reason.AWAY
        )

    def clean(self) -> dict[str, Any]:
        """Days in order; both hours or none, and only of one day."""
        cleaned = super().clean() or {}
        first, starts, ends = cleaned.get("first_day"), cleaned.get("starts"), cleaned.get("ends")
        last = cleaned.get("last_day") or first
        if first and last and last < first:
            self.add_error("last_day", _("Le dernier jour est avant le premier."))
        elif first and last and last - first > _LONGEST:
            self.add_error("last_day", _("Vérifiez l’année."))
        if (starts is None) != (ends is None):
            self.add_error("ends" if ends is None else "starts", _("Donnez les deux heures, ou aucune."))
        elif starts and ends and ends <= starts:
            self.add_error("ends", _("La fin est avant le début."))
        elif starts and first != last:
            self.add_error("ends", _("Les heures valent pour un seul jour : laissez-les vides."))
        cleaned["last_day"] = last
        return cleaned

    def closed_sites(self) -> list[Site]:
        """Where nobody receives; nowhere when one person is away."""
        data = self.cleaned_data
        if self.kind == Kind.STRIKE:
            return list(self.sites.filter(organisation=data["organisation"], active=True))
        return [data["site"]] if self.kind == Kind.CLOSED else []

    def organisation_of(self) -> Organisation:
        """Whose interruption it is."""
        data = self.cleaned_data
        if self.kind == Kind.STRIKE:
            found: Organisation = data["organisation"]
            return found
        where: Mediator | Site = data["mediator"] if self.kind == Kind.AWAY else data["site"]
        return where.organisation

    def interruption(self) -> Interruption:
        """What was typed, not stored yet."""
        data = self.cleaned_data
        names = ("first_day", "last_day", "starts", "ends", "reason", "announced")
        return Interruption(
            kind=self.kind,
            organisation=self.organisation_of(),
            mediator=data.get("mediator"),
            sentence=data["sentence"].strip(),
            **{name: data[name] for name in names},
        )

    def absence(self) -> Absence | None:
        """What goes into the calendar of who is away."""
        data = self.cleaned_data
        if self.kind != Kind.AWAY:
            return None
        days = (data["last_day"] - data["first_day"]).days
        # Midnight to midnight ends on the next day by itself (`mediation.opening`).
        return Absence(
            mediator=data["mediator"],
            first_day=data["first_day"],
            extra_days=days,
            starts=data["starts"] or time.min,
            ends=data["ends"] or time.min,
        )

    def closures(self, sites: Sequence[Site]) -> list[Closure]:
        """What closes these sites, on their own clocks."""
        data = self.cleaned_data
        last = data["last_day"] if data["ends"] else data["last_day"] + timedelta(days=1)
        reason = str(Reason(data["reason"]).label).capitalize()
        return [
            Closure(
                site=site,
                starts_at=_at(data["first_day"], data["starts"], site),
                ends_at=_at(last, data["ends"], site),
                reason=reason,
            )
            for site in sites
        ]


def _at(day: date, clock: time | None, site: Site) -> datetime:
    wall = datetime.combine(day, clock or time.min)
    return wall.replace(tzinfo=ZoneInfo(site.timezone)).astimezone(UTC)
