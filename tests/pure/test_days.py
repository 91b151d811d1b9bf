"""Dates from addresses and forms: those that somebody means are read, all others are refused before any sum."""

from datetime import UTC, date, datetime

import pytest

from mediation.days import NotADay, is_near, read_day, read_moment, read_second

STAMP = "%Y%m%dT%H%MZ"


def test_days_that_somebody_means_are_read() -> None:
    assert read_day("2026-11-30") == date(2026, 11, 30)
    assert read_moment("20261130T0900Z", STAMP) == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert read_second(1_796_029_200) == datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["9999-12-31", "0001-01-01", "1999-12-31", "2201-01-01", "2026-02-30", "", "hier"]
)
def test_far_away_days_and_no_days_are_refused(text: str) -> None:
    with pytest.raises(NotADay):
        read_day(text)


@pytest.mark.parametrize("text", ["99991231T2359Z", "00010101T0000Z", "20260230T0900Z", "20261130", ""])
def test_far_away_moments_and_no_moments_are_refused(text: str) -> None:
    with pytest.raises(NotADay):
        read_moment(text, STAMP)


@pytest.mark.parametrize("second", [10**11, 10**18, -(10**18), 0])
def test_far_away_seconds_are_refused(second: int) -> None:
    with pytest.raises(NotADay):
        read_second(second)


def test_nearness_is_the_same_for_days_and_moments() -> None:
    assert is_near(date(2200, 12, 31)) and is_near(datetime(2000, 1, 1, tzinfo=UTC))
    assert not is_near(date(2201, 1, 1))
