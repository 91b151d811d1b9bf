"""How long somebody will wait, as an honest range: the queue replayed with what helping people has taken lately. Pure.

The low end takes the median for everybody, the high end what nine in ten stay below; neither is a promise. Without enough
people helped before, or without anybody who helps, there is no number at all.
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

ENOUGH = 10
"""Fewer people helped before say nothing."""
_STEP_MIN = 5


@dataclass(frozen=True)
class Usual:
    """What helping one person takes: the median, and what nine in ten stay below."""

    median: timedelta
    ninth: timedelta


@dataclass(frozen=True)
class Wait:
    """From so many minutes to so many, in steps of five."""

    low_min: int
    high_min: int


def usual(services: Sequence[timedelta]) -> Usual | None:
    """What the last people helped have taken; None of too few."""
    if len(services) < ENOUGH:
        return None
    ordered = sorted(services)
    return Usual(_at(ordered, 0.5), _at(ordered, 0.9))


def wait_of(
    ahead: int, *, under_way: Sequence[timedelta], mediators: int, usual: Usual | None
) -> Wait | None:
    """How long the one waits who has `ahead` people before them.

    `under_way`: for how long each person at a desk has been helped. `mediators`: how many help today, in all.
    """
    if usual is None or mediators < 1:
        return None
    low, high = (_until(ahead, under_way, mediators, each) for each in (usual.median, usual.ninth))
    return Wait(math.floor(_steps(low)) * _STEP_MIN, max(1, math.ceil(_steps(high))) * _STEP_MIN)


def _until(ahead: int, under_way: Sequence[timedelta], mediators: int, each: timedelta) -> timedelta:
    free_in = sorted(max(timedelta(), each - spent) for spent in under_way)[:mediators]
    free_in += [timedelta()] * (mediators - len(free_in))
    heapq.heapify(free_in)
    for _ in range(ahead):
        heapq.heapreplace(free_in, free_in[0] + each)
    return free_in[0]


def _at(ordered: Sequence[timedelta], share: float) -> timedelta:
    """The value that this share of all stay at or below."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _steps(span: timedelta) -> float:
    return span.total_seconds() / 60 / _STEP_MIN
