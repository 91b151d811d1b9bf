"""What the line says of days, hours, numbers and addresses can be understood by ear."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.voice import spoken

PARIS = ZoneInfo("Europe/Paris")


def at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """A wall-clock time in Rennes."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (
            at(2026, 12, 8, 9, 30),
            "mardi 8 décembre à neuf heures trente",
            "Tuesday 8th of December at nine thirty",
        ),
        (at(2026, 12, 1, 12, 0), "mardi premier décembre à midi", "Tuesday 1st of December at noon"),
        (at(2026, 12, 1, 12, 15), "mardi premier décembre à midi quinze", "twelve fifteen in the afternoon"),
        (
            at(2026, 11, 30, 14, 0),
            "lundi 30 novembre à quatorze heures",
            "Monday 30th of November at two in the",
        ),
        (
            at(2027, 1, 3, 21, 5),
            "dimanche 3 janvier à vingt et une heures cinq",
            "3rd of January at nine oh five",
        ),
        (at(2027, 2, 22, 1, 0), "lundi 22 février à une heure", "22nd of February at one in the morning"),
        (at(2026, 6, 11, 0, 0), "jeudi 11 juin à minuit", "Thursday 11th of June at midnight"),
        (
            at(2026, 6, 13, 0, 31),
            "samedi 13 juin à minuit trente et une",
            "13th of June at twelve thirty-one",
        ),
        (
            at(2026, 8, 2, 8, 45),
            "dimanche 2 août à huit heures quarante-cinq",
            "2nd of August at eight forty-five",
        ),
    ],
)
def test_a_moment_is_said_in_words(moment: datetime, french: str, english: str) -> None:
    assert spoken.moment(moment.astimezone(UTC), PARIS, "fr") == french
    assert english in spoken.moment(moment.astimezone(UTC), PARIS, "en")


@pytest.mark.parametrize(
    ("now", "french", "english"),
    [
        (at(2026, 8, 2, 0, 1), "aujourd’hui à huit heures", "today at eight in the morning"),
        (at(2026, 8, 1, 23, 59), "demain à huit heures", "tomorrow at eight in the morning"),
        (at(2026, 7, 31, 23, 59), "dimanche 2 août à huit heures", "2nd of August at eight in the morning"),
        (at(2026, 8, 3, 0, 0), "dimanche 2 août à huit heures", "2nd of August at eight in the morning"),
    ],
)
def test_what_needs_no_calendar_is_said_without_one(now: datetime, french: str, english: str) -> None:
    moment = at(2026, 8, 2, 8, 0).astimezone(UTC)
    assert spoken.from_today(moment, PARIS, "fr", now=now.astimezone(UTC)) == french
    assert spoken.from_today(moment, PARIS, "en", now=now.astimezone(UTC)).endswith(english)


def test_the_hour_of_a_site_is_the_hour_on_its_own_wall() -> None:
    summer = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    assert spoken.moment(summer, PARIS, "fr").endswith("neuf heures trente")
    assert spoken.moment(summer, ZoneInfo("Indian/Reunion"), "fr").endswith("onze heures trente")


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "zéro", "zero"),
        (21, "vingt et un", "twenty-one"),
        (61, "soixante et un", "sixty-one"),
        (70, "soixante-dix", "seventy"),
        (71, "soixante et onze", "seventy-one"),
        (80, "quatre-vingts", "eighty"),
        (81, "quatre-vingt-un", "eighty-one"),
        (91, "quatre-vingt-onze", "ninety-one"),
        (99, "quatre-vingt-dix-neuf", "ninety-nine"),
    ],
)
def test_numbers_in_words(value: int, french: str, english: str) -> None:
    assert (spoken.number(value, "fr"), spoken.number(value, "en")) == (french, english)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_two_numbers_sound_the_same(language: str) -> None:
    assert len({spoken.number(value, language) for value in range(100)}) == 100


def test_a_booking_number_is_said_digit_by_digit() -> None:
    assert spoken.digits("482107", "fr") == "quatre, huit, deux, un, zéro, sept"
    assert spoken.digits("482107", "en") == "four, eight, two, one, zero, seven"


def test_a_telephone_number_is_said_by_pairs_in_french_and_by_digits_otherwise() -> None:
    assert spoken.phone("+33261910002", "fr") == (
        "zéro deux, soixante et un, quatre-vingt-onze, zéro zéro, zéro deux"
    )
    assert spoken.phone("+33261910002", "en").startswith("zero, two, six, one")
    assert spoken.phone("+4420", "fr") == "quatre, quatre, deux, zéro"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12 av. du Modèle", "12 avenue du Modèle, Rennes"),
        ("3 bd de l’Essai, 35000 Rennes", "3 boulevard de l’Essai, Rennes"),
        ("4B pl. St-Exemple", "4 bis place Saint Exemple, Rennes"),
        ("5 rue du Dr Fictif (2e étage)", "5 rue du Docteur Fictif, 2e étage, Rennes"),
        ("6 place du Modèle", "6 place du Modèle, Rennes"),
    ],
)
def test_an_address_is_said_in_full_and_without_its_postcode(written: str, said: str) -> None:
    assert spoken.address(written, "Rennes") == said


def test_an_address_without_a_commune_is_said_alone() -> None:
    assert spoken.address("6 place du Modèle", "") == "6 place du Modèle"


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)),
    st.sampled_from(["fr", "en"]),
)
def test_every_minute_of_every_day_can_be_said_without_a_sign_a_voice_trips_over(
    at: datetime, language: str
) -> None:
    said = spoken.moment(at.replace(tzinfo=PARIS), PARIS, language)
    assert all(part.isalnum() for part in said.replace("-", "").split())
