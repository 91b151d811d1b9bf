"""From the database to the slot engine's plain values, in a fixed number of queries."""

import json
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from bookings.times import reading
from bookings.times.agenda import Agenda, OpenHours, Pool, TopicTimes, by_owner, reach
from bookings.times.ways import ways
from mediation import holidays
from mediation.departments import subdivision
from mediation.intervals import Interval
from mediation.models import Site, Topic
from mediation.models.opening import rule_of
from mediation.opening import WallRule, Window, expand_each
from mediation.remembered import remembered

# No commitment is longer: lets a search bound both ends of an index range.
LONGEST = timedelta(days=1)
# Where openings stand that no day of the week is told of.
_ANY_DAY = 0


@dataclass(frozen=True)
class Preference:
    """What narrows the mediators: the same one, a woman or a man ("f", "m"), sign language, a language.

    And how one meets (a mode of the topic; empty: as it is usually given).
    """

    mediator_id: int | None = None
    gender: str = ""
    sign_language: bool = False
    language: str = ""
    accreditation: str = ""
    way: str = ""


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
    # Openings from which somebody may have to come, with their site.
    before: Sequence[OpenHours]
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
        read = _Read(self.topic, self.site_ids, self.preference)
        return replace(self, openings=read.openings(read.rows(opened=(first, last)), first, last))

    def in_days(self, first: datetime, last: datetime, topic: Topic) -> "Ground":
        """The same for the topic, with the openings that may share an instant with a window of a few days (a week: all)."""
        weekdays, days = _weekdays(first, last), self._by_weekday
        wanted = days if weekdays is None else (_ANY_DAY, *weekdays)
        return replace(self, topic=topic, openings=[each for day in wanted for each in days.get(day, ())])

    @cached_property
    def _by_weekday(self) -> dict[int, list[OpenHours]]:
        """Openings by the ISO weekday on which they begin; nights, and sites whose days are not these, under any day."""
        found: dict[int, list[OpenHours]] = {}
        for each in self.openings:
            site, rule = self.sites.get(each.site), each.rule
            plain = site is not None and site.zone == settings.TIME_ZONE and rule.closes > rule.opens
            found.setdefault(rule.first_day.isoweekday() if plain else _ANY_DAY, []).append(each)
        return found

    def told(self, topic: Topic) -> "Ground":
        """The same for the topic as it is at hand, with what has been told of these openings already."""
        if self.topic is topic:
            return self
        told = replace(self, topic=topic)
        vars(told)["_by_weekday"] = self._by_weekday
        return told

    def at(self, sites: Set[int]) -> "Ground":
        """The same at these sites alone."""
        return replace(
            self,
            openings=[opening for opening in self.openings if opening.site in sites],
            sites={pk: limits for pk, limits in self.sites.items() if pk in sites},
        )

    def at_one(self, site: int) -> "Ground":
        """The same as if it had been read for this site alone."""
        openings = [opening for opening in self.openings if opening.site == site]
        who = {opening.mediator for opening in openings}
        return replace(
            self,
            openings=openings,
            sites={pk: limits for pk, limits in self.sites.items() if pk == site},
            absences=[each for each in self.absences if each[0] in who],
            before=[opening for opening in self.before if opening.mediator in who],
            site_ids=[site],
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
        # (Rows are thousands: none is copied that need not be.)
        promised = [row for row in rows if row[3] is not None]
        going = _going(promised, self.openings)
        return Agenda(
            openings=self.openings,
            zones={pk: site.zone for pk, site in self.sites.items()},
            zone=settings.TIME_ZONE,
            holidays_at={pk: holidays.days(self.years, site.holidays) for pk, site in self.sites.items()},
            leave={zone: expand_each(self.absences, zone=zone, start=first, end=last) for zone in zones},
            closures=self.closures,
            absences=by_owner(row for row in rows if row[3] is None),
            commitments=by_owner(promised),
            pools=self._pools(rows, here),
            way=ways() if going or self.before else None,
            promised_at=_promised_at(promised, going),
            left=_left(self.before, first, last),
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
    """What the topic's slots between two instants stand on: one query. No sites means all of them.

    Openings are many: with `near` they are read up to there, and the rest up to `last` by `further`.
    """
    wanted = preference or Preference()
    read = _Read(topic, _with_remote(site_ids, wanted.way or topic.usual_way), wanted)
    rows = read.rows(opened=(first, near or last), standing=(first, last))
    return _ground(read, rows, read.openings(rows, first, near or last), first=first, last=last)


def ground_of(
    topic: Topic,
    openings: Sequence[OpenHours],
    *,
    first: datetime,
    last: datetime,
    site_ids: Sequence[int] | None,
    preference: Preference,
) -> Ground:
    """The same with openings at hand: one query."""
    read = _Read(topic, site_ids, preference)
    return _ground(read, read.rows(standing=(first, last)), openings, first=first, last=last)


def _ground(
    read: "_Read",
    rows: Sequence[reading.Row],
    openings: Sequence[OpenHours],
    *,
    first: datetime,
    last: datetime,
) -> Ground:
    # (On the other side of the world the year may still be the old one.)
    years = range(first.year - 1, last.year + 2)
    sites = [row for row in rows if row[0] == reading.Part.SITE]
    rules = [row for row in rows if row[0] == reading.Part.ABSENCE]
    return Ground(
        topic=read.topic,
        openings=openings,
        sites={
            row[1]: SiteLimits(row[10], row[9], row[7], subdivision(row[11] or "", row[13])) for row in sites
        },
        absences=[(row[2], _away(row, years)) for row in rules if row[1] is None],
        before=[OpenHours(row[2], row[1], _rule(row, years)) for row in rules if row[1] is not None],
        closures=by_owner((row[1], row[2], row[8]) for row in sites if row[2] is not None),
        years=years,
        site_ids=read.site_ids,
        preference=read.preference,
    )


def _with_remote(site_ids: Sequence[int] | None, way: str) -> Sequence[int] | None:
    """Where one need not go, what is without a place is near every place; one site alone is meant as it is said."""
    if way == Topic.Mode.ON_SITE or site_ids is None or len(site_ids) < 2:
        return site_ids
    return sorted({*site_ids, *remote_ids(way)})


@remembered
def remote_ids(way: str) -> tuple[int, ...]:
    """The sites that are no places, for that way to meet. One query."""
    return tuple(Site.objects.open_to_residents().filter(remote=way).order_by().values_list("pk", flat=True))


@dataclass(frozen=True)
class _Read:
    """What is looked for, and the reads of it."""

    topic: Topic
    site_ids: Sequence[int] | None
    preference: Preference

    def rows(
        self,
        *,
        opened: tuple[datetime, datetime] | None = None,
        standing: tuple[datetime, datetime] | None = None,
    ) -> list[reading.Row]:
        """Openings between two instants, and what stands in the way between two: one query."""
        read = reading.ground(
            where=reading.Where.of(self.site_ids),
            opened=None if opened is None else self._opened(opened),
            standing=standing is not None,
        )
        return read(
            **({} if opened is None else self._for_openings(*opened)),
            **({} if standing is None else _for_standing(*standing)),
            site_ids=self.site_ids,
            site_id=next(iter(self.site_ids or ()), None),
        )

    def openings(self, rows: Sequence[reading.Row], first: datetime, last: datetime) -> list[OpenHours]:
        """Those among the rows, in the language that was asked for."""
        years, language = range(first.year - 1, last.year + 2), self.preference.language
        return [
            OpenHours(row[2], row[1], _rule(row, years), None, bool(row[12]))
            for row in rows
            if row[0] == reading.Part.OPENING and (not language or language in json.loads(row[13]))
        ]

    @property
    def _way(self) -> str:
        return self.preference.way or self.topic.usual_way

    def _opened(self, between: tuple[datetime, datetime]) -> reading.Opened:
        return reading.Opened(
            some_days=_weekdays(*between) is not None,
            accredited=self.topic.accreditation_id is not None,
            asked_for=tuple(name for name in reading.ASKED_FOR if getattr(self.preference, name)),
            remote=self._way != self.topic.Mode.ON_SITE,
        )

    def _for_openings(self, first: datetime, last: datetime) -> dict[str, Any]:
        wanted = self.preference
        return {
            "topic": self.topic.pk,
            "opened_from": first.date() - timedelta(days=2),
            "opened_to": last.date() + timedelta(days=1),
            "weekdays": _weekdays(first, last),
            "zone": settings.TIME_ZONE,
            "topic_accreditation": self.topic.accreditation_id,
            "mediator_id": wanted.mediator_id,
            "gender": wanted.gender,
            "accreditation": wanted.accreditation,
            "way": self._way,
        }


def _for_standing(first: datetime, last: datetime) -> dict[str, Any]:
    # A window's local days reach at most so far beyond it.
    margin = timedelta(days=3)
    return {
        "from_day": first.date() - margin,
        "to_day": last.date() + margin,
        "first": first - margin,
        "last": last + margin,
    }


def _rule(row: reading.Row, years: range) -> WallRule:
    """Most are plain: a search reads hundreds of them."""
    if row[9] or row[10] or row[11]:
        return rule_of(*row[3:8], *row[9:12], years=years)
    return WallRule(*row[3:8])


def _away(row: reading.Row, years: range) -> WallRule:
    return _rule(row, years) if any(row[9:12]) else WallRule(*row[3:9])


def _weekdays(first: datetime, last: datetime) -> list[int] | None:
    """The ISO weekdays of a window of a few days; None for a week or more."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day, last_day = first.astimezone(zone).date(), last.astimezone(zone).date()
    number = (last_day - day).days + 1
    if number >= 7:
        return None
    return [(day + timedelta(days=later)).isoweekday() for later in range(number)]


def _going(promised: Sequence[reading.Row], openings: Sequence[OpenHours]) -> set[int]:
    """Those who have promised, or could promise, to be at more than one site."""
    places = {(row[0], row[3]) for row in promised} | {(each.mediator, each.site) for each in openings}
    once: set[int] = set()
    return {who for who, _site in places if who in once or once.add(who)}  # type: ignore[func-returns-value]


def _promised_at(promised: Sequence[reading.Row], going: Set[int]) -> dict[int, list[tuple[int, int, int]]]:
    found: dict[int, list[tuple[int, int, int]]] = {who: [] for who in going}
    for row in promised if going else ():
        if row[0] in found:
            found[row[0]].append(row[1:4])
    return found


def _left(before: Sequence[OpenHours], start: int, end: int) -> dict[int, list[tuple[int, int]]]:
    """When those openings end. (On the service's own clocks: nobody goes from one zone to another between two.)"""
    window = Window(settings.TIME_ZONE, start, end)
    found: dict[int, list[tuple[int, int]]] = {}
    for opening in before:
        ends = [(last, opening.site) for _first, last in window.expand(opening.rule)]
        found.setdefault(opening.mediator, []).extend(ends)
    return found


def _commitments(
    ground: Ground, start: int, end: int, *, now: datetime, ignoring: int | None
) -> list[reading.Row]:
    """What stands between two instants: the mediators' own, and others' where a site is limited. One query."""
    if not ground.mediators:
        return []
    limited = ground.limited_sites()
    last, those = datetime.fromtimestamp(end, UTC), reading.Those.of(ground.mediators)
    return reading.commitments(limited=bool(limited), but_one=ignoring is not None, those=those.shape)(
        first=datetime.fromtimestamp(start, UTC),
        last=last,
        last_end=last + LONGEST,
        now=now,
        ignoring=ignoring,
        limited=limited,
        **those.values,
    )
