"""From the database to the slot engine's plain values, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value

from bookings.agenda import MARGIN_S, Agenda, OpenHours, Pool, TopicTimes, by_owner
from bookings.models import Commitment
from mediation import holidays
from mediation.intervals import Interval
from mediation.models import Absence, Closure, Equipment, Opening, Room, Site, Topic
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
    mediators: frozenset[int] = field(default_factory=frozenset)

    @property
    def times(self) -> TopicTimes:
        """The topic as the engine knows it."""
        topic = self.topic
        return TopicTimes(
            topic.pk, topic.duration_min, topic.buffer_min, topic.notice_min, topic.horizon_days
        )

    def limited_sites(self) -> list[int]:
        """The sites whose rooms (or machines, for this topic) can be full."""
        return [pk for pk, site in self.sites.items() if site.rooms is not None or self._machines(site)]

    def _machines(self, site: SiteLimits) -> bool:
        return self.topic.needs_machine and site.machines is not None

    def agenda(self, start: int, end: int, *, now: datetime, ignoring: int | None = None) -> Agenda:
        """The engine's input for a window of epoch seconds: one query, whatever the number of mediators.

        `ignoring` is a commitment that is about to be given back.
        """
        rows = _commitments(self, start - MARGIN_S, end + MARGIN_S, now=now, ignoring=ignoring)
        at_sites = [row for row in rows if row[0] == 1]
        return Agenda(
            openings=self.openings,
            zones={pk: site.zone for pk, site in self.sites.items()},
            zone=settings.TIME_ZONE,
            holidays=self.holidays,
            absences=expand_each(
                self.absences, zone=settings.TIME_ZONE, start=start - MARGIN_S, end=end + MARGIN_S
            ),
            closures=self.closures,
            commitments=by_owner(row[1:4] for row in rows if row[0] == 0),
            pools={pk: self._pools(pk, at_sites) for pk in self.limited_sites()},
        )

    def _pools(self, site_id: int, rows: Iterable[tuple[int, int, int, int, bool]]) -> list[Pool]:
        uses = [(start, end, machine) for _, owner, start, end, machine in rows if owner == site_id]
        site = self.sites[site_id]
        pools = []
        if site.rooms is not None:
            pools.append(Pool(site.rooms, [(start, end) for start, end, _ in uses]))
        if site.machines is not None and self.topic.needs_machine:
            pools.append(Pool(site.machines, [(start, end) for start, end, machine in uses if machine]))
        return pools


def read_ground(
    topic: Topic,
    *,
    first: datetime,
    last: datetime,
    site_ids: Sequence[int] | None = None,
    preference: Preference | None = None,
) -> Ground:
    """What the topic's slots between two instants stand on: four queries. No sites means all of them."""
    openings = _openings(topic, first, last, site_ids, preference or Preference())
    mediators = frozenset(opening.mediator for opening in openings)
    sites = {opening.site for opening in openings}
    years = range(first.year, last.year + 2)
    return Ground(
        topic=topic,
        openings=openings,
        sites=_limits(sites),
        absences=_absences(mediators, first, last),
        closures=_closures(sites, first, last),
        holidays=holidays.days(years),
        mediators=mediators,
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
    if site_ids is not None:
        found = found.filter(site_id__in=site_ids)
    rows = _narrowed(found, topic, preference).values_list(
        "mediator_id",
        "site_id",
        "first_day",
        "opens",
        "closes",
        "last_day",
        "repeat_weeks",
        "on_holidays",
        "mediator__languages",
    )
    return [
        OpenHours(row[0], row[1], WallRule(*row[2:7]), None, row[7])
        for row in rows
        if not preference.language or preference.language in row[8]
    ]


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


def _limits(site_ids: Iterable[int]) -> dict[int, SiteLimits]:
    def total(model: type[Room] | type[Equipment], column: str) -> Subquery:
        rows = model._default_manager.filter(site=OuterRef("pk")).order_by().values("site")
        return Subquery(rows.annotate(total=Sum(column)).values("total"))

    rows = (
        Site.objects.filter(pk__in=site_ids)
        .order_by()
        .annotate(places=total(Room, "places"), machines=total(Equipment, "count"))
    )
    return {
        pk: SiteLimits(zone, places, machines)
        for pk, zone, places, machines in rows.values_list("pk", "timezone", "places", "machines")
    }


def _absences(mediators: Iterable[int], first: datetime, last: datetime) -> list[tuple[int, WallRule]]:
    from_day, to_day = first.date() - timedelta(days=2), last.date() + timedelta(days=2)
    rows = (
        Absence.objects.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=from_day - timedelta(days=366)),
            # One absence lasts a year at most; older single ones are over.
            Q(repeat_weeks__gt=0) | Q(first_day__gte=from_day - timedelta(days=366)),
            mediator_id__in=mediators,
            first_day__lte=to_day,
        )
        .order_by()
        .values_list("mediator_id", "first_day", "starts", "ends", "last_day", "repeat_weeks", "extra_days")
    )
    return [(row[0], WallRule(*row[1:])) for row in rows]


def _closures(site_ids: Iterable[int], first: datetime, last: datetime) -> dict[int, list[Interval]]:
    margin = timedelta(seconds=MARGIN_S)
    rows = (
        Closure.objects.filter(site_id__in=site_ids, ends_at__gt=first - margin, starts_at__lt=last + margin)
        .order_by()
        .values_list("site_id", Epoch("starts_at"), Epoch("ends_at"))
    )
    return by_owner(rows)


def _commitments(
    ground: Ground, start: int, end: int, *, now: datetime, ignoring: int | None
) -> list[tuple[int, int, int, int, bool]]:
    """(0, mediator, start, end with buffer, machine) and, where a site is limited, (1, site, start, end, machine)."""
    first, last = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
    standing = (
        Commitment.objects.standing(now)
        .filter(ends_at__gt=first, ends_at__lt=last + LONGEST, starts_at__lt=last)
        .order_by()
    )
    if ignoring is not None:
        standing = standing.exclude(pk=ignoring)
    mine = standing.filter(mediator_id__in=ground.mediators).values_list(
        Value(0), F("mediator_id"), Epoch("starts_at"), Epoch("ends_at"), Value(False, BooleanField())
    )
    limited = ground.limited_sites()
    if not limited:
        return list(mine)
    there = standing.filter(site_id__in=limited).values_list(
        Value(1), F("site_id"), Epoch("starts_at"), Epoch("frees_at"), F("needs_machine")
    )
    return list(mine.union(there, all=True))
