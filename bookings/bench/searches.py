"""The two searches, beside the one read that no search can do without."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from django.db import connection

from bookings.bench.measure import Figure, counted, in_turn, ms
from bookings.synthetic.ground import SyntheticGround
from bookings.times import search, slots
from bookings.times.ground import read_ground
from mediation.models import Topic
from mediation.wallclock import second_after

_READ = """
    SELECT mediator_id, CAST(EXTRACT(EPOCH FROM starts_at) AS bigint), CAST(EXTRACT(EPOCH FROM ends_at) AS bigint)
    FROM bookings_commitment
    WHERE mediator_id = ANY(%s) AND ends_at > %s AND starts_at < %s AND (held_until IS NULL OR held_until > %s)
"""
# As many times as the page that asks for them.
ENOUGH = 13


def fifty_mediators(load: SyntheticGround, *, now: datetime) -> list[Figure]:
    """The slots of 50 mediators over 30 days: rules, absences, closures and commitments read, cut and tiled."""
    topic, end = load.topics[0], now + timedelta(days=30)
    sites, mediators = _fifty(load)

    def find() -> list[slots.Slot]:
        ground = read_ground(topic, first=now, last=end, site_ids=sites)
        window = second_after(now), second_after(end)
        return slots.find(
            ground.agenda(*window, now=now), ground.times, now=window[0], start=window[0], end=window[1]
        )

    def choices() -> list[search.Choice]:
        return search.times(topic, start=now, end=end, now=now, site_ids=sites)

    rows = len(_read(mediators, now, end, now))
    with counted() as statements:
        found = len(find())
    spent, floor = in_turn(find, lambda: _read(mediators, now, end, now), rounds=21)
    chosen, again = in_turn(choices, lambda: _read(mediators, now, end, now), rounds=11)
    name = f"slots of {len(mediators)} mediators x 30 days ({rows} commitments, {found} slots)"
    return [
        _figure(name, spent, floor, times=4, queries=len(statements), limit=5),
        Figure(
            "  the same as choices for people", ms(chosen), ms(again), f"{chosen / again:.1f} x", "", None
        ),
    ]


def anywhere(load: SyntheticGround, *, now: datetime) -> Figure:
    """As soon as possible, anywhere, widening day by day until enough times are found."""
    topic: Topic = load.topics[0]
    mediators = [mediator.pk for mediator in load.mediators]

    def soonest() -> list[search.Choice]:
        return search.soonest(topic, now=now, enough=ENOUGH)

    with counted() as statements:
        soonest()
    day = now + timedelta(days=1)
    spent, floor = in_turn(soonest, lambda: _read(mediators, now, day, now), rounds=21)
    name = f"as soon as possible anywhere ({len(mediators)} mediators, {len(load.sites)} sites)"
    return _figure(name, spent, floor, times=6, queries=len(statements), limit=8)


def _fifty(load: SyntheticGround) -> tuple[list[int], list[int]]:
    """Sites whose mediators are fifty and work nowhere else (sites go two by two), as far as there are so many.

    The first sites have a mediator more than the last: taken in turn from both ends, pairs come to fifty.
    """
    at: dict[int, list[int]] = {}
    for number, mediator in enumerate(load.mediators):
        at.setdefault(number % len(load.sites), []).append(mediator.pk)
    firsts = range(0, len(load.sites) - 1, 2)
    sites: list[int] = []
    mediators: list[int] = []
    for first in chain.from_iterable(zip(firsts, reversed(firsts), strict=True)):
        pair = at.get(first, []) + at.get(first + 1, [])
        if load.sites[first].pk not in sites and len(mediators) + len(pair) <= 50:
            sites += [load.sites[first].pk, load.sites[first + 1].pk]
            mediators += pair
    return sites, mediators


def _read(mediators: Sequence[int], start: datetime, end: datetime, now: datetime) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(mediators), start, end, now])
        return list(cursor.fetchall())


def _figure(name: str, spent: float, floor: float, *, times: int, queries: int, limit: int) -> Figure:
    ratio = spent / floor
    return Figure(
        name,
        f"{ms(spent)}, {queries} queries",
        ms(floor),
        f"{ratio:.1f} x",
        f"<= {times} x, <= {limit} queries",
        ratio <= times and queries <= limit,
    )
