"""Periods as people name them, and waits of which half and nine in ten are exact."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.statistics.indicators import shares, waits
from bookings.statistics.periods import Grain, Period, next_month, period_of

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@given(DAYS, DAYS)
def test_months_and_edges_are_every_day_of_a_period_once(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    days = [day for first, last in period.edges() for day in range(first.toordinal(), last.toordinal() + 1)]
    for month in period.months():
        days += range(month.toordinal(), next_month(month).toordinal())
    assert sorted(days) == list(range(period.first.toordinal(), period.last.toordinal() + 1))


def test_a_year_is_its_twelve_months_and_nothing_else() -> None:
    year = period_of(Grain.YEAR, date(2028, 2, 29))
    assert (year.first, year.last, year.grain) == (date(2028, 1, 1), date(2028, 12, 31), Grain.YEAR)
    assert (len(year.months()), year.edges()) == (12, [])


def test_before_a_quarter_comes_the_quarter_before_and_before_ten_days_ten_days() -> None:
    assert period_of(Grain.QUARTER, date(2026, 2, 3)).previous() == Period(
        date(2025, 10, 1), date(2025, 12, 31)
    )
    assert Period(date(2026, 3, 11), date(2026, 3, 20)).previous() == Period(
        date(2026, 3, 1), date(2026, 3, 10)
    )
    leap = Period(date(2028, 2, 29), date(2028, 3, 1)).a_year_before()
    assert leap == Period(date(2027, 2, 28), date(2027, 3, 1))


def test_a_period_upside_down_is_none() -> None:
    with pytest.raises(ValueError, match="upside down"):
        Period(date(2026, 3, 2), date(2026, 3, 1))


@given(st.lists(st.integers(0, 366), min_size=1, max_size=60))
def test_half_waited_so_long_or_less_and_nine_in_ten_too(days: list[int]) -> None:
    histogram = {str(day): days.count(day) for day in days}
    ordered = sorted(days)
    found = waits(histogram)
    assert found.median == ordered[(len(days) + 1) // 2 - 1]
    assert found.p90 == ordered[-(-9 * len(days) // 10) - 1]
    assert found.of == len(days)


def test_nobody_waited_is_no_number() -> None:
    assert waits({}).median is None


def test_shares_are_of_those_who_said() -> None:
    found = shares({"resolu": 6, "partiel": 2, "": 4})
    assert [(part.code, part.n, part.of, part.percent) for part in found.parts] == [
        ("resolu", 6, 8, 75.0),
        ("partiel", 2, 8, 25.0),
    ]
    assert (found.of, found.missing) == (12, 4)
