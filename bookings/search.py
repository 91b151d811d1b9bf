"""Finding times. The number of queries does not grow with mediators, sites, days or appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bookings import slots
from bookings.agenda import Agenda
from bookings.choices import choices
from bookings.freedom import is_free
from bookings.ground import Ground, Preference, read_ground
from bookings.span import Span
from mediation.models import Topic
from mediation.wallclock import DAY_S, second_after

__all__ = ["Choice", "Offer", "Preference", "first_free", "free_mediators", "nearest", "soonest", "times"]

_NEAR = timedelta(days=14)


@dataclass(frozen=True)
class Choice:
    """A time at a site, whoever receives. Instants are aware (UTC); mediators with the lightest day first."""

    starts_at: datetime
    ends_at: datetime
    site_id: int
    mediator_ids: tuple[int, ...]


@dataclass(frozen=True)
class Offer:
    """Who is free for one exact time, lightest day first, and the time as it would be taken."""

    mediator_ids: tuple[int, ...]
    span: Span


def times(
    topic: Topic,
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> list[Choice]:
    """All choices that start in [start, end), by time. Five queries."""
    ground = read_ground(topic, first=start, last=end, site_ids=site_ids, preference=preference)
    window = int(start.timestamp()), int(end.timestamp())
    agenda = ground.agenda(*window, now=now)
    found = slots.find(agenda, ground.times, now=second_after(now), start=window[0], end=window[1])
    return _choices(found, agenda)


def soonest(
    topic: Topic,
    *,
    now: datetime,
    enough: int,
    start: datetime | None = None,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> list[Choice]:
    """The first choices from `start` (or the end of the notice), looking further only until `enough`."""
    ground = _whole_horizon(topic, now=now, site_ids=site_ids, preference=preference)
    first, last = slots.bounds(ground.times, second_after(now))
    found: list[Choice] = []
    for window in slots.windows(first if start is None else max(first, second_after(start)), last):
        agenda = ground.agenda(*window, now=now)
        within = slots.find(agenda, ground.times, now=second_after(now), start=window[0], end=window[1])
        found += _choices(within, agenda)
        if len(found) >= enough:
            break
    return found


def first_free(
    topic: Topic,
    *,
    now: datetime,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> dict[int, datetime]:
    """Each site's first free time (UTC). Sites without any within the horizon are missing."""
    ground = _whole_horizon(topic, now=now, site_ids=site_ids, preference=preference)
    first, last = slots.bounds(ground.times, second_after(now))
    offering = set(ground.sites)
    found: dict[int, datetime] = {}
    start, length = first, 2 * DAY_S
    while offering - found.keys() and start <= last:
        end = min(start + length, last + 1)
        agenda = ground.agenda(start, end, now=now)
        for at, _, site, _ in slots.find(agenda, ground.times, now=second_after(now), start=start, end=end):
            found.setdefault(site, datetime.fromtimestamp(at, UTC))
        start, length = end, length * 4
    return found


def nearest(
    topic: Topic,
    *,
    site_id: int,
    starts_at: datetime,
    now: datetime,
    preference: Preference | None = None,
    count: int = 3,
) -> list[Choice]:
    """The `count` choices nearest in time to `starts_at` at that site; elsewhere if it has too few."""
    window = {"start": max(now, starts_at - _NEAR), "end": starts_at + _NEAR, "now": now}
    found = times(topic, site_ids=[site_id], preference=preference, **window)
    if len(found) < count:
        elsewhere = times(topic, preference=preference, **window)
        found += [choice for choice in elsewhere if choice.site_id != site_id]
    found.sort(key=lambda choice: (choice.site_id != site_id, abs(choice.starts_at - starts_at)))
    return sorted(found[:count], key=lambda choice: choice.starts_at)


def free_mediators(
    topic: Topic,
    *,
    site_id: int,
    starts_at: datetime,
    now: datetime,
    preference: Preference | None = None,
    ignoring: int | None = None,
) -> Offer:
    """Who can receive at exactly `starts_at`, in no particular tiling: any free interval in an opening.

    `ignoring` is a commitment about to be given back. Notice and horizon are the caller's to check.
    """
    ends_at = starts_at + timedelta(minutes=topic.duration_min)
    ground = read_ground(topic, first=starts_at, last=ends_at, site_ids=[site_id], preference=preference)
    start, end = int(starts_at.timestamp()), int(ends_at.timestamp())
    agenda = ground.agenda(start, end, now=now, ignoring=ignoring)
    free = [
        (start, mediator, site_id, end)
        for mediator in sorted(ground.mediators)
        if is_free(agenda, ground.times, mediator=mediator, site=site_id, start=start)
    ]
    mediators = next((choice.mediators for choice in choices(free, agenda)), ())
    return Offer(mediator_ids=mediators, span=_span(ground, site_id, starts_at))


def _span(ground: Ground, site_id: int, starts_at: datetime) -> Span:
    topic, limits = ground.topic, ground.sites.get(site_id)
    return Span(
        site_id=site_id,
        starts_at=starts_at,
        duration_min=topic.duration_min,
        buffer_min=topic.buffer_min,
        needs_machine=topic.needs_machine,
        rooms=limits.rooms if limits else None,
        machines=limits.machines if limits and topic.needs_machine else None,
    )


def _whole_horizon(
    topic: Topic, *, now: datetime, site_ids: Sequence[int] | None, preference: Preference | None
) -> Ground:
    last = now + timedelta(days=topic.horizon_days)
    return read_ground(topic, first=now, last=last, site_ids=site_ids, preference=preference)


def _choices(found: Sequence[slots.Slot], agenda: Agenda) -> list[Choice]:
    return [
        Choice(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC), site, mediators)
        for start, end, site, mediators in choices(found, agenda)
    ]
