"""Whose turn it is when seats are free: one order, whatever dates somebody wants. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Waiting:
    """A registration that waits for `seats` on each of `dates` (ids of those ahead)."""

    registration: int
    seats: int
    dates: frozenset[int]


def whose_turn(waiting: Sequence[Waiting], left: Mapping[int, int]) -> list[Waiting]:
    """Those who can have all they wait for, in their order; what the first ones get is not there for the next.

    Whoever cannot have it all keeps their place, and keeps no seat from who comes after them.
    """
    free, chosen = dict(left), []
    for each in waiting:
        if each.dates and all(free.get(date, 0) >= each.seats for date in each.dates):
            chosen.append(each)
            free.update({date: free[date] - each.seats for date in each.dates})
    return chosen


def answer_by(starts_at: datetime, *, now: datetime, within: timedelta, notice: timedelta) -> datetime | None:
    """Until when an offer may be answered: `within`, and `notice` before it starts at the latest; None when too late."""
    end = min(now + within, starts_at - notice)
    return end if end - now >= notice else None
