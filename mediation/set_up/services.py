"""What a place may be said to offer, as the national directory names it; read in the page's language, stored as it is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SERVICES: Mapping[str, Promise | str] = {
    "Aide aux démarches administratives": _("Aide aux démarches administratives"),
    "Maîtrise des outils numériques du quotidien": _("Maîtrise des outils numériques du quotidien"),
    "Insertion professionnelle via le numérique": _("Insertion professionnelle via le numérique"),
    "Utilisation sécurisée du numérique": _("Utilisation sécurisée du numérique"),
    "Parentalité et éducation avec le numérique": _("Parentalité et éducation avec le numérique"),
    "Loisirs et créations numériques": _("Loisirs et créations numériques"),
    "Compréhension du monde numérique": _("Compréhension du monde numérique"),
    "Accès internet et matériel informatique": _("Accès internet et matériel informatique"),
    "Acquisition de matériel informatique à prix solidaire": _(
        "Acquisition de matériel informatique à prix solidaire"
    ),
}
"""By the value that is stored and published."""
