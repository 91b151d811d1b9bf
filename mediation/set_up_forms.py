"""Fields of the set-up that say back what they understood: telephone numbers, opening hours, services."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mediation.directory.listed import known
from mediation.directory.publishing import DEFAULT_SERVICE
from mediation.directory.schema import ENUMERATIONS, LIST_SEPARATOR
from mediation.hours import LONGEST, is_understood, tidied, week
from mediation.hours.meant import meant
from mediation.models import Site, Territory
from mediation.phone import NotAPhone, read_phone, shown
from mediation.set_up.services import SERVICES


class PhoneField(forms.CharField):
    """A telephone number as people write it, kept in E.164."""

    def prepare_value(self, value: Any) -> Any:
        """As people here read it."""
        return shown(value) if isinstance(value, str) and value.startswith("+") else value

    def clean(self, value: Any) -> str:
        """The number in E.164; "" when nothing was typed and nothing need be."""
        typed = super().clean(value)
        try:
            return read_phone(typed).e164 if typed else ""
        except NotAPhone:
            raise forms.ValidationError(
                _("Ce numéro n’existe pas. Écrivez-le comme « 02 99 00 00 00 » ou « +33 2 99 00 00 00 ».")
            ) from None


class HoursInput(forms.TextInput):
    """Under the field: how the hours are read or, where they are not, what was probably meant, taken on a press."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed, unless the proposal was pressed."""
        return data.get(f"{name}_meant") or super().value_from_datadict(data, files, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field and what is said of it."""
        text = value or ""
        proposal = meant(text)
        said = {
            "name": name,
            "days": _in_words(text) if is_understood(text) else [],
            "unread": bool(text) and not is_understood(text),
            "meant": proposal,
            "meant_days": _in_words(proposal) if proposal else [],
        }
        field = super().render(name, value, attrs, renderer)
        # In one block: the set-up would put them side by side.
        return mark_safe(f"<div>{field}{render_to_string('set_up/hours.html', said)}</div>")


class HoursField(forms.CharField):
    """Opening hours as OpenStreetMap writes them. What was there before, unreadable, keeps nobody from saving the rest."""

    widget = HoursInput

    def clean(self, value: Any) -> str:
        """The hours on one line."""
        return tidied(super().clean(value))

    def refuse_unread(self, typed: str, before: str) -> None:
        """Raises the error of hours that were typed now and cannot be read."""
        if typed and typed != tidied(before) and not is_understood(typed):
            raise forms.ValidationError(_("Ces horaires ne se lisent pas : suivez l’exemple."))


def _in_words(text: str) -> list[tuple[str, str]]:
    """Next week as these hours are read: (days, times), days that are alike together."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    days = [(day, ", ".join(f"{a:%H:%M}–{b:%H:%M}" for a, b in times)) for day, times in week(text, monday)]
    found = []
    for times, alike in groupby(days, key=lambda entry: entry[1]):
        whole = [day for day, _times in alike]
        found.append((_from_to(whole[0], whole[-1]), times or gettext("fermé")))
    return found


def _from_to(first: date, last: date) -> str:
    names = [str(WEEKDAYS[day.weekday()]) for day in (first, last)]
    return names[0] if first == last else f"{names[0]} – {names[1]}"


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    """A site: its number in E.164, its hours readable, a service named while one can book there."""

    phone = PhoneField(label=_("Téléphone"), required=False, max_length=40)
    hours = HoursField(
        label=_("Horaires d’ouverture"),
        required=False,
        max_length=LONGEST,
        help_text=_(
            "Comme OpenStreetMap : « Mo-Fr 09:00-12:00,14:00-17:00; Sa 10:00-12:00 ». Une différence : un jour férié "
            "est fermé, sauf si une règle « PH » dit autre chose."
        ),
    )
    services = forms.MultipleChoiceField(
        label=_("Services"),
        required=False,
        choices=[(name, SERVICES.get(name, name)) for name in ENUMERATIONS["services"]],
        widget=forms.CheckboxSelectMultiple,
        initial=[DEFAULT_SERVICE],
        help_text=_(
            "Ce que l’annuaire national dit du lieu. Sans aucun, il lirait que le lieu ne reçoit personne."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["hours"] = self.instance.hours
            self.initial["services"] = known("services", self.instance.said("services"))

    def clean_hours(self) -> str:
        """Refuses hours typed now that nobody could go by."""
        typed: str = self.cleaned_data["hours"]
        HoursField().refuse_unread(typed, self.instance.hours)
        return typed

    def clean(self) -> dict[str, Any]:
        """Refuses a place to book at that offers nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("active") and not cleaned.get("services"):
            self.add_error(
                "services", gettext("Choisissez au moins un service : on peut réserver dans ce lieu.")
            )
        return cleaned

    def save(self, commit: bool = True) -> Site:
        """Hours and services go beside what the national file said, which stays as it was given."""
        site: Site = self.instance
        if "hours" in self.changed_data:
            site.correct(horaires=self.cleaned_data["hours"])
        if "services" in self.changed_data:
            site.correct(services=LIST_SEPARATOR.join(self.cleaned_data["services"]))
        super().save(commit)
        return site


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """An organisation: its number in E.164."""

    phone = PhoneField(label=_("Téléphone"), required=False, max_length=40)


class TerritoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """The service: its number in E.164, the hours of its line readable."""

    phone = PhoneField(label=_("Téléphone du service"), max_length=40)
    line_hours = HoursField(
        label=_("Horaires de la ligne automatique"),
        required=False,
        max_length=200,
        help_text=Territory._meta.get_field("line_hours").help_text,
    )
