"""Slots: the times at which somebody may be received. Pure; instants are whole seconds since 1970, UTC.

The convention (docs: design, section 4), and what it leaves to be said exactly:

- From each opening, closures, absences, holidays and commitments are subtracted. A commitment lasts from its start
  to its end *with its buffer*, and one's own buffer must be over when the next commitment starts, or the
  database would refuse the booking. The end of an opening, a closure or an absence only has to leave room for
  the appointment itself: the buffer may run past it.
- In every block that is left, slots start at the block's start and step by duration + buffer; the last one ends
  inside the block. A block that began before now restarts at now, or at the next multiple of five minutes.
- Then slots that start sooner than now + notice, or later than now + horizon (24-hour days), are dropped.
- Each opening tiles on its own; the same slot out of two openings of one mediator at one site is one slot.
- From a promise at another site to here, and from here to one, takes the way between the two, on one local day; and
  an opening that begins right after one elsewhere begins when its mediator can be there.
- A slot during which a pool of the site is full at any instant is dropped; the others stay where they are.
  A buffer takes no place in a pool. Slots shown together need not be bookable together.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from datetime import date
from functools import cache, partial
from operator import itemgetter

from bookings.times.agenda import Agenda, TopicTimes
from mediation.intervals import Interval, merge, overlaps, subtract
from mediation.opening import NO_DAYS
from mediation.wallclock import DAY_S, day_of, midnight

RESTART_S = 5 * 60
# Of a day's ordinal, modulo seven: Saturday, Sunday.
_WEEKEND = (6, 0)
# start, mediator, site, end: a bare tuple, for a search makes tens of thousands of them.
Slot = tuple[int, int, int, int]


def bounds(topic: TopicTimes, now: int) -> tuple[int, int]:
    """The first and the last instant at which an appointment on this topic may start; both are allowed."""
    return now + topic.notice_min * 60, now + topic.horizon_days * DAY_S


def find(
    agenda: Agenda, topic: TopicTimes, *, now: int, start: int | None = None, end: int | None = None
) -> list[Slot]:
    """All slots that start in [start, end), within the topic's notice and horizon; by start, mediator, site.

    Without `start` or `end` only notice and horizon limit. Windows side by side give together what one wide
    window gives.
    """
    first, last = bounds(topic, now)
    first = first if start is None else max(first, start)
    last = last if end is None else min(last, end - 1)
    length, buffer = topic.duration_min * 60, topic.buffer_min * 60
    busy, full = cache(partial(agenda.busy, buffer_s=buffer)), cache(agenda.full)
    slots: list[Slot] = []
    for (mediator, site), opened in sorted(agenda.open_blocks(topic.topic, first, last + 1).items()):
        away = busy(mediator, agenda.zone_of(site))
        closed = agenda.closures.get(site, ())
        ways: Sequence[Interval] = ()
        if mediator in agenda.promised_at:
            ways = agenda.on_the_way(mediator, site, buffer, blocks=opened)
        if closed or ways:
            away = merge([*away, *closed, *ways])
        starts = _starts(subtract(opened, away), length, length + buffer, now, first, last)
        if crowded := full(site):
            starts = [at for at in starts if not overlaps(crowded, at, at + length)]
        slots += [(at, mediator, site, at + length) for at in starts]
    # Each mediator's slots are in order already: a stable sort by start alone puts the rest right.
    slots.sort(key=itemgetter(0))
    return slots


def windows(first: int, last: int, zone: str, *, holidays: Set[date] = NO_DAYS) -> Iterator[tuple[int, int]]:
    """[start, end) pieces of first to last (included), to look further and further until enough is found.

    The rest of the local day (and the next day, if it is past noon), a week more, all the rest: most searches end
    in the first, and none takes more than three reads. Where the first would end on a weekend or a holiday, when
    few receive, it goes on to the next working day.
    """
    day = day_of(zone, first + DAY_S // 2)
    while day % 7 in _WEEKEND or date.fromordinal(day) in holidays:
        day += 1
    for end in (midnight(zone, day + 1), midnight(zone, day + 8), last + 1):
        end = min(end, last + 1)
        if first < end:
            yield first, end
        first = max(first, end)


def _starts(blocks: list[Interval], length: int, step: int, now: int, first: int, last: int) -> list[int]:
    """Where slots start in these blocks, between first and last; sorted, each once."""
    starts: list[int] = []
    too_late = length - 1
    for start, end in blocks:
        if end - start > too_late:
            if start < first:
                start = _restart(start, step, now, first)
            starts += range(start, end - too_late, step)
    starts.sort()
    if starts and starts[-1] > last:
        del starts[bisect_right(starts, last) :]
    return list(dict.fromkeys(starts))


def _restart(start: int, step: int, now: int, first: int) -> int:
    """The first slot from `first` on in a block that began earlier; a block under way restarts after now."""
    if start < now:
        start = -(-now // RESTART_S) * RESTART_S
    return max(start, start - (start - first) // step * step)
