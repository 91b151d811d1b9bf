"""From the database to the slot engine's plain values, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import F, FilteredRelation, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum

from bookings.agenda import Agenda, OpenHours, Pool, TopicTimes, by_owner, reach
from bookings.models import Commitment
from mediation import holidays
from mediation.among import Among as Among
from mediation.intervals import Interval
from mediation.models import Absence, Equipment, Opening, Room, Site, Topic
from mediation.opening import WallRule, expand_each

# No commitment is longer: lets a search bound both ends of an index range.
LONGEST = timedelta(days=1)


class Epoch(Func):
    """A timestamp as whole seconds since 1970 (UTC), which both databases give without a datetime."""

    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) AS bigint)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps timestamps as UTC text."""
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return super().as_sql(compiler, connection, template=template, **context)


# Mediator, start, end with the buffer; where a site is limited also the site, the end without the buffer, and
# whether a machine is used.
_Row = tuple[Any, ...]
_PROMISE = ("mediator_id", Epoch("starts_at"), Epoch("ends_at"))
_USE = (*_PROMISE, "site_id", Epoch("frees_at"), "needs_machine")


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
    """How many a site takes at once; None is no limit."""

    zone: str
    rooms: int | None
    machines: int | None


@dataclass(frozen=True)
class Ground:
    """Openings that fit a topic and a preference, and what stands in their way but commitments."""

    topic: Topic
    openings: Sequence[OpenHours]
    sites: dict[int, SiteLimits]
    absences: Sequence[tuple[int, WallRule]]
    closures: dict[int, list[Interval]]
    holidays: frozenset[date]
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
            holidays=self.holidays,
            absences=expand_each(self.absences, zone=settings.TIME_ZONE, start=first, end=last),
            closures=self.closures,
            commitments=by_owner(row[:3] for row in rows) if here else by_owner(rows),
            pools=self._pools(rows, here),
        )

    def _pools(self, rows: Sequence[_Row], here: Sequence[int]) -> dict[int, list[Pool]]:
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
        holidays=holidays.days(range(first.year, last.year + 2)),
        site_ids=site_ids,
        preference=wanted,
    )


def _openings(
    topic: Topic, first: datetime, last: datetime, site_ids: Sequence[int] | None, preference: Preference
) -> list[OpenHours]:
    from_day, to_day = first.date() - timedelta(days=2), last.date() + timedelta(days=1)
    found = Opening.objects.filter(
        Q(topics=topic) | Q(topics__isnull=True),
        Q(last_day__isnull=True) | Q(last_day__gte=from_day),
        Q(repeat_weeks__gt=0) | Q(first_day__gte=from_day),
        first_day__lte=to_day,
        mediator__active=True,
        site__active=True,
    ).order_by()
    found = found.filter(_may_run(first, last))
    if site_ids is not None:
        found = found.filter(site_id__among=site_ids)
    columns = ["mediator_id", "site_id", "on_holidays"]
    columns += ["first_day", "opens", "closes", "last_day", "repeat_weeks"]
    # Decoding the languages of thousands of rows takes longer than everything else: only if asked for.
    columns += ["mediator__languages"] if preference.language else []
    return [
        OpenHours(row[0], row[1], WallRule(*row[3:8]), None, row[2])
        for row in _narrowed(found, topic, preference).values_list(*columns)
        if not preference.language or preference.language in row[8]
    ]


def _may_run(first: datetime, last: datetime) -> Q:
    """Over a few days: the rules of these weekdays, nights that began the day before, and sites of other zones."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day, last_day = first.astimezone(zone).date(), last.astimezone(zone).date()
    number = (last_day - day).days + 1
    if number >= 7:
        return Q()
    weekdays = [(day + timedelta(days=later)).isoweekday() for later in range(number)]
    return (
        Q(first_day__iso_week_day__in=weekdays)
        | Q(closes__lte=F("opens"))
        | ~Q(site__timezone=settings.TIME_ZONE)
    )


def _narrowed(openings: "QuerySet[Opening]", topic: Topic, preference: Preference) -> "QuerySet[Opening]":
    if preference.mediator_id is not None:
        openings = openings.filter(mediator_id=preference.mediator_id)
    if preference.gender:
        openings = openings.filter(mediator__gender=preference.gender)
    if preference.sign_language:
        openings = openings.filter(mediator__sign_language=True)
    if preference.accreditation:
        openings = openings.filter(mediator__accreditations__code=preference.accreditation)
    if topic.accreditation_id is not None:
        openings = openings.filter(mediator__accreditations=topic.accreditation_id)
    return openings


def _sites(
    site_ids: Sequence[int] | None, first: datetime, last: datetime
) -> tuple[dict[int, SiteLimits], dict[int, list[Interval]]]:
    """The sites' limits, and when they are closed. One query: a row a site, or one for each of its closures."""

    def total(model: type[Room] | type[Equipment], column: str) -> Subquery:
        rows = model._default_manager.filter(site=OuterRef("pk")).order_by().values("site")
        return Subquery(rows.annotate(total=Sum(column)).values("total"))

    # A window's local days reach at most so far beyond it.
    margin = timedelta(days=3)
    touching = Q(closures__ends_at__gt=first - margin, closures__starts_at__lt=last + margin)
    sites = Site.objects.filter(active=True).order_by()
    if site_ids is not None:
        sites = sites.filter(pk__among=site_ids)
    rows = sites.annotate(
        places=total(Room, "places"),
        machines=total(Equipment, "count"),
        shut=FilteredRelation("closures", condition=touching),
    ).values_list("pk", "timezone", "places", "machines", Epoch("shut__starts_at"), Epoch("shut__ends_at"))
    read = list(rows)
    limits = {row[0]: SiteLimits(*row[1:4]) for row in read}
    return limits, by_owner((row[0], row[4], row[5]) for row in read if row[4] is not None)


def _absences(site_ids: Sequence[int] | None, first: datetime, last: datetime) -> list[tuple[int, WallRule]]:
    from_day, to_day = first.date() - timedelta(days=2), last.date() + timedelta(days=2)
    away = Absence.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=from_day - timedelta(days=366)),
        # One absence lasts a year at most; older single ones are over.
        Q(repeat_weeks__gt=0) | Q(first_day__gte=from_day - timedelta(days=366)),
        mediator__active=True,
        first_day__lte=to_day,
    ).order_by()
    if site_ids is not None:
        away = away.filter(
            mediator_id__in=Opening.objects.filter(site_id__among=site_ids).values("mediator_id")
        )
    rows = away.values_list(
        "mediator_id", "first_day", "starts", "ends", "last_day", "repeat_weeks", "extra_days"
    )
    return [(row[0], WallRule(*row[1:])) for row in rows]


def _commitments(ground: Ground, start: int, end: int, *, now: datetime, ignoring: int | None) -> list[_Row]:
    """What stands between two instants: the mediators' own, and others' where a site is limited. One query."""
    if not ground.mediators:
        return []
    first, last = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
    standing = (
        Commitment.objects.standing(now)
        .filter(ends_at__gt=first, ends_at__lt=last + LONGEST, starts_at__lt=last)
        .order_by()
    )
    if ignoring is not None:
        standing = standing.exclude(pk=ignoring)
    limited = ground.limited_sites()
    columns = _USE if limited else _PROMISE
    found = standing.filter(mediator_id__among=ground.mediators).values_list(*columns)
    if limited:
        others = standing.filter(site_id__among=limited).exclude(mediator_id__among=ground.mediators)
        found = found.union(others.values_list(*columns), all=True)
    return _as_they_come(found)


def _as_they_come(rows: "QuerySet[Commitment, Any]") -> list[_Row]:
    """The rows as the database gives them: whole numbers all, which Django would convert once more, one by one."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        given: list[_Row] = cursor.fetchall()
    return given
