"""Opening hours as the national schema writes them, read or refused."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from mediation import holidays
from mediation.demo.sites import KINDS
from mediation.hours import NotUnderstood, is_open, is_understood, speaks_of, tidied, week

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
    ["", "au printemps", "Lu-Ve", "Xx 09:00-12:00", "Mo 25:00-26:00", "09h00-12h00", "Mo 9-12", "Mo " * 400],
)
def test_what_is_not_understood_is_refused_rather_than_guessed(text: str) -> None:
    assert not is_understood(text)
    with pytest.raises(NotUnderstood):
        open_at(text, MONDAY, 10)


@pytest.mark.parametrize(
    ("text", "day", "hour", "expected"),
    [
        ("Apr-Oct Mo 09:00-12:00", MONDAY, 10, False),
        ("Nov-Mar Mo 09:00-12:00", MONDAY, 10, True),
        ("week 01-53/2 Mo 09:00-12:00", MONDAY, 10, True),  # Week 49.
        ("week 02-53/2 Mo 09:00-12:00", MONDAY, 10, False),
        ("Sa[-1] 09:00-12:00", SATURDAY, 10, True),
        ("Sa[1] 09:00-12:00", SATURDAY, 10, False),
        ("2026 Nov 30 off; Mo 09:00-12:00", MONDAY, 10, True),
        ("Mo 09:00-12:00; 2026 Nov 30 off", MONDAY, 10, False),
        ("Mo-Fr 09:00-12:00, Mo 14:00-16:00", MONDAY, 15, True),
        # A rule for a day takes the place of what the night before had left in it.
        ("Fr 22:00-02:00; Sa 10:00-12:00", SATURDAY, 1, False),
        ("Fr 22:00-02:00, Sa 10:00-12:00", SATURDAY, 1, True),
    ],
)
def test_the_whole_syntax_is_read(text: str, day: int, hour: int, expected: bool) -> None:
    assert open_at(text, day, hour) is expected


def test_a_night_does_not_go_on_into_a_holiday_that_is_closed() -> None:
    christmas_morning = datetime(2026, 12, 25, 1)
    assert is_open("22:00-02:00", christmas_morning, holiday=False)
    assert not is_open("22:00-02:00; PH off", christmas_morning, holiday=True)
    assert not is_open("22:00-02:00", christmas_morning, holiday=True)


def test_a_holiday_of_overseas_follows_the_rule_for_holidays_too() -> None:
    abolition = datetime(2026, 12, 20, 10)  # In Réunion; the library only knows those of metropolitan France.
    assert is_open("Mo-Su 09:00-18:00; PH 10:00-11:00", abolition, holiday=True)
    assert not is_open("Mo-Su 09:00-18:00; PH 10:00-11:00", abolition.replace(hour=15), holiday=True)
    assert not is_open("Mo-Su 09:00-18:00", abolition, holiday=True)
    victory = datetime(2026, 5, 8, 10)
    assert is_open("Mo-Su 09:00-18:00; PH off", victory, holiday=False)


def test_the_library_has_the_holidays_that_the_product_has() -> None:
    closed = OpeningHours("24/7; PH off", country="FR")
    for year in range(2025, 2036):
        days = {date(year, 1, 1) + timedelta(days=number) for number in range(365)}
        library = {day for day in days if closed.is_closed(datetime.combine(day, time(12)))}
        assert library == set(holidays.days([year])) & days


def test_what_only_a_comment_explains_is_not_surely_open() -> None:
    assert not open_at('"sur rendez-vous"', MONDAY, 3)
    assert not open_at('Mo 09:00-12:00 "sur rendez-vous"', MONDAY, 10)
    assert open_at('Mo 09:00-12:00; Sa 10:00-12:00 "sur rendez-vous"', MONDAY, 10)


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 09:00-12:00 , 14:00-17:00",
        " Mo-Fr  09:00-12:00,14:00-17:00 ; ",
        "Mo-Fr 09:00-12:00,\n14:00-17:00",
    ],
)
def test_spaces_and_a_last_semicolon_change_nothing(text: str) -> None:
    assert open_at(text, MONDAY, 15)
    assert not open_at(text, SUNDAY, 15)
    assert tidied('Mo 09:00-12:00 "9 h , sur rendez-vous ;"') == 'Mo 09:00-12:00 "9 h , sur rendez-vous ;"'


def test_a_word_in_a_comment_is_no_rule() -> None:
    assert speaks_of("Mo 09:00-12:00; PH off", "PH")
    assert not speaks_of('Mo 09:00-12:00 "PH ?"', "PH")


def test_a_week_is_told_day_by_day() -> None:
    days = list(week("Mo-Fr 09:00-12:00; Fr 22:00-02:00", date(2026, 11, 30)))
    said = [[f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in times] for _day, times in days]
    assert said == [["09:00-12:00"]] * 4 + [["22:00-00:00"], ["00:00-02:00"], []]


@pytest.mark.parametrize("kind", KINDS)
def test_the_hours_of_the_demo_are_understood(kind: str) -> None:
    assert is_understood(KINDS[kind].hours)


@given(st.text(alphabet="MoTuWeThFrSaSuPH-,;: 0123456789of/é", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    if is_understood(text):
        assert open_at(text, MONDAY, 10) in (True, False)
        assert is_understood(tidied(text))
