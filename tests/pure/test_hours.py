"""Opening hours as the national schema writes them, read or refused."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.demo.sites import KINDS
from mediation.hours import NotUnderstood, is_open, is_understood

MONDAY, SATURDAY, SUNDAY = 30, 28, 29  # November 2026


def open_at(text: str, day: int, hour: int, minute: int = 0, *, holiday: bool = False) -> bool:
    return is_open(text, datetime(2026, 11, day, hour, minute), holiday=holiday)


@pytest.mark.parametrize(
    ("text", "day", "hour", "minute", "expected"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:00", MONDAY, 9, 0, True),
        ("Mo-Fr 09:00-12:00,14:00-17:00", MONDAY, 12, 0, False),
        ("Mo-Fr 09:00-12:00,14:00-17:00", MONDAY, 16, 59, True),
        ("Mo-Fr 09:00-12:00,14:00-17:00", SATURDAY, 10, 0, False),
        ("Tu-Fr 10:00-18:30; Sa 10:00-17:00", SATURDAY, 10, 0, True),
        ("Mo,We 09:00-12:00", MONDAY, 10, 0, True),
        ("Fr-Mo 09:00-12:00", SUNDAY, 10, 0, True),
        ("Mo-Su 08:00-20:00; Su off", SUNDAY, 10, 0, False),
        ("09:00-12:00", SUNDAY, 10, 0, True),
        ("24/7", SUNDAY, 3, 0, True),
        ("Sa 20:00-02:00", SUNDAY, 1, 59, True),
        ("Sa 20:00-02:00", SUNDAY, 2, 0, False),
        ("Mo 00:00-24:00", MONDAY, 23, 59, True),
    ],
)
def test_whether_a_place_is_open(text: str, day: int, hour: int, minute: int, expected: bool) -> None:
    assert open_at(text, day, hour, minute) is expected


def test_on_a_public_holiday_only_a_rule_for_it_opens() -> None:
    assert not open_at("Mo-Fr 09:00-12:00", MONDAY, 10, holiday=True)
    assert not open_at("Mo-Fr 09:00-12:00; PH off", MONDAY, 10, holiday=True)
    assert open_at("Mo-Fr 09:00-12:00; PH 10:00-11:00", MONDAY, 10, holiday=True)


@pytest.mark.parametrize(
    "text",
    ["", "au printemps", "Mo-Fr", "Xx 09:00-12:00", "Mo 25:00-26:00", "Apr-Oct Mo 09:00-12:00", "Mo 9-12"],
)
def test_what_is_not_understood_is_refused_rather_than_guessed(text: str) -> None:
    assert not is_understood(text)
    with pytest.raises(NotUnderstood):
        open_at(text, MONDAY, 10)


@pytest.mark.parametrize("kind", KINDS)
def test_the_hours_of_the_demo_are_understood(kind: str) -> None:
    assert is_understood(KINDS[kind].hours)


@given(st.text(alphabet="MoTuWeThFrSaSuPH-,;: 0123456789of/é", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    if is_understood(text):
        assert open_at(text, MONDAY, 10) in (True, False)
