"""What a resident chooses from: a time at a site, whoever receives. Pure."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from bookings.times.agenda import Agenda
from bookings.times.slots import Slot
from mediation.intervals import Interval, clip, merge
from mediation.wallclock import day_of, midnight


class Choice(NamedTuple):
    """[start, end) at a site, and who could receive: the one with the lightest day first."""

    start: int
    end: int
    site: int
    mediators: tuple[int, ...]


Wanted = Callable[[int, int], bool]
"""Whether a start at a site is of interest; asked in order, right before the choice would be made."""


def choices(slots: Iterable[Slot], agenda: Agenda, wanted: Wanted | None = None) -> Iterator[Choice]:
    """Slots (sorted, as `find` gives them) as choices, by start then site, made one by one as they are asked for.

    Mediators are ordered by the seconds they have promised on that local day, buffers included, then by id. The
    agenda must hold their commitments of that whole day. What is not `wanted` costs next to nothing.
    """
    promises: dict[int, list[Interval]] = {}
    loads: dict[tuple[int, int], int] = {}

    def load(mediator: int, begins: int, ends: int) -> tuple[int, int]:
        if mediator not in promises:
            promises[mediator] = merge(agenda.commitments.get(mediator, ()))
        if (known := loads.get((mediator, begins))) is None:
            known = sum(end - start for start, end in clip(promises[mediator], begins, ends))
            loads[mediator, begins] = known
        return known, mediator

    for start, together in groupby(slots, itemgetter(0)):
        for (site, end), mediators in _by_site(together):
            if wanted is not None and not wanted(start, site):
                continue
            if len(mediators) > 1:
                zone = agenda.zone_of(site)
                day = day_of(zone, start)
                begins, ends = midnight(zone, day), midnight(zone, day + 1)
                mediators = [who for _, who in sorted([load(each, begins, ends) for each in mediators])]
            yield Choice(start, end, site, tuple(mediators))


def _by_site(slots: Iterable[Slot]) -> list[tuple[tuple[int, int], list[int]]]:
    """((site, end), mediators) of slots that start together, by site."""
    who: dict[tuple[int, int], list[int]] = {}
    for _, mediator, site, end in slots:
        who.setdefault((site, end), []).append(mediator)
    return sorted(who.items())
