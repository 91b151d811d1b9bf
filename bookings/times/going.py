"""Who goes from one site to another on one day, and when that leaves them no time: the engine's answer for whole days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bookings.models import Commitment
from bookings.times.agenda import Agenda
from bookings.times.ways import ways
from mediation.intervals import Interval

# Mediator → what they have promised, from start to end with the buffer, with the site.
Promised = dict[int, list[tuple[int, int, int]]]
# (Mediator, site) → when they receive there.
Open = Mapping[tuple[int, int], Sequence[Interval]]


def promised(
    ids: Sequence[int], start: datetime, end: datetime, *, now: datetime, ignoring: int | None = None
) -> Promised:
    """What these mediators have promised between two instants. One query."""
    rows = Commitment.objects.standing(now).overlapping(start, end).filter(mediator_id__in=ids).order_by()
    taken: Promised = {}
    columns = ("pk", "mediator_id", "starts_at", "ends_at", "site_id")
    for pk, mediator, begins, ends, site in rows.values_list(*columns):
        if pk != ignoring:
            taken.setdefault(mediator, []).append((int(begins.timestamp()), int(ends.timestamp()), site))
    return taken


def who_goes(receives: Open, zones: Mapping[int, str], taken: Promised) -> Agenda | None:
    """What the engine knows of those who are at more than one site; None where nobody is."""
    at: dict[int, set[int]] = {}
    for mediator, site in receives:
        at.setdefault(mediator, set()).add(site)
    for mediator, promises in taken.items():
        at.setdefault(mediator, set()).update(site for _start, _end, site in promises)
    going = {mediator for mediator, sites in at.items() if len(sites) > 1}
    if not going:
        return None
    left: dict[int, list[tuple[int, int]]] = {}
    for (mediator, site), blocks in receives.items():
        left.setdefault(mediator, []).extend((end, site) for _start, end in blocks if mediator in going)
    promised_at = {mediator: taken.get(mediator, []) for mediator in going}
    return Agenda((), zones=zones, way=ways(), promised_at=promised_at, left=left)


def on_the_way(
    going: Agenda | None, mediator: int, site: int, blocks: Iterable[Interval], buffer_s: int = 0
) -> list[Interval]:
    """When they are not at that site yet, where they receive in these blocks, or on their way to another."""
    if going is None or mediator not in going.promised_at:
        return []
    coming = [(start, going.there_at(mediator, site, start)) for start, _end in blocks]
    return [*coming, *going.on_the_way(mediator, site, buffer_s)]
