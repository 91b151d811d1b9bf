"""When synthetic appointments are: an even grid over working days. Pure; days are local dates.

A mediator receives from 9:00 to 12:00 and from 13:30 to 17:15, forty-five minutes each: nine times a day, of
which seven are taken while there are appointments left.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from random import Random
from typing import NamedTuple

SLOT_MIN = 45
# (opens, closes) of the two openings of a day, and the minutes after midnight at which appointments start.
HALVES = ((time(9), time(12)), (time(13, 30), time(17, 15)))
STARTS = tuple(range(9 * 60, 12 * 60, SLOT_MIN)) + tuple(range(13 * 60 + 30, 17 * 60 + 15, SLOT_MIN))
TAKEN_A_DAY = 7
AHEAD_DAYS = 30


class Cell(NamedTuple):
    """A mediator's day, and which of its nine times are taken."""

    day: date
    mediator: int
    taken: tuple[int, ...]


def home(mediator: int, sites: int) -> int:
    """The site where a mediator (both from 0) usually is."""
    return mediator % sites


def place(mediator: int, weekday: int, sites: int) -> int:
    """The site on a weekday: Wednesdays and Fridays are spent at the neighbouring one (sites go two by two)."""
    usual = home(mediator, sites)
    elsewhere = usual ^ 1
    return elsewhere if weekday in (2, 4) and elsewhere < sites else usual


def working_days(today: date, free: frozenset[date]) -> Iterator[date]:
    """Monday to Friday but holidays, from the day after `today` on."""
    day = today
    while True:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in free:
            yield day


def days_ahead(today: date, free: frozenset[date]) -> list[date]:
    """The working days of the thirty days to come."""
    limit = today + timedelta(days=AHEAD_DAYS)
    days: list[date] = []
    for day in working_days(today, free):
        if day > limit:
            return days
        days.append(day)
    return days


def days_behind(today: date, free: frozenset[date], count: int) -> list[date]:
    """The `count` working days up to yesterday, in order."""
    days: list[date] = []
    day = today
    while len(days) < count:
        day -= timedelta(days=1)
        if day.weekday() < 5 and day not in free:
            days.append(day)
    return days[::-1]


def split(mediators: int, appointments: int, ahead: int) -> tuple[int, int]:
    """(behind, ahead): how many appointments are over, and how many are in the `ahead` working days to come.

    Ahead first, up to seven a day each, but never more than a third of all.
    """
    coming = min(mediators * ahead * TAKEN_A_DAY, appointments // 3)
    return appointments - coming, coming


def cells(days: list[date], mediators: int, total: int, random: Random) -> Iterator[Cell]:
    """`total` appointments spread evenly over days and mediators, day by day as a real table fills."""
    count, index = len(days) * mediators, 0
    if total > count * len(STARTS):
        raise ValueError("more appointments than times")
    grid = range(len(STARTS))
    for day in days:
        for mediator in range(mediators):
            share = (index + 1) * total // count - index * total // count
            index += 1
            yield Cell(day, mediator, tuple(sorted(random.sample(grid, share))))
