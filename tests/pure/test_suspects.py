"""Names, numbers and addresses in remarks are marked before anybody else reads them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.surveys.suspects import BLACK, blackened, suspects

TEAM = ("Léa Exemple", "Yann Le Goff")


def marked(text: str) -> list[str]:
    return [text[part.start : part.end] for part in suspects(text, TEAM)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Merci à Léa pour sa patience", ["Léa"]),
        ("lea est formidable", ["lea"]),
        ("LÉA EXEMPLE m’a aidé", ["LÉA EXEMPLE"]),
        ("Mme Dupont était absente", ["Dupont"]),
        ("monsieur benali m’a bien reçu", ["benali"]),
        ("J’étais avec Fatima et sa fille", ["Fatima"]),
        ("Sophie Martin explique trop vite", ["Sophie Martin"]),
        ("Rappelez-moi au 06 12 34 56 78", ["06 12 34 56 78"]),
        ("mon numéro +33612345678 merci", ["+33612345678"]),
        ("allocataire 1234567", ["1234567"]),
        ("écrivez à jean.dupont@exemple.fr svp", ["jean.dupont@exemple.fr"]),
        ("voir www.exemple.fr/page", ["www.exemple.fr/page"]),
        ("J’habite 12 rue des Lilas, c’est loin", ["12 rue des Lilas"]),
    ],
)
def test_who_can_be_recognised_is_marked(text: str, parts: list[str]) -> None:
    assert marked(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Rien à changer, tout était parfait",
        "Il faudrait plus de temps. Une heure ne suffit pas.",
        "Trop de bruit à Rennes le lundi",
        "La CAF ne répond jamais",
        "2 heures d’attente pour 20 minutes",
        "",
    ],
)
def test_what_says_nothing_of_anybody_is_not_marked(text: str) -> None:
    assert marked(text) == []


def test_a_black_part_is_always_as_long() -> None:
    text = "Merci Léa, 06 12 34 56 78"
    assert blackened(text, suspects(text, TEAM)) == f"Merci {BLACK}, {BLACK}"


@given(st.text(max_size=300))
def test_whatever_is_written_parts_lie_apart_and_in_order(text: str) -> None:
    parts = suspects(text, TEAM)
    assert all(0 <= part.start < part.end <= len(text) for part in parts)
    assert all(one.end <= other.start for one, other in pairwise(parts))
    black = blackened(text, parts)
    assert black.count(BLACK) >= len(parts)
