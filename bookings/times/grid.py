"""Whether a time keeps the grid that residents choose from. Pure; instants are whole seconds since 1970, UTC.

Staff may take any minute. A resident takes a slot as it is shown, or a time that costs no other slot: 09:07 in a morning of
three hours would leave two.
"""

from collections.abc import Iterator

from bookings.times.agenda import Agenda, TopicTimes
from bookings.times.slots import RESTART_S
from mediation.intervals import merge, subtract


def keeps_grid(
    agenda: Agenda, topic: TopicTimes, *, mediator: int, site: int, start: int, now: int, since: int
) -> bool:
    """Whether a resident may take the topic's duration from `start`, as far as the grid goes.

    A block under way restarts its slots every five minutes: those shown since `since` are still slots. The agenda must
    hold the whole local day (`reach`).
    """
    end = start + topic.duration_min * 60
    whose = mediator, site
    opened = agenda.open_blocks(topic.topic, start, end, of=whose).get(whose, [])
    busy = agenda.busy(mediator, agenda.zone_of(site), topic.buffer_min * 60)
    ways = agenda.on_the_way(mediator, site, topic.buffer_min * 60)
    away = merge([*busy, *ways, *agenda.closures.get(site, ())])
    return any(
        begins <= start and end <= ends and _fits(topic, begins, ends, start, now, since)
        for begins, ends in subtract(opened, away)
    )


def _fits(topic: TopicTimes, begins: int, ends: int, start: int, now: int, since: int) -> bool:
    step = (topic.duration_min + topic.buffer_min) * 60
    if any((start - first) % step == 0 for first in _first_slots(begins, now, since) if first <= start):
        return True
    first = max(begins, _restart(now))
    before, after = start - topic.buffer_min * 60 - first, ends - start - step
    return _many(topic, before) + 1 + _many(topic, after) >= _many(topic, ends - first)


def _first_slots(begins: int, now: int, since: int) -> Iterator[int]:
    """Where the block's slots have begun at some moment since then."""
    if begins >= since:
        yield begins
    yield from range(max(_restart(begins), _restart(since)), _restart(now) + 1, RESTART_S)


def _restart(at: int) -> int:
    return -(-at // RESTART_S) * RESTART_S


def _many(topic: TopicTimes, length: int) -> int:
    """How many slots a stretch of so many seconds holds; the last buffer may run past it."""
    step = (topic.duration_min + topic.buffer_min) * 60
    return max(0, length + topic.buffer_min * 60) // step
