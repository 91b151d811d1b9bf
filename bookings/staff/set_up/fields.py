"""Answers of the set-up that are more than a text: a commune by its name, texts per language, spoken languages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.people.preparation import LANGUAGES
from mediation.gazetteer.listed import gazetteer
from mediation.gazetteer.places import Kind, Place
from mediation.gazetteer.reading import read
from mediation.models import Commune

# Languages that the texts of the territory exist in, as `settings.LANGUAGES` has them; French first.
TEXT_LANGUAGES: Mapping[str, Promise] = {
    "fr": gettext_lazy("en français"),
    "fr-falc": gettext_lazy("en français facile"),
    "en": gettext_lazy("en anglais"),
}
COMMUNES = "communes"
"""The list of names that a browser proposes while somebody types (a `datalist` of the page)."""


class CommuneField(forms.CharField):
    """A commune as people name it: by its name, its postcode, a neighbourhood of it, or a former name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120, **kwargs})
        self.widget.attrs.update(list=COMMUNES, autocomplete="off")

    def clean(self, value: Any) -> Commune | None:
        """The commune of today; None where nothing was typed. Says which ones might be meant."""
        typed = super().clean(value)
        if not typed:
            return None
        exact = [place for place in gazetteer().places if place.name.casefold() == typed.casefold()]
        reading = read(typed, gazetteer())
        found = exact or (list(reading.places) if reading.sure or reading.places else [])
        codes = list(dict.fromkeys(place.commune for place in found))
        if len(codes) == 1 and (exact or reading.sure):
            return Commune.objects.get(insee_code=codes[0])
        raise forms.ValidationError(_which_one(found))


def _which_one(found: Iterable[Place]) -> str:
    names = [place.in_full for place in found if place.kind is Kind.COMMUNE][:6]
    if not names:
        return _("Cette commune n’est pas dans le territoire. Écrivez son nom ou son code postal.")
    return _("Laquelle ? %(names)s.") % {"names": " · ".join(names)}


def spoken_languages(kept: Iterable[str]) -> list[tuple[str, str]]:
    """Languages somebody may be received in besides French; those already stored stay to be seen."""
    known = [(code, str(name)) for code, name in LANGUAGES.items() if code != "lsf"]
    codes = {code for code, _name in known}
    return known + [(code, code) for code in kept if code not in codes | {"fr"}]


class LanguagesField(forms.MultipleChoiceField):
    """Languages spoken besides French."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Langues parlées, en plus du français"),
            required=False,
            choices=lambda: spoken_languages(()),
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


def per_language(label: Promise | str, **kwargs: Any) -> dict[str, forms.CharField]:
    """A text in each language, none of them compulsory: language → field."""
    return {
        language: forms.CharField(
            label=_("%(text)s, %(language)s") % {"text": label, "language": name}, required=False, **kwargs
        )
        for language, name in TEXT_LANGUAGES.items()
    }
