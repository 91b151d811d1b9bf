"""Fills openings with invented appointments. Pure; instants are whole seconds since 1970, UTC."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import NamedTuple

from mediation.intervals import Interval


class Subject(NamedTuple):
    """A topic as the agenda needs it; `weight` is how often people come for it."""

    topic: int
    duration_min: int
    buffer_min: int
    needs_machine: bool
    weight: int


class Block(NamedTuple):
    """Free time of a mediator at a site, for these subjects."""

    start: int
    end: int
    mediator: int
    site: int
    subjects: Sequence[Subject]


class Planned(NamedTuple):
    """An appointment to make: [start, end) at a site, then the buffer."""

    start: int
    end: int
    mediator: int
    site: int
    subject: Subject


@dataclass
class Crowd:
    """How many appointments a site takes at once; remembers those it has taken."""

    places: dict[int, int]
    machines: dict[int, int]
    taken: dict[tuple[int, int], list[tuple[int, int, bool]]] = field(default_factory=dict)

    def admits(self, planned: Planned) -> bool:
        """Whether rooms and machines are left all along; careful, it counts all that overlap at some instant."""
        rest = [
            machine
            for start, end, machine in self._around(planned)
            if start < planned.end and end > planned.start
        ]
        if len(rest) >= self.places.get(planned.site, 1_000_000):
            return False
        machines = self.machines.get(planned.site, 1_000_000)
        return not planned.subject.needs_machine or sum(rest) < machines

    def take(self, planned: Planned) -> None:
        """Remember one."""
        self._around(planned).append((planned.start, planned.end, planned.subject.needs_machine))

    def _around(self, planned: Planned) -> list[tuple[int, int, bool]]:
        # UTC days: no opening of the demo crosses midnight UTC.
        return self.taken.setdefault((planned.site, planned.start // 86_400), [])


def fill(blocks: Iterable[Block], crowd: Crowd, share: dict[int, float], random: Random) -> Iterator[Planned]:
    """Appointments inside the blocks, one after the other, each with its buffer before the next.

    `share[day]` (days since 1970) is how likely a time is taken; days that are missing stay empty.
    """
    for block in blocks:
        weights = [subject.weight for subject in block.subjects]
        at, chance = block.start, share.get(block.start // 86_400, 0.0)
        while at < block.end:
            subject = random.choices(block.subjects, weights)[0]
            planned = Planned(at, at + subject.duration_min * 60, block.mediator, block.site, subject)
            if planned.end > block.end:
                break
            if random.random() < chance and crowd.admits(planned):
                crowd.take(planned)
                yield planned
            at = planned.end + subject.buffer_min * 60


def apart(planned: Iterable[Planned]) -> bool:
    """Whether no mediator is promised twice at once, buffers included."""
    busy: dict[int, list[Interval]] = {}
    for one in planned:
        busy.setdefault(one.mediator, []).append((one.start, one.end + one.subject.buffer_min * 60))
    return all(
        first[1] <= second[0] for times in map(sorted, busy.values()) for first, second in pairwise(times)
    )
