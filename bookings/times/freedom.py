"""Whether a given time may be booked, and if not, why. Pure; instants are whole seconds since 1970, UTC.

Wider than the slots shown: any free interval inside the openings will do, so that a slot shown five minutes ago
still holds, and a mediator may give a time off the grid.
"""

from enum import Enum

from bookings.times.agenda import Agenda, TopicTimes
from bookings.times.slots import bounds
from mediation.intervals import covers, merge, overlaps


class Refusal(Enum):
    """Why a time may not be booked, the lasting reasons before the passing ones."""

    NOT_OPEN = "not open"
    CLOSED = "site closed"
    ABSENT = "mediator absent"
    TAKEN = "mediator taken"
    TRAVEL = "mediator on the way"
    FULL = "site full"
    TOO_SOON = "too soon"
    TOO_FAR = "too far ahead"


def refusal(
    agenda: Agenda, topic: TopicTimes, *, mediator: int, site: int, start: int, end: int | None = None
) -> Refusal | None:
    """Why [start, end) may not be booked with this mediator at this site, or None if it may.

    `end` is the topic's duration after the start unless given. Openings for the topic that touch or overlap count
    as one. The buffer must not run into another commitment; it may run past closing time. Notice and horizon are
    `timing`'s: desks may pass over them.
    """
    end = start + topic.duration_min * 60 if end is None else end
    whose = (mediator, site)
    opened = agenda.open_blocks(topic.topic, start, end, of=whose).get(whose, [])
    if start >= end or not covers(merge(opened), start, end):
        return Refusal.NOT_OPEN
    if overlaps(merge(agenda.closures.get(site, ())), start, end):
        return Refusal.CLOSED
    if overlaps(agenda.away(mediator, agenda.zone_of(site)), start, end):
        return Refusal.ABSENT
    if overlaps(merge(agenda.commitments.get(mediator, ())), start, end + topic.buffer_min * 60):
        return Refusal.TAKEN
    if overlaps(merge(agenda.on_the_way(mediator, site, topic.buffer_min * 60)), start, end):
        return Refusal.TRAVEL
    return Refusal.FULL if overlaps(agenda.full(site), start, end) else None


def timing(topic: TopicTimes, *, now: int, start: int) -> Refusal | None:
    """Whether a start is sooner than the topic's notice or beyond its horizon; None if it is neither."""
    first, last = bounds(topic, now)
    if start < first:
        return Refusal.TOO_SOON
    return Refusal.TOO_FAR if start > last else None


def is_free(agenda: Agenda, topic: TopicTimes, *, mediator: int, site: int, start: int) -> bool:
    """Whether the topic's duration from `start` may be booked with this mediator at this site."""
    return refusal(agenda, topic, mediator=mediator, site=site, start=start) is None


def is_taken(agenda: Agenda, mediator: int, start: int, end: int) -> bool:
    """Whether the mediator has promised any of [start, end): for a journey, which needs no opening."""
    return overlaps(merge(agenda.commitments.get(mediator, ())), start, end)
