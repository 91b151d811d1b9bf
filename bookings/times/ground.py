"""From the database to the slot engine's plain values, in a fixed number of queries."""

import json
from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from bookings.times import reading
from bookings.times.agenda import Agenda, OpenHours, Pool, TopicTimes, by_owner, reach
from mediation import holidays
from mediation.departments import subdivision
from mediation.intervals import Interval
from mediation.models import Topic
from mediation.models.opening import rule_of
from mediation.opening import WallRule, expand_each

# No commitment is longer: lets a search bound both ends of an index range.
LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Preference:
    """What narrows the mediators: the same one, a woman or a man ("f", "m"), sign language, a language."""

    mediator_id: int | None = None
    gender: str = ""
    sign_language: bool = False
    language: str = ""
    accreditation: str = ""


@dataclass(frozen=True)
class SiteLimits:
    """How many a site takes at once; None is no limit. `holidays`: whose are kept there (`mediation.holidays`)."""

    zone: str
    rooms: int | None
    machines: int | None
    holidays: str = ""


@dataclass(frozen=True)
class Ground:
    """Openings that fit a topic and a preference, and what stands in their way but commitments."""

    topic: Topic
    openings: Sequence[OpenHours]
    sites: dict[int, SiteLimits]
    absences: Sequence[tuple[int, WallRule]]
    closures: dict[int, list[Interval]]
    # Of these years the public holidays are told.
    years: range
    # What the openings were looked for by, to look for more of them.
    site_ids: Sequence[int] | None
    preference: Preference

    @cached_property
    def mediators(self) -> frozenset[int]:
        """Whose openings these are."""
        return frozenset(opening.mediator for opening in self.openings)

    def further(self, first: datetime, last: datetime) -> "Ground":
        """The same with the openings between two later instants, up to the end that was read: one query."""
        return replace(self, openings=_openings(self.topic, first, last, self.site_ids, self.preference))

    def at(self, sites: Set[int]) -> "Ground":
        """The same at these sites alone."""
        return replace(
            self,
            openings=[opening for opening in self.openings if opening.site in sites],
            sites={pk: limits for pk, limits in self.sites.items() if pk in sites},
        )

    @property
    def times(self) -> TopicTimes:
        """The topic as the engine knows it."""
        return topic_times(self.topic)

    def limited_sites(self) -> list[int]:
        """The sites whose rooms (or machines, for this topic) can be full."""
        return [pk for pk, site in self.sites.items() if site.rooms is not None or self._machines(site)]

    def _machines(self, site: SiteLimits) -> bool:
        return self.topic.needs_machine and site.machines is not None

    def agenda(self, start: int, end: int, *, now: datetime, ignoring: int | None = None) -> Agenda:
        """The engine's input for a window of epoch seconds: one query, whatever the number of mediators.

        `ignoring` is a commitment that is about to be given back.
        """
        zones = {site.zone for site in self.sites.values()}
        first, last = reach(self.openings, zones, start, end, self.topic.buffer_min * 60)
        here = self.limited_sites()
        rows = _commitments(self, first, last, now=now, ignoring=ignoring)
        return Agenda(
            openings=self.openings,
            zones={pk: site.zone for pk, site in self.sites.items()},
            zone=settings.TIME_ZONE,
            holidays_at={pk: holidays.days(self.years, site.holidays) for pk, site in self.sites.items()},
            leave={zone: expand_each(self.absences, zone=zone, start=first, end=last) for zone in zones},
            closures=self.closures,
            absences=by_owner(row[:3] for row in rows if row[3] is None),
            commitments=by_owner(row[:3] for row in rows if row[3] is not None),
            pools=self._pools(rows, here),
        )

    def _pools(self, rows: Sequence[reading.Row], here: Sequence[int]) -> dict[int, list[Pool]]:
        rooms: dict[int, list[Interval]] = {}
        machines: dict[int, list[Interval]] = {}
        if here:
            rooms = by_owner((site, begins, frees) for _, begins, _, site, frees, _ in rows)
            machines = by_owner(
                (site, begins, frees) for _, begins, _, site, frees, machine in rows if machine
            )
        pools: dict[int, list[Pool]] = {}
        for pk in here:
            limits = self.sites[pk]
            if limits.rooms is not None:
                pools.setdefault(pk, []).append(Pool(limits.rooms, rooms.get(pk, [])))
            if limits.machines is not None and self.topic.needs_machine:
                pools.setdefault(pk, []).append(Pool(limits.machines, machines.get(pk, [])))
        return pools


def topic_times(topic: Topic) -> TopicTimes:
    """The topic as the engine knows it."""
    return TopicTimes(topic.pk, topic.duration_min, topic.buffer_min, topic.notice_min, topic.horizon_days)


def read_ground(
    topic: Topic,
    *,
    first: datetime,
    last: datetime,
    near: datetime | None = None,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> Ground:
    """What the topic's slots between two instants stand on: three queries. No sites means all of them.

    Openings are many: with `near` they are read up to there, and the rest up to `last` by `further`.
    """
    wanted = preference or Preference()
    sites, closures = _sites(site_ids, first, last)
    return Ground(
        topic=topic,
        openings=_openings(topic, first, near or last, site_ids, wanted),
        sites=sites,
        absences=_absences(site_ids, first, last),
        closures=closures,
        # (On the other side of the world the year may still be the old one.)
        years=range(first.year - 1, last.year + 2),
        site_ids=site_ids,
        preference=wanted,
    )


def _openings(
    topic: Topic, first: datetime, last: datetime, site_ids: Sequence[int] | None, wanted: Preference
) -> list[OpenHours]:
    weekdays = _weekdays(first, last)
    read = reading.openings(
        where=reading.Where.of(site_ids),
        some_days=weekdays is not None,
        accredited=topic.accreditation_id is not None,
        asked_for=tuple(name for name in reading.ASKED_FOR if getattr(wanted, name)),
    )
    rows = read(
        topic=topic.pk,
        from_day=first.date() - timedelta(days=2),
        to_day=last.date() + timedelta(days=1),
        **_named(site_ids),
        weekdays=weekdays,
        zone=settings.TIME_ZONE,
        topic_accreditation=topic.accreditation_id,
        **asdict(wanted),
    )
    years = range(first.year - 1, last.year + 2)
    return [
        OpenHours(row[0], row[1], _rule(row[3:11], years), None, bool(row[2]))
        for row in rows
        if not wanted.language or wanted.language in json.loads(row[11])
    ]


def _rule(columns: reading.Row, years: range) -> WallRule:
    """Most are plain: a search reads hundreds of them."""
    if columns[5] or columns[6] or columns[7]:
        return rule_of(*columns, years=years)
    return WallRule(*columns[:5])


def _named(site_ids: Sequence[int] | None) -> dict[str, Any]:
    """The sites, by the names that the reads give them."""
    return {"site_ids": site_ids, "site_id": next(iter(site_ids or ()), None)}


def _weekdays(first: datetime, last: datetime) -> list[int] | None:
    """The ISO weekdays of a window of a few days; None for a week or more."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day, last_day = first.astimezone(zone).date(), last.astimezone(zone).date()
    number = (last_day - day).days + 1
    if number >= 7:
        return None
    return [(day + timedelta(days=later)).isoweekday() for later in range(number)]


def _sites(
    site_ids: Sequence[int] | None, first: datetime, last: datetime
) -> tuple[dict[int, SiteLimits], dict[int, list[Interval]]]:
    # A window's local days reach at most so far beyond it.
    margin = timedelta(days=3)
    read = reading.sites(where=reading.Where.of(site_ids))
    rows = read(first=first - margin, last=last + margin, **_named(site_ids))
    limits = {row[0]: SiteLimits(row[1], row[2], row[3], subdivision(row[4] or "", row[5])) for row in rows}
    return limits, by_owner((row[0], row[6], row[7]) for row in rows if row[6] is not None)


def _absences(site_ids: Sequence[int] | None, first: datetime, last: datetime) -> list[tuple[int, WallRule]]:
    read = reading.absences(where=reading.Where.of(site_ids))
    rows = read(
        from_day=first.date() - timedelta(days=3),
        to_day=last.date() + timedelta(days=3),
        **_named(site_ids),
    )
    return [(row[0], WallRule(*row[1:])) for row in rows]


def _commitments(
    ground: Ground, start: int, end: int, *, now: datetime, ignoring: int | None
) -> list[reading.Row]:
    """What stands between two instants: the mediators' own, and others' where a site is limited. One query."""
    if not ground.mediators:
        return []
    limited = ground.limited_sites()
    last = datetime.fromtimestamp(end, UTC)
    return reading.commitments(limited=bool(limited), but_one=ignoring is not None)(
        first=datetime.fromtimestamp(start, UTC),
        last=last,
        last_end=last + LONGEST,
        now=now,
        ignoring=ignoring,
        mediators=ground.mediators,
        limited=limited,
    )
