"""What is derived from a national line, and what is published after an edit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.directory.facts import changed, facts, followed, readable_phone
from mediation.directory.names import short_name, spoken_name
from mediation.directory.schema import COLUMNS

RAW = {"nom": "Médiathèque de démonstration", "commune": "Rennes", "adresse": "1 rue de la Démonstration"}


def with_(**values: str) -> dict[str, str]:
    return {**RAW, **values}


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("02 61 91 00 00", "+33261910000"),
        ("+33261910000", "+33261910000"),
        ("33261910000", "+33261910000"),
        (" 0033 2.61.91.00.00", "+33261910000"),
        ("+262262200000", "+262262200000"),
        ("3949", ""),
        ("", ""),
        ("x", ""),
    ],
)
def test_phones_are_read_as_french_people_write_them(written: str, dialled: str) -> None:
    assert readable_phone(written) == dialled


def test_facts_are_derived_and_unknown_ones_stay_unknown() -> None:
    found = facts(
        with_(
            nom="  Maison\n du  quartier ",
            latitude="48,11",
            courriels="Accueil <a@example.org>|b@example.org",
            site_web="https://example.org/|https://example.net/",
        )
    )
    assert found.name == "Maison du quartier"
    assert (found.latitude, found.longitude) == (48.11, None)
    assert (found.email, found.website) == ("a@example.org", "https://example.org/")
    assert facts({}).name == ""
    assert len(facts({"nom": "x" * 500}).name) == 200


def test_a_newer_line_changes_only_what_it_says_differently() -> None:
    assert changed(RAW, with_(adresse="2 rue Neuve", horaires="Mo 09:00-12:00")) == {"address": "2 rue Neuve"}
    assert changed({}, RAW)["name"] == RAW["nom"]


def test_an_edited_fact_is_published_and_the_others_stay_raw() -> None:
    raw = with_(nom=" Média  ", courriels="a@example.org|b@example.org", latitude="48,1", telephone="?")
    same = facts(raw)
    assert followed(raw, same) == raw
    edited = type(same)(**{**vars(same), "email": "c@example.org", "latitude": 48.25, "phone": ""})
    assert followed(raw, edited) == {
        **raw,
        "courriels": "c@example.org|b@example.org",
        "latitude": "48.25",
    }
    emptied = type(same)(**{**vars(same), "email": "", "latitude": None, "name": "Médiathèque"})
    assert followed(raw, emptied) == {
        **raw,
        "courriels": "b@example.org",
        "latitude": "",
        "nom": "Médiathèque",
    }


@pytest.mark.parametrize(
    ("name", "short", "spoken"),
    [
        ("ESC Aimé Césaire", "ESC Aimé Césaire", "espace social commun Aimé Césaire"),
        (
            "Espace social commun « Simone Iff » (Maurepas)",
            "ESC Simone Iff (Maurepas)",
            "Espace social commun Simone Iff",
        ),
        (
            "France Services de Saint-Jacques-de-la-Lande",
            "France Services Saint-Jacques",
            "France Services de Saint-Jacques-de-la-Lande",
        ),
        ("Mairie – St Gilles & CCAS", "Mairie - St Gilles & CCAS", "Mairie, Saint Gilles et C C A S"),
        ("☃", "", "☃"),
    ],
)
def test_a_place_gets_a_short_and_a_spoken_name_to_start_with(name: str, short: str, spoken: str) -> None:
    assert short_name(name) == short
    assert spoken_name(name) == spoken


GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


@given(st.text(max_size=300))
def test_a_short_name_always_fits_an_sms_and_a_spoken_one_a_breath(name: str) -> None:
    assert len(short_name(name)) <= 30
    assert set(short_name(name)) <= GSM_7
    assert len(spoken_name(name)) <= 120


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=60)))
def test_facts_that_nobody_edited_always_publish_the_raw_line(raw: dict[str, str]) -> None:
    assert followed(raw, facts(raw)) == raw
