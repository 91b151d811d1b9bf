"""A time that no opening offers, and what booking it all the same overrides. For staff, who are told first.

What the database refuses stays refused: a mediator's time is promised once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from bookings.models import Commitment
from bookings.times.gaps import hours_of
from bookings.times.going import on_the_way, promised, who_goes
from bookings.times.ground import Preference
from bookings.times.search import Around
from mediation import holidays
from mediation.departments import subdivision
from mediation.intervals import Interval, covers, full_times, merge, overlaps
from mediation.models import Closure, Mediator, Site, Topic

_A_DAY = timedelta(days=1)


class Override(Enum):
    """What stands in the way of a time and may be overridden; the journal keeps these words."""

    NOT_OPEN = "not_open"
    OTHER_TOPICS = "other_topics"
    HOLIDAY = "holiday"
    CLOSED = "closed"
    ABSENT = "absent"
    FULL = "full"
    TRAVEL = "travel"


@dataclass(frozen=True)
class Outside:
    """How a time stands with one mediator: what it would override, and whether it is promised already."""

    overrides: tuple[Override, ...]
    taken: bool


def may_receive(topic: Topic, mediator_id: int) -> bool:
    """Whether this mediator receives at all on that topic: at work, and accredited where that is needed."""
    found = Mediator.objects.filter(pk=mediator_id, active=True)
    if topic.accreditation_id is not None:
        found = found.filter(accreditations=topic.accreditation_id)
    return found.exists()


def outside(
    topic: Topic,
    site: Site,
    *,
    mediator_id: int,
    starts_at: datetime,
    now: datetime,
    ignoring: int | None = None,
) -> Outside:
    """What an appointment on this topic at `starts_at` (aware) would override. Thirteen queries at most.

    `ignoring` is a commitment about to be given back.
    """
    ends_at = starts_at + timedelta(minutes=topic.duration_min)
    again_at = ends_at + timedelta(minutes=topic.buffer_min)
    standing = Commitment.objects.standing(now)
    if ignoring is not None:
        standing = standing.exclude(pk=ignoring)
    taken = standing.overlapping(starts_at, again_at).filter(mediator_id=mediator_id).exists()
    around = Around(
        topic,
        site_id=site.pk,
        starts_at=starts_at,
        now=now,
        preference=Preference(mediator_id=mediator_id, way=site.remote),
    )
    if mediator_id in around.offer(ignoring=ignoring).mediator_ids:
        return Outside((), taken)
    found = [
        *_hours(site, mediator_id, starts_at, ends_at),
        *([Override.CLOSED] if _closed(site, starts_at, ends_at) else []),
        *([Override.FULL] if _full(around, standing.overlapping(starts_at, ends_at)) else []),
        *([Override.TRAVEL] if _on_the_way(around, mediator_id, site, ignoring) else []),
    ]
    if not found and not taken:
        found = [Override.OTHER_TOPICS]
    return Outside(tuple(found), taken)


def _hours(site: Site, mediator_id: int, starts_at: datetime, ends_at: datetime) -> list[Override]:
    start, end = _seconds(starts_at, ends_at)
    key = mediator_id, site.pk
    hours = hours_of([mediator_id], start=starts_at, end=ends_at)
    opened = merge([*hours.open.get(key, ()), *hours.shut.get(key, ())])
    found = []
    if not covers(opened, start, end):
        found.append(Override.HOLIDAY if _holiday(site, starts_at) else Override.NOT_OPEN)
    if overlaps(hours.away_at(mediator_id, site.pk), start, end):
        found.append(Override.ABSENT)
    return found


def _on_the_way(around: Around, mediator_id: int, site: Site, ignoring: int | None) -> bool:
    """Whether it leaves no time to come from where they are before, or to get to where they are to be after."""
    first, last = around.starts_at - _A_DAY, around.starts_at + _A_DAY
    hours = hours_of([mediator_id], start=first, end=last)
    taken = promised([mediator_id], first, last, now=around.now, ignoring=ignoring)
    receives = {(mediator_id, site.pk): [], **hours.receiving()}
    going = who_goes(receives, {**hours.zones, site.pk: site.timezone}, taken)
    start, end = _seconds(around.starts_at, around.starts_at + timedelta(minutes=around.topic.duration_min))
    blocks = [*receives[mediator_id, site.pk], (start, end)]
    ways = on_the_way(going, mediator_id, site.pk, blocks, around.topic.buffer_min * 60)
    return overlaps(merge(ways), start, end)


def _holiday(site: Site, starts_at: datetime) -> bool:
    commune = site.commune.insee_code if site.commune else ""
    day = starts_at.astimezone(ZoneInfo(site.timezone)).date()
    return holidays.is_one(day, subdivision(commune, site.postcode))


def _closed(site: Site, starts_at: datetime, ends_at: datetime) -> bool:
    return Closure.objects.filter(site=site, starts_at__lt=ends_at, ends_at__gt=starts_at).exists()


def _full(around: Around, standing: QuerySet[Commitment]) -> bool:
    """Whether the site's rooms, or its machines where one is needed, are taken by others."""
    limits = around.ground.sites.get(around.site_id)
    if limits is None or (limits.rooms is None and limits.machines is None):
        return False
    rows = standing.filter(site_id=around.site_id).values_list("starts_at", "frees_at", "needs_machine")
    there = [(_seconds(start, frees), machine) for start, frees, machine in rows]
    rooms = [stretch for stretch, _ in there]
    machines = [stretch for stretch, machine in there if machine]
    needs_machine = around.topic.needs_machine
    return _crowded(rooms, limits.rooms, around) or (
        needs_machine and _crowded(machines, limits.machines, around)
    )


def _crowded(uses: list[Interval], capacity: int | None, around: Around) -> bool:
    if capacity is None:
        return False
    end = around.starts_at + timedelta(minutes=around.topic.duration_min)
    return capacity == 0 or overlaps(full_times(uses, capacity), *_seconds(around.starts_at, end))


def _seconds(start: datetime, end: datetime) -> Interval:
    return int(start.timestamp()), int(end.timestamp())
