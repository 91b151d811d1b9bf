"""Invented residents and ways to reach them. Pure; the same every time for the same random source.

Telephones lie in the ranges that the regulator keeps for fiction: +33 6 39 98 and +33 2 61 91.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

FIRST_NAMES = (
    "Aminata", "Jean", "Fatima", "Yves", "Olga", "Mehmet", "Annick", "Samuel", "Rosa", "Ibrahim",
    "Monique", "Viktor", "Awa", "Denise", "Joël", "Halima", "Bernard", "Svetlana", "Moussa", "Gwenaëlle",
    "Pedro", "Lucette", "Rachid", "Nolwenn", "Abdou", "Michelle", "Petro", "Zeynep", "Hervé", "Mariama",
    "Odile", "Sekou", "Ginette", "Anh", "Marcel", "Leïla", "Alain", "Ana", "Solenn", "Youssef",
)  # fmt: skip
SURNAMES = (
    "Duconte", "Delafable", "Roman", "Personnage", "Lechimère", "Mirage", "Dunuage", "Songe", "Lalégende",
    "Féerie", "Dubrouillard", "Lunaire", "Delencre", "Papier", "Chapitre", "Strophe", "Duparchemin",
    "Refrain", "Sonnet", "Proverbe", "Devinette", "Charade", "Énigme", "Feuilleton", "Marionnette",
    "Arlequin", "Pantin", "Théâtre", "Décor", "Rideau",
)  # fmt: skip
MOBILES, LANDLINES = "+336399{:05}", "+3326191{:04}"
# The first thousands of the landline range belong to the demo's places and organisations.
FIRST_MOBILE, FIRST_LANDLINE = 80_000, 1_000
_KINDS = ("mobile", "landline", "email", "through", "letter", "none")
_SHARES = (62, 19, 8, 4, 3, 4)
_LANGUAGES = ("fr", "en", "fr-falc")
_SPOKEN = (88, 7, 5)


class Person(NamedTuple):
    """A resident and how to reach them. `contact` is equal for those who share one."""

    name: str
    language: str
    kind: str
    contact: str
    shared: bool
    no_fixed_address: bool
    commune: int


def people(count: int, communes: int, random: Random) -> Iterator[Person]:
    """`count` residents with names of their own, of communes by position (the last is where half of them live).

    One in fifteen shares the contact of the one before: a couple, a family, a hostel.
    """
    names = [f"{first} {last}" for last in SURNAMES for first in FIRST_NAMES]
    random.shuffle(names)
    before: Person | None = None
    for number in range(count):
        name = names[number % len(names)]
        if number >= len(names):
            name = f"{name} {number // len(names) + 1}"
        share = before is not None and before.kind in ("mobile", "landline") and random.random() < 1 / 15
        kind = before.kind if share and before else random.choices(_KINDS, _SHARES)[0]
        before = Person(
            name=name,
            language=random.choices(_LANGUAGES, _SPOKEN)[0],
            kind=kind,
            contact=before.contact if share and before else way_to_reach(kind, number),
            shared=share,
            no_fixed_address=random.random() < 0.03,
            commune=communes - 1 if random.random() < 0.5 else random.randrange(communes),
        )
        yield before


def way_to_reach(kind: str, number: int) -> str:
    """The contact of the resident at this position; phones repeat after the ranges' 10,000 numbers."""
    if kind == "mobile":
        return MOBILES.format(FIRST_MOBILE + number % 10_000)
    if kind == "landline":
        return LANDLINES.format(FIRST_LANDLINE + number % 9_000)
    return {
        "email": f"habitant{number}@demo.example",
        "through": "par la gardienne de l’immeuble de démonstration",
        "letter": f"{number % 90 + 1} rue des Exemples, 35000 Rennes",
        "none": "",
    }[kind]


# Pairs that a desk should look at: one contact, nearly one name.
TWINS = (
    ("Aminata Duconte", "Aminatta Duconte"),
    ("Jean-Yves Lunaire", "Jean Yves LUNAIRE"),
    ("Zeynep Delafable", "Delafable Zeynep"),
)
