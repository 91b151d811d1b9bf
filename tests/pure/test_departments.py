"""Each place has the public holidays and the clocks of its department."""

from datetime import date

import pytest

from mediation import holidays
from mediation.departments import department, school_zone, subdivision, zone
from mediation.holidays import school_days

SAINT_DENIS, POINTE_A_PITRE, FORT_DE_FRANCE = "97411", "97120", "97209"
STRASBOURG, COLMAR, METZ, RENNES, AJACCIO = "67482", "68066", "57463", "35238", "2A004"


def free(insee_code: str, *days: str, postcode: str = "") -> list[bool]:
    wanted = [date.fromisoformat(day) for day in days]
    return [holidays.is_one(day, subdivision(insee_code, postcode)) for day in wanted]


@pytest.mark.parametrize(
    ("insee_code", "day"),
    [
        (SAINT_DENIS, "2026-12-20"),
        (POINTE_A_PITRE, "2026-05-27"),
        (FORT_DE_FRANCE, "2026-05-22"),
        ("97302", "2026-06-10"),
        ("97611", "2026-04-27"),
        ("98818", "2026-09-24"),
        ("97701", "2026-10-09"),
        ("97801", "2026-05-28"),
        (STRASBOURG, "2026-04-03"),
        (COLMAR, "2026-12-26"),
        (METZ, "2026-12-26"),
    ],
)
def test_a_day_of_its_own_is_a_holiday_there_and_not_in_rennes(insee_code: str, day: str) -> None:
    assert free(insee_code, day) == [True]
    assert free(RENNES, day) == [False]


@pytest.mark.parametrize(
    "insee_code", [SAINT_DENIS, POINTE_A_PITRE, STRASBOURG, RENNES, AJACCIO, "97502", ""]
)
def test_the_nations_days_count_everywhere(insee_code: str) -> None:
    assert free(insee_code, "2026-05-01", "2026-07-14", "2026-12-25", "2026-12-24") == [True] * 3 + [False]


def test_a_place_without_a_commune_goes_by_its_postcode() -> None:
    assert subdivision("", "97400") == "974"
    assert subdivision("", "67000") == "6AE"
    assert subdivision("", "97133") == "BL"
    assert subdivision("", "35000") == subdivision("", "") == ""
    assert department("2A004") == "2A"


def test_clocks_follow_the_department() -> None:
    assert zone("98818") == "Pacific/Noumea"
    assert zone("", "97400") == "Indian/Reunion"
    assert zone(RENNES) == zone("") == "Europe/Paris"


@pytest.mark.parametrize(
    ("insee_code", "postcode", "schools"),
    [
        *[("35238", "", "B"), ("", "35000", "B"), ("33063", "", "A"), ("75056", "", "C"), ("01053", "", "A")],
        *[("2A004", "", ""), ("", "20000", ""), ("98818", "", ""), ("97411", "", ""), ("", "", "")],
    ],
)
def test_a_place_has_the_school_holidays_of_its_zone(insee_code: str, postcode: str, schools: str) -> None:
    assert school_zone(insee_code, postcode) == schools


def test_the_winter_holidays_of_rennes_are_those_of_the_arrete() -> None:
    """2026-2027, zone B: from Saturday 20 February to the Monday of 8 March (https://www.education.gouv.fr)."""
    days = school_days([2027], "B")
    assert {date(2027, 2, 20), date(2027, 3, 7)} <= days
    assert not {date(2027, 2, 19), date(2027, 3, 8)} & days
    assert school_days([2027], "") == frozenset()
