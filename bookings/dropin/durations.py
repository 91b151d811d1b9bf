"""How long somebody waited, came to the desk, was helped: recomputed from the periods they stood in each state. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from bookings.dropin.states import State

_NONE = timedelta()


class Period(NamedTuple):
    """How long somebody stood in one state; `ended_at` None: they still do."""

    state: str
    began_at: datetime
    ended_at: datetime | None


class Durations(NamedTuple):
    """`wait`: until the first call that they followed, pauses of their own left out; `way`: from the call to the desk;
    `service`: all the time they were helped, interruptions left out.
    """

    wait: timedelta
    way: timedelta
    service: timedelta


def durations(periods: Sequence[Period], *, now: datetime) -> Durations:
    """From the periods of one turn, oldest first."""
    served = next((each.began_at for each in periods if each.state == State.SERVING), None)
    before = [each for each in periods if served is None or each.began_at < served]
    return Durations(
        wait=_sum(before, State.WAITING, now),
        way=_sum(periods, State.CALLED, now),
        service=_sum(periods, State.SERVING, now),
    )


def _sum(periods: Iterable[Period], state: State, now: datetime) -> timedelta:
    stood = ((each.ended_at or now) - each.began_at for each in periods if each.state == state)
    return sum(stood, _NONE)


def median_minutes(each: Iterable[timedelta]) -> int | None:
    """The median, in whole minutes; None of nothing."""
    seconds = [span.total_seconds() for span in each]
    return round(median(seconds) / 60) if seconds else None
