"""How long people waited and were helped in drop-ins, recomputed from the periods: nothing is counted in place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bookings.dropin.durations import Durations, Period, durations, median_minutes
from bookings.dropin.estimate import Usual, usual
from bookings.dropin.states import State
from bookings.models import TurnPeriod

# An estimate rests on so many days at most, the last ones.
_DAYS = 60
# Less than this is a slip of the finger, more was forgotten: neither says how long helping takes.
_SERVICE_MIN, _SERVICE_MAX = timedelta(minutes=1), timedelta(hours=3)


@dataclass(frozen=True)
class Waits:
    """One day at a site: how many were helped, left, could not be seen; median minutes of each part."""

    served: int
    left: int
    unmet: int
    wait_min: int | None
    way_min: int | None
    service_min: int | None


def waits_of(site_id: int, day: date, *, now: datetime) -> Waits:
    """The figures of a day. One query."""
    turns = _turns([site_id], day, day)
    known = [durations(periods, now=now) for periods in turns]
    last = [periods[-1].state for periods in turns]
    served = [each for each in known if each.service]
    return Waits(
        served=len(served),
        left=last.count(State.LEFT),
        unmet=last.count(State.UNMET),
        wait_min=median_minutes(each.wait for each in served),
        way_min=median_minutes(each.way for each in served),
        service_min=median_minutes(each.service for each in served),
    )


def usual_at(site_id: int, day: date, *, now: datetime) -> Usual | None:
    """What helping one person has taken at this site lately, that day so far included; None of too few. One query."""
    known = (durations(each, now=now) for each in _over(_turns([site_id], day - timedelta(days=_DAYS), day)))
    return usual([each.service for each in known if _SERVICE_MIN <= each.service <= _SERVICE_MAX])


def durations_of(site_ids: Iterable[int], first: date, last: date, *, now: datetime) -> list[Durations]:
    """Of every number given at these sites from one day to another: what statistics are made of. One query."""
    return [durations(periods, now=now) for periods in _turns(site_ids, first, last)]


def _over(turns: Iterable[Sequence[Period]]) -> list[Sequence[Period]]:
    return [each for each in turns if each[-1].state == State.DONE]


def _turns(site_ids: Iterable[int], first: date, last: date) -> list[list[Period]]:
    rows = TurnPeriod.objects.filter(
        turn__day__site_id__in=list(site_ids), turn__day__day__gte=first, turn__day__day__lte=last
    ).order_by("turn", "pk")
    turns: dict[int, list[Period]] = {}
    for turn, state, began_at, ended_at in rows.values_list("turn_id", "state", "began_at", "ended_at"):
        turns.setdefault(turn, []).append(Period(state, began_at, ended_at))
    return list(turns.values())
