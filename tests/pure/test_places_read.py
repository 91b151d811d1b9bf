"""Places as people write them: the communes of Rennes Métropole and some neighbourhoods, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.gazetteer.file import SHIPPED, read_communes
from mediation.gazetteer.places import Gazetteer, How, Place
from mediation.gazetteer.reading import read


def _shipped() -> Gazetteer:
    places: list[Place] = []
    postcodes: dict[str, frozenset[str]] = {}
    cedex: dict[str, frozenset[str]] = {}
    for facts in read_communes(SHIPPED.read_bytes()).communes:
        code, name = facts.insee_code, facts.name
        places.append(Place(f"c{code}", name, name, code, name))
        places += [
            Place(f"a{code}{n}", f"{old} ({name})", old, code, name)
            for n, (old, _) in enumerate(facts.former)
        ]
        for codes, known in ((facts.postcodes, postcodes), (facts.cedex, cedex)):
            known.update({each: known.get(each, frozenset()) | {code} for each in codes})
    for number, name in enumerate(
        ("Maurepas", "Le Blosne", "Centre", "Saint-Martin", "Francisco-Ferrer – La Poterie")
    ):
        places.append(Place(f"q{number}", f"{name} (Rennes)", name, "35238", "Rennes"))
    return Gazetteer(tuple(places), postcodes, cedex)


GAZETTEER = _shipped()


def names(typed: str) -> list[str]:
    return [place.name for place in read(typed, GAZETTEER).places]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # A postcode, a name, both, in any order and any letters.
        ("35170", "Bruz"),
        ("35 170", "Bruz"),
        ("F-35170", "Bruz"),
        ("3517O", "Bruz"),
        ("bruz", "Bruz"),
        ("35000 Rennes", "Rennes"),
        ("BRUZ (35170)", "Bruz"),
        ("Rennes 35700", "Rennes"),
        ("35760 saint gregoire", "Saint-Grégoire"),
        ("Sévigné Cesson", "Cesson-Sévigné"),
        ("rheu (le)", "Le Rheu"),
        ("cessonsevigne", "Cesson-Sévigné"),
        ("Lhermitage", "L'Hermitage"),
        ("LʼHermitage", "L'Hermitage"),
        # Shortened.
        ("St Grégoire", "Saint-Grégoire"),
        ("St. Jacques de la Lande", "Saint-Jacques-de-la-Lande"),
        ("St Jacques", "Saint-Jacques-de-la-Lande"),
        ("VERN S/SEICHE", "Vern-sur-Seiche"),
        ("Chap. des Fougeretz", "La Chapelle-des-Fougeretz"),
        ("Cesson", "Cesson-Sévigné"),
        ("Saint Grég", "Saint-Grégoire"),
        # CEDEX, with and without the town.
        ("35042", "Rennes"),
        ("35042 Rennes Cedex", "Rennes"),
        ("CS 63126 35031 RENNES CEDEX 7", "Rennes"),
        ("35703", "Rennes"),
        ("35911 Rennes Cedex 9", "Rennes"),
        ("35577", "Cesson-Sévigné"),
        ("BP 37203 – 35172 BRUZ cedex", "Bruz"),
        ("35769", "Saint-Grégoire"),
        # Whole addresses: never the town a street is called after.
        ("12 rue de Nantes, 35000 Rennes", "Rennes"),
        ("3 rue de Rennes 35170 Bruz", "Bruz"),
        ("3 rue de Rennes 35170", "Bruz"),
        ("12 rue de Rennes, Bruz", "Bruz"),
        ("12 rue de Rennes Bruz", "Bruz"),
        ("Bruz, 12 rue de Rennes", "Bruz"),
        ("5 place du Marché Le Rheu", "Le Rheu"),
        ("4 allée des Lilas\nBât. B\n35200 RENNES\nFrance", "Rennes"),
        ("13 rue de la Paix, appt 35, 35700 Rennes", "Rennes"),
        # Former days.
        ("Châtillon-sur-Seiche", "Châtillon-sur-Seiche (Noyal-Châtillon-sur-Seiche)"),
        ("chatillon s/ seiche 35230", "Châtillon-sur-Seiche (Noyal-Châtillon-sur-Seiche)"),
        ("Moigné", "Moigné (Le Rheu)"),
        ("Thorigné sur Vilaine", "Thorigné-sur-Vilaine (Thorigné-Fouillard)"),
        # Neighbourhoods, with or without the town.
        ("Maurepas", "Maurepas (Rennes)"),
        ("Rennes Maurepas", "Maurepas (Rennes)"),
        ("Maurepas, Rennes", "Maurepas (Rennes)"),
        ("quartier du Blosne", "Le Blosne (Rennes)"),
        ("centre-ville", "Centre (Rennes)"),
        ("la poterie", "Francisco-Ferrer – La Poterie (Rennes)"),
        ("35700 Maurepas", "Maurepas (Rennes)"),
        # With words around it.
        ("j’habite à Pacé", "Pacé"),
        ("Mairie de Bruz", "Bruz"),
        ("Rennes nord", "Rennes"),
    ],
)
def test_a_place_is_understood_as_people_write_it(typed: str, meant: str) -> None:
    assert names(typed) == [meant]
    assert read(typed, GAZETTEER).sure


def test_every_commune_is_understood_by_its_own_name_and_by_postcode_and_name() -> None:
    for facts in read_communes(SHIPPED.read_bytes()).communes:
        for typed in (
            facts.name,
            facts.name.upper(),
            f"{facts.postcodes[0]} {facts.name}",
            f"1 rue du Bois {facts.name}",
        ):
            assert names(typed) == [facts.name], typed


def test_every_former_name_leads_to_todays_commune() -> None:
    for facts in read_communes(SHIPPED.read_bytes()).communes:
        for old, _code in facts.former:
            assert [place.commune for place in read(old, GAZETTEER).places] == [facts.insee_code]


def test_a_postcode_of_several_communes_gives_them_all() -> None:
    assert names("35760") == ["Montgermont", "Saint-Grégoire"]
    assert read("35760", GAZETTEER).how is How.POSTCODE


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("la chapelle", ["La Chapelle-Chaussée", "La Chapelle-des-Fougeretz", "La Chapelle-Thouarault"]),
        ("35000 Bruz", ["Rennes", "Bruz"]),
        ("Betton ou Pacé", ["Betton", "Pacé"]),
    ],
)
def test_where_several_are_meant_one_is_asked_which(typed: str, meant: list[str]) -> None:
    reading = read(typed, GAZETTEER)
    assert reading.how is How.SEVERAL and names(typed) == meant and not reading.sure


@pytest.mark.parametrize(
    ("typed", "meant"), [("Saint Gregroire", "Saint-Grégoire"), ("Mordeles", "Mordelles")]
)
def test_a_slip_of_the_hand_is_a_question_never_an_answer(typed: str, meant: str) -> None:
    reading = read(typed, GAZETTEER)
    assert reading.how is How.GUESS and names(typed)[0] == meant and not reading.sure


@pytest.mark.parametrize(
    "typed",
    [
        *("44000", "44000 Nantes", "35400 Saint-Malo", "35137 Pleumeleuc", "44800 Saint-Herblain", "00000"),
        *("75012 Paris", "30800 Saint-Gilles"),
    ],
)
def test_a_town_elsewhere_is_not_taken_for_one_of_ours(typed: str) -> None:
    assert read(typed, GAZETTEER) == read("99999", GAZETTEER)
    assert read(typed, GAZETTEER).how is How.ELSEWHERE


@pytest.mark.parametrize(
    "typed", ["12 rue de Rennes", "4 allée des Lilas", "3 rue de la Chapelle-des-Fougeretz"]
)
def test_a_street_without_its_town_is_said_to_be_one(typed: str) -> None:
    assert read(typed, GAZETTEER).how is How.STREET and names(typed) == []


@pytest.mark.parametrize(
    "typed", ["", " ", "Nulle-Part", "🦄", "ب" * 150, "a\x00b", "Noyal-sur-Vilaine", "de la", "?!"]
)
def test_what_names_nothing_is_not_understood(typed: str) -> None:
    assert read(typed, GAZETTEER).how is How.UNKNOWN


@given(st.text(max_size=400))
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    reading = read(typed, GAZETTEER)
    assert bool(reading.places) == (reading.how not in (How.UNKNOWN, How.ELSEWHERE, How.STREET))


@given(
    st.sampled_from(sorted(place.name for place in GAZETTEER.places if place.code[0] == "c")), st.randoms()
)
def test_the_order_of_the_words_of_a_name_does_not_matter(name: str, random) -> None:  # type: ignore[no-untyped-def]
    words = name.replace("-", " ").replace("'", " ").split()
    random.shuffle(words)
    assert names(" ".join(words)) == [name]
