"""Periods of figures: the whole months in them, and the days at their edges. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Grain(StrEnum):
    """Over how long something was counted."""

    DAY = "d"
    MONTH = "m"
    QUARTER = "q"
    YEAR = "y"


MONTHS_OF = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


@dataclass(frozen=True)
class Period:
    """From one day to another, both included. Raises ValueError when it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period upside down")

    @property
    def after(self) -> date:
        return self.last + timedelta(days=1)

    @property
    def grain(self) -> Grain | None:
        """The month, quarter or year that it is; None when it is neither."""
        return next((grain for grain in MONTHS_OF if self == period_of(grain, self.first)), None)

    def months(self) -> list[date]:
        """The first days of the months that lie in it wholly."""
        return [month for month in months_between(self.first, self.last) if self._holds(month)]

    def edges(self) -> list[tuple[date, date]]:
        """From and until (included) of the days that lie in no whole month of it: none, one or two stretches."""
        whole = self.months()
        if not whole:
            return [(self.first, self.last)]
        before, after = whole[0], next_month(whole[-1])
        stretches = [(self.first, before - timedelta(days=1)), (after, self.last)]
        return [(start, end) for start, end in stretches if start <= end]

    def previous(self) -> "Period":
        """The one before, as long: the month (quarter, year) before, else as many days."""
        if self.grain is not None:
            return period_of(self.grain, self.first - timedelta(days=1))
        length = self.last - self.first
        end = self.first - timedelta(days=1)
        return Period(end - length, end)

    def a_year_before(self) -> "Period":
        """The same days a year before; 29 February is 28 there."""
        return Period(_year_before(self.first), _year_before(self.last))

    def _holds(self, month: date) -> bool:
        return month >= self.first and next_month(month) <= self.after


def months_between(first: date, last: date) -> Iterator[date]:
    """The first days of all months that have a day in it."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = next_month(month)


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def period_of(grain: Grain, day: date) -> Period:
    """The month, quarter or year that a day is in."""
    length = MONTHS_OF[grain]
    start = day.replace(month=(day.month - 1) // length * length + 1, day=1)
    end = start
    for _ in range(length):
        end = next_month(end)
    return Period(start, end - timedelta(days=1))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
