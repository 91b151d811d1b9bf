"""What is published of a place: the forms that the schema and the national library take, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.directory.publishing import DEFAULT_SERVICE, NOBODY, ONLINE, clean, closed, receiving
from mediation.directory.schema import COLUMNS, ENUMERATIONS
from mediation.directory.typologies import CODES

PATTERNS = {
    "pivot": r"[a-zA-Z0-9]{14}|W[a-zA-Z0-9]{9}",
    "telephone": r"(\+33|\+590|\+594|\+262|\+596|\+269|\+687|\+689|\+508|\+681)(\d){6,9}",
    "commune": r"[A-Za-z\dÀ-ÖØ-öø-ÿœ-ŸŒ\-'’\s]*",
    "adresse": r"[0-9A-Za-z\dÀ-ÖØ-öø-ÿœ-ŸŒ\-,()°.&:+–|;'’/\s]*",
    "latitude": r"[+-]?[0-9]*\.?[0-9]*",
}


@pytest.mark.parametrize(
    ("column", "given", "published"),
    [
        ("telephone", "02 99 00 00 00", "+33299000000"),
        ("telephone", "+262 692 12 34 56", "+262692123456"),
        ("telephone", "+41791234567", ""),
        ("services", " Loisirs et créations numériques | | ", "Loisirs et créations numériques"),
        ("services", "Magie", ""),
        ("typologie", "commune|BIB|BIB", "MUNI|BIB"),
        ("formations_labels", "Étapes numériques(La Poste)", "Étapes numériques (La Poste)"),
        ("modalites_acces", "Ce lieu n’accueille pas de public", NOBODY),
        ("horaires", "Mo-Fr 09:00-12:00 , 14:00-17:00;", "Mo-Fr 09:00-12:00, 14:00-17:00"),
        ("horaires", "Lu-Ve 9h-12h", ""),
        ("courriels", "Accueil <a@example.org>;b@example.org", "a@example.org|b@example.org"),
        ("prise_rdv", "http://127.0.0.1:8000/", ""),
        ("adresse", "12 bis, rue de l’Église (bât. A) n°3", "12 bis, rue de l’Église (bât. A) n°3"),
        ("adresse", '1 rue "de l’Essai" #3', "1 rue 'de l’Essai' 3"),
        ("pivot", "123456789", "00000000000000"),
        ("presentation_detail", " tel  quel ", " tel  quel "),
    ],
)
def test_a_value_is_published_in_the_form_that_is_taken(column: str, given: str, published: str) -> None:
    assert clean({column: given}) == {column: published}


def test_a_coordinate_alone_is_not_published() -> None:
    assert clean({"latitude": "48,1", "longitude": "-1.68"}) == {"latitude": "48.1", "longitude": "-1.68"}
    assert clean({"latitude": "48,1", "longitude": "ouest"}) == {"latitude": "", "longitude": ""}


def test_a_place_to_book_at_has_a_service_and_says_how_to_book() -> None:
    booking = "https://rdv.example.org/lieu/x/"
    bare = receiving({}, booking)
    assert bare == {"services": DEFAULT_SERVICE, "modalites_acces": ONLINE, "prise_rdv": booking}
    told = receiving({"services": "Magie", "modalites_acces": f"Se présenter|{NOBODY}"}, booking)
    assert (told["services"], told["modalites_acces"]) == ("Magie", f"Se présenter|{ONLINE}")
    other = receiving({"prise_rdv": "https://autre.example.org/"}, "http://localhost:8000/lieu/x/")
    assert other["prise_rdv"] == "https://autre.example.org/"


def test_a_closed_place_says_that_it_receives_nobody_and_names_nothing_it_would_offer() -> None:
    values = closed(
        {"nom": "X", "services": "A", "frais_a_charge": "Gratuit", "prise_rdv": "https://example.org/"}
    )
    assert values["modalites_acces"] == NOBODY
    assert {column for column, value in values.items() if value} == {"nom", "modalites_acces"}


def test_there_are_92_typologies() -> None:
    assert len(CODES) == 92


cell = (
    st.text(max_size=40) | st.from_regex(r"[0+ 1-9.-]{8,14}", fullmatch=True) | st.sampled_from(sorted(CODES))
)
listed = st.lists(
    st.sampled_from(sorted({name for names in ENUMERATIONS.values() for name in names})), max_size=3
)


@given(st.dictionaries(st.sampled_from(COLUMNS), cell | listed.map(" | ".join)))
def test_whatever_is_given_what_is_published_is_taken_and_stays_so(given: dict[str, str]) -> None:
    published = clean(given)
    assert set(published) == set(given)
    for column, pattern in PATTERNS.items():
        assert re.fullmatch(pattern, value := published.get(column, "")) or not value
    for column, names in ENUMERATIONS.items():
        assert {part for part in published.get(column, "").split("|") if part} <= set(names)
    assert clean(published) == published
