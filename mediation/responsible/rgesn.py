"""The ecodesign statement's table: the 78 criteria of RGESN 2024 (Arcep, Arcom, ADEME; 17 May 2024), with their weights. Pure."""

from dataclasses import replace
from fractions import Fraction

from mediation.responsible.kinds import Criterion, Said
from mediation.responsible.rgesn_made import MADE
from mediation.responsible.rgesn_run import RUN

RULE = "RGESN 2024"
HOW_MANY = (10, 10, 7, 15, 8, 7, 4, 10, 7)
THEMES = (
    Said("Stratégie", "Strategy"),
    Said("Appareils et fournisseurs", "Devices and suppliers"),
    Said("Architecture", "Architecture"),
    Said("Ce qu’on voit", "What one sees"),
    Said("Contenus", "Contents"),
    Said("Pages", "Pages"),
    Said("Serveur", "Server"),
    Said("Hébergement", "Hosting"),
    Said("Algorithmes", "Algorithms"),
)
# The rule's three degrees: 30 criteria come first, 29 are recommended, 19 moderate.
FIRST = frozenset(
    (
        *("1.1", "1.2", "1.4", "1.5", "1.9", "2.1", "2.2", "2.4", "2.5", "2.7", "2.8", "2.10", "3.1", "3.4"),
        *("4.1", "4.2", "4.13", "5.3", "5.4", "5.5", "7.4", "8.1", "8.2", "8.3"),
        *("9.1", "9.2", "9.3", "9.4", "9.5", "9.7"),
    )
)
MODERATE = frozenset(
    (
        *("1.7", "2.9", "3.3", "3.5", "3.6", "3.7", "4.5", "4.7", "4.8", "4.9", "4.10", "4.11"),
        *("5.6", "5.7", "6.3", "6.6", "6.7", "7.3", "8.8"),
    )
)
_FIRST, _RECOMMENDED, _MODERATE = Fraction(3, 2), Fraction(5, 4), Fraction(1)


def _weighed(criterion: Criterion) -> Criterion:
    if criterion.number in FIRST:
        return replace(criterion, weight=_FIRST)
    return replace(criterion, weight=_MODERATE if criterion.number in MODERATE else _RECOMMENDED)


CRITERIA = tuple(map(_weighed, MADE + RUN))
