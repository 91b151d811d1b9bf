"""What the published tables are called, in the reader's language; the files and their schemas stay in French."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.open_data.datasets import Dataset

_WORDS: Mapping[str, tuple[Promise, Promise]] = {
    "accompagnements-mois-commune": (
        _("Accompagnements par mois et par commune"),
        _("Combien de personnes ont été aidées chaque mois, par commune du lieu d’accompagnement."),
    ),
    "accompagnements-mois-theme": (
        _("Accompagnements par mois et par thème"),
        _("De quoi il s’agissait, chaque mois."),
    ),
    "accompagnements-annee-commune-theme": (
        _("Accompagnements par année, par commune et par thème"),
        _("De quoi il s’agissait dans chaque commune. Les petites communes sont réunies."),
    ),
}


def words_of(dataset: Dataset) -> tuple[Promise, Promise]:
    """Title and description."""
    return _WORDS[dataset.slug]
