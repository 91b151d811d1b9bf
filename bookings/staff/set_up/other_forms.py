"""Organisations and their rules, the service, mediators, accreditations, and what a site is made of."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.staff.set_up.fields import CommuneField, per_language
from bookings.staff.set_up.form import SetUpForm, SpeaksLanguages
from mediation.day_field import DayField
from mediation.models import (
    Accreditation,
    Equipment,
    Mediator,
    Neighbourhood,
    Organisation,
    Room,
    SiteStop,
    Territory,
)
from mediation.set_up_forms import PhoneField, TerritoryForm

_PHONE_HOURS = ("phone_hours_fr", "phone_hours_fr-falc", "phone_hours_en")


class StructureForm(SetUpForm):
    """An organisation and its rules."""

    phone = PhoneField(label=gettext_lazy("Téléphone"), required=False, max_length=40)

    class Meta:
        model = Organisation
        fields = (
            *("name", "national_id", "phone", "email"),
            *("mediators_set_hours", "confirm_mobile", "refers"),
            *("interpreter_min", "home_travel_min", "home_alert_min"),
        )

    SECTIONS = (
        (gettext_lazy("La structure"), ("name", "national_id", "phone", "email")),
        (
            gettext_lazy("Ses règles"),
            (
                *("mediators_set_hours", "confirm_mobile", "refers"),
                *("interpreter_min", "home_travel_min", "home_alert_min"),
            ),
        ),
    )


class ServiceForm(SetUpForm, TerritoryForm):
    """The service itself: what every page and every message repeats."""

    class Meta:
        model = Territory
        fields = ("service_name", "name", "sms_name", "phone", "email", "data_contact", "line_hours")
        help_texts = {
            "sms_name": gettext_lazy("20 signes au plus : il commence chaque SMS."),
            "data_contact": gettext_lazy("Montré à qui demande ce que le service sait de sa personne."),
        }

    SECTIONS = (
        (gettext_lazy("Ses noms"), ("service_name", "name", "sms_name")),
        (
            gettext_lazy("Le joindre"),
            ("phone", "line_hours", *_PHONE_HOURS, "email", "data_contact"),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, field in per_language(_("Quand on répond au téléphone"), max_length=160).items():
            self.fields[f"phone_hours_{language}"] = field
            self.initial[f"phone_hours_{language}"] = self.instance.phone_hours.get(language, "")

    def save(self, commit: bool = True) -> Territory:
        """Hours in words go into their one column."""
        texts = {name.removeprefix("phone_hours_"): self.cleaned_data[name] for name in _PHONE_HOURS}
        others = {code: text for code, text in self.instance.phone_hours.items() if code not in texts}
        self.instance.phone_hours = others | {code: text for code, text in texts.items() if text}
        saved: Territory = super().save(commit)
        return saved


class MediatorForm(SpeaksLanguages):
    """Somebody who receives. Their account comes by invitation, under the same name."""

    PERSONAL = True
    phone = PhoneField(
        label=gettext_lazy("Téléphone professionnel"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Pour les collègues. Les habitants ne le voient pas."),
    )

    class Meta:
        model = Mediator
        fields = (
            *("organisation", "name", "first_name", "phone", "gender", "languages", "sign_language"),
            "accreditations",
        )
        labels = {
            "organisation": gettext_lazy("Structure"),
            "name": gettext_lazy("Prénom et nom"),
            "accreditations": gettext_lazy("Habilitations"),
        }
        help_texts = {
            "gender": gettext_lazy("Une personne peut demander une femme ou un homme."),
            "first_name": gettext_lazy("Vide : le premier mot du nom."),
        }
        widgets = {"accreditations": forms.CheckboxSelectMultiple, "gender": forms.RadioSelect}

    SECTIONS = (
        (gettext_lazy("Qui c’est"), ("organisation", "name", "first_name", "phone", "gender")),
        (gettext_lazy("Ce qu’on peut lui demander"), ("languages", "sign_language", "accreditations")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("organisation", self.reach.limit_people(Organisation.objects.all(), "pk"))
        self.fields["first_name"].required = False
        if not Accreditation.objects.exists():
            del self.fields["accreditations"]

    def clean(self) -> dict[str, Any]:
        """What residents read when nothing else was said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("first_name") and cleaned.get("name"):
            cleaned["first_name"] = cleaned["name"].split()[0]
        return cleaned


class AccreditationForm(SetUpForm):
    """A right to act."""

    class Meta:
        model = Accreditation
        fields = ("name",)

    def save(self, commit: bool = True) -> Accreditation:
        """Its code is made once, of its name."""
        if self.instance.pk is None:
            plain = slugify(self.cleaned_data["name"])[:40] or "habilitation"
            again = Accreditation.objects.filter(code__startswith=plain).count()
            self.instance.code = f"{plain}-{again + 1}" if again else plain
        saved: Accreditation = super().save(commit)
        return saved


class NeighbourhoodForm(SetUpForm):
    """A neighbourhood, priority or not: what is asked of people after their address, which is not kept."""

    commune = CommuneField(label=gettext_lazy("Commune"))

    class Meta:
        model = Neighbourhood
        fields = ("commune", "name", "priority")
        help_texts = {
            "priority": gettext_lazy(
                "Décochez quand il ne l’est plus : rien de ce qui est compté ne change."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["commune"] = self.instance.commune.name if self.instance.pk else ""
        if self.instance.pk is None:
            self.initial["priority"] = True

    def clean(self) -> dict[str, Any]:
        """A commune has one of that name."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("commune") and cleaned.get("name"):
            same = Neighbourhood.objects.filter(commune=cleaned["commune"], name__iexact=cleaned["name"])
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("name", _("Cette commune a déjà un quartier de ce nom."))
        return cleaned


class RoomForm(SetUpForm):
    """A room: how many are received there at once."""

    class Meta:
        model = Room
        fields = ("name", "places")


class EquipmentForm(SetUpForm):
    """Machines for the topics that need one."""

    class Meta:
        model = Equipment
        fields = ("name", "count")


class StopForm(SetUpForm):
    """Where a mobile site stands on a date."""

    day = DayField(
        label=gettext_lazy("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    commune = CommuneField(label=gettext_lazy("Commune"), required=False)

    class Meta:
        model = SiteStop
        fields = ("day", "address", "address_extra", "postcode", "commune")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["commune"] = self.instance.commune.name if self.instance.commune else ""

    def clean_day(self) -> Any:
        """One address a date."""
        day = self.cleaned_data["day"]
        others = SiteStop.objects.filter(site=self.instance.site_id, day=day).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("Ce lieu a déjà une adresse à cette date."))
        return day
