"""A place: where it is, how one gets in, what it offers."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.staff.set_up.fields import CommuneField, per_language
from bookings.staff.set_up.form import SpeaksLanguages
from mediation.departments import zone
from mediation.directory.names import spoken_name
from mediation.directory.publishing import DEFAULT_SERVICE
from mediation.directory.schema import LIST_SEPARATOR
from mediation.gazetteer.listed import gazetteer
from mediation.models import Neighbourhood, Organisation, Site
from mediation.set_up_forms import SiteForm

_ACCESS = ("step_free", "lift", "hearing_loop", "sign_language", "quiet_room", "equipment_lent")
_DIRECTIONS = ("directions_fr", "directions_fr-falc", "directions_en")


class PlaceForm(SpeaksLanguages, SiteForm):
    """A site as its coordinator describes it."""

    commune = CommuneField(
        label=gettext_lazy("Commune"),
        required=False,
        help_text=gettext_lazy("Son nom ou son code postal. Les habitants cherchent un lieu par sa commune."),
    )
    postcode = forms.CharField(
        label=gettext_lazy("Code postal"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Vide : celui de la commune, si elle n’en a qu’un."),
    )
    website = forms.URLField(
        label=gettext_lazy("Site web"),
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    class Meta:
        model = Site
        fields = (
            *("organisation", "name", "short_name", "spoken_name"),
            *("address", "address_extra", "commune", "postcode", "neighbourhood", "mobile", "transit_stop"),
            *("latitude", "longitude", "phone", "email", "website"),
            *(*_ACCESS, "child_friendly", "languages", "usual"),
        )
        labels = {"organisation": gettext_lazy("Structure"), "neighbourhood": gettext_lazy("Quartier")}
        help_texts = {
            "short_name": gettext_lazy("30 signes au plus. Vide : un nom est proposé."),
            "spoken_name": gettext_lazy("Sans sigle. Vide : le nom, abréviations en entier."),
            "address": gettext_lazy("Le numéro et la rue."),
            "address_extra": gettext_lazy("Bâtiment, étage, entrée."),
            "transit_stop": gettext_lazy("Le plus proche, avec la ligne."),
            "latitude": gettext_lazy("Pour le plan. Vide : le milieu de la commune. Par exemple 48.1113."),
        }

    SECTIONS = (
        (gettext_lazy("Ses noms"), ("organisation", "name", "short_name", "spoken_name")),
        (
            gettext_lazy("Où il est"),
            (
                *("address", "address_extra", "commune", "postcode", "neighbourhood", "transit_stop"),
                *(*_DIRECTIONS, "latitude", "longitude", "mobile"),
            ),
        ),
        (gettext_lazy("Le joindre"), ("phone", "email", "website")),
        (gettext_lazy("Y entrer, y être reçu"), (*_ACCESS, "child_friendly", "languages")),
        (gettext_lazy("Quand et quoi"), ("hours", "services", "usual")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = self.reach.limit_people(Organisation.objects.all(), "pk")
        self.choose("organisation", owners)
        parts = Neighbourhood.objects.select_related("commune").order_by("commune__name", "name")
        self.choose("neighbourhood", parts, empty=_("Aucun"))
        self.fields["neighbourhood"].label_from_instance = _in_its_commune  # type: ignore[attr-defined]
        if not self.initial.get("services"):
            self.initial["services"] = [DEFAULT_SERVICE]
        self.initial["commune"] = self.instance.commune.name if self.instance.commune else ""
        texts = per_language(_("Comment venir"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
        for language, field in texts.items():
            self.fields[f"directions_{language}"] = field
            self.initial[f"directions_{language}"] = self.instance.directions.get(language, "")

    def clean(self) -> dict[str, Any]:
        """Fills in the postcode of a commune with one; keeps a neighbourhood inside its commune."""
        cleaned = super().clean()
        commune, part = cleaned.get("commune"), cleaned.get("neighbourhood")
        if part is not None and commune is not None and part.commune_id != commune.pk:
            self.add_error("neighbourhood", _("Ce quartier n’est pas dans cette commune."))
        if not cleaned.get("postcode") and "commune" not in self.errors:
            self._fill_in_postcode(cleaned)
        if self.instance.active and not cleaned.get("services"):
            self.add_error("services", _("Choisissez au moins un service : on peut réserver dans ce lieu."))
        return cleaned

    def _fill_in_postcode(self, cleaned: dict[str, Any]) -> None:
        commune = cleaned.get("commune")
        known = [
            code
            for code, communes in sorted(gazetteer().postcodes.items())
            if commune is not None and commune.insee_code in communes
        ]
        if len(known) == 1:
            cleaned["postcode"] = known[0]
        elif known:
            self.add_error("postcode", _("Lequel ? %(codes)s.") % {"codes": ", ".join(known)})
        else:
            self.add_error("postcode", _("Écrivez le code postal."))

    def save(self, commit: bool = True) -> Site:
        """Names that were left empty are proposed; a short name typed here counts as read again."""
        site: Site = self.instance
        texts = {name.partition("_")[2]: self.cleaned_data[name] for name in _DIRECTIONS}
        others = {code: text for code, text in site.directions.items() if code not in texts}
        site.directions = others | {code: text for code, text in texts.items() if text}
        site.timezone = zone(site.commune.insee_code if site.commune else "", site.postcode)
        if "mobile" in self.changed_data:
            site.correct(itinerance="Itinérant" if site.mobile else "Fixe")
        if not site.short_name:
            site.propose_short_name()
            site.short_name_reviewed_at = None
        elif "short_name" in self.changed_data:
            site.short_name_reviewed_at = timezone.now()
        if not site.said("services"):
            site.correct(services=LIST_SEPARATOR.join(self.cleaned_data["services"]))
        site.spoken_name = site.spoken_name or spoken_name(site.name)
        return super().save(commit)


def _in_its_commune(part: Neighbourhood) -> str:
    return f"{part.commune.name} · {part.name}"
