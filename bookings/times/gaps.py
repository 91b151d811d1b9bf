"""A mediator's day besides the appointments: where they receive, when they are free, when they are away.

Three to six queries, whatever the number of mediators. Staff look at whole days of real openings here; what
may be booked for a topic is `search`'s question.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import BigIntegerField, BooleanField, CharField, IntegerField, Q, QuerySet, Value

from bookings.models import BusyTime
from bookings.times.going import on_the_way, promised, who_goes
from mediation import holidays
from mediation.departments import subdivision
from mediation.intervals import Interval, clip, merge, subtract
from mediation.models import Absence, Closure, Opening
from mediation.models.opening import BOOKABLE, RULE_COLUMNS, rule_of
from mediation.opening import WallRule, expand, expand_each

# Less than this between two appointments is a breath, not free time.
SHORTEST_MIN = 15
_MARGIN = timedelta(days=2)


@dataclass(frozen=True)
class Stretch:
    """[starts_at, ends_at) (UTC) of one mediator; `site_id` where they receive, None when away everywhere.

    `zone` is the site's; empty when away.
    """

    mediator_id: int
    site_id: int | None
    starts_at: datetime
    ends_at: datetime
    zone: str = ""

    def clipped(self, start: datetime, end: datetime) -> "Stretch":
        """The part between two instants; it ends before it starts when there is none."""
        return replace(self, starts_at=max(self.starts_at, start), ends_at=min(self.ends_at, end))

    @property
    def minutes(self) -> int:
        """Whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


@dataclass(frozen=True)
class Days:
    """What mediators' days are made of: openings cut by closures and holidays, what is free, absences.

    `shut` is what closures of a site cut out of openings; `drop_in` when they receive without appointment.
    """

    open: Sequence[Stretch]
    free: Sequence[Stretch]
    away: Sequence[Stretch]
    shut: Sequence[Stretch] = ()
    drop_in: Sequence[Stretch] = ()

    def clipped(self, window_of: Callable[[Stretch], tuple[datetime, datetime]]) -> "Days":
        """Only what lies in the window that each stretch has: the day where it is."""

        def within(stretches: Sequence[Stretch]) -> list[Stretch]:
            cut = [stretch.clipped(*window_of(stretch)) for stretch in stretches]
            return [stretch for stretch in cut if stretch.starts_at < stretch.ends_at]

        return Days(
            open=within(self.open),
            free=within(self.free),
            away=within(self.away),
            shut=within(self.shut),
            drop_in=within(self.drop_in),
        )

    @property
    def open_minutes(self) -> int:
        """How long somebody receives, absences not taken off."""
        return sum(stretch.minutes for stretch in self.open)

    @property
    def free_minutes(self) -> int:
        """How long somebody could still receive."""
        return sum(stretch.minutes for stretch in self.free)


class _Received(NamedTuple):
    mediator: int
    site: int
    zone: str
    holidays: str
    on_holidays: bool
    reception: str
    rule: WallRule


def days_of(
    mediator_ids: Iterable[int], *, start: datetime, end: datetime, now: datetime, site_id: int | None = None
) -> Days:
    """The days of these mediators between two instants, at one site or at all of them.

    Free time is what is open, from `now` on, without absences and commitments (buffers included), in
    pieces of `SHORTEST_MIN` at least.
    """
    # Where else they receive that day says how long they take to come.
    hours = hours_of(mediator_ids, start=start, end=end)
    taken = promised(hours.mediators, start, end, now=now) if hours.open else {}
    going = who_goes(hours.receiving(), hours.zones, taken)
    past = int(start.timestamp()), int(now.timestamp())
    open_, free = [], []
    for (mediator, site), blocks in hours.open.items():
        if site_id not in (None, site):
            continue
        kept = [each[:2] for each in taken.get(mediator, ())]
        ways = on_the_way(going, mediator, site, blocks)
        busy = merge([*hours.away_at(mediator, site), *kept, *ways, past])
        zone = hours.zones[site]
        open_ += [_stretch(mediator, site, block, zone) for block in blocks]
        left = [block for block in subtract(blocks, busy) if block[1] - block[0] >= SHORTEST_MIN * 60]
        free += [_stretch(mediator, site, block, zone) for block in left]
    gone = [
        _stretch(mediator, None, block) for mediator, blocks in hours.absences().items() for block in blocks
    ]
    shut, drop_in = (
        [
            _stretch(mediator, site, block, hours.zones[site])
            for (mediator, site), blocks in found.items()
            for block in blocks
            if site_id in (None, site)
        ]
        for found in (hours.shut, hours.drop_in)
    )
    return Days(
        open=_sorted(open_),
        free=_sorted(free),
        away=_sorted(gone),
        shut=_sorted(shut),
        drop_in=_sorted(drop_in),
    )


@dataclass(frozen=True)
class Hours:
    """When mediators receive, by (mediator, site), and when they are away, by the zone whose clocks it is read on.

    Seconds since 1970; all apart.
    """

    mediators: Sequence[int]
    open: dict[tuple[int, int], list[Interval]]
    away: dict[str, dict[int, list[Interval]]]
    # Site → its zone.
    zones: dict[int, str]
    # What closures took from openings, by (mediator, site).
    shut: dict[tuple[int, int], list[Interval]]
    # When they receive without appointment; `open` is for appointments.
    drop_in: dict[tuple[int, int], list[Interval]]
    # The same as planned, whatever is closed.
    drop_in_planned: dict[tuple[int, int], list[Interval]] = field(default_factory=dict)

    @property
    def there(self) -> dict[tuple[int, int], list[Interval]]:
        """When they are at the site, for appointments or without."""
        keys = self.open.keys() | self.drop_in.keys()
        return {key: merge([*self.open.get(key, ()), *self.drop_in.get(key, ())]) for key in keys}

    def receiving(self) -> dict[tuple[int, int], list[Interval]]:
        """With an appointment or without."""
        return {
            key: [*self.open.get(key, ()), *self.drop_in.get(key, ())]
            for key in self.open.keys() | self.drop_in.keys()
        }

    def away_at(self, mediator: int, site: int) -> Sequence[Interval]:
        """When the mediator is away, on the clocks of a site."""
        return self.away.get(self.zones.get(site, settings.TIME_ZONE), {}).get(mediator, ())

    def absences(self) -> dict[int, list[Interval]]:
        """When each mediator is away, on the clocks of the sites where they receive (or else the service's own)."""
        sites: dict[int, set[str]] = {}
        for mediator, site in self.open:
            sites.setdefault(mediator, set()).add(self.zones[site])
        zones = {mediator: sites.get(mediator) or {settings.TIME_ZONE} for mediator in self.mediators}
        found = {
            mediator: merge(block for zone in theirs for block in self.away[zone].get(mediator, ()))
            for mediator, theirs in zones.items()
        }
        return {mediator: blocks for mediator, blocks in found.items() if blocks}


def hours_of(
    mediator_ids: Iterable[int], *, start: datetime, end: datetime, site_id: int | None = None
) -> Hours:
    """Openings cut by closures and holidays, absences and busy time from outside, between two instants.

    Two queries at most.
    """
    ids = sorted(set(mediator_ids))
    window = int(start.timestamp()), int(end.timestamp())
    received, rules = _openings_and_absences(ids, start, end, site_id) if ids else ([], [])
    closed, busy = _closed_and_busy({each.site for each in received}, ids, start, end) if ids else ({}, {})
    zones = {each.site: each.zone for each in received}
    away = {zone: _away(rules, busy, zone, window) for zone in {settings.TIME_ZONE, *zones.values()}}
    booked, held = (
        _open_blocks([each for each in received if each.reception in kinds], window)
        for kinds in (BOOKABLE, (Opening.Reception.DROP_IN, Opening.Reception.BOTH))
    )
    only_held = _open_blocks([each for each in received if each.reception not in BOOKABLE], window)
    whole = _without(booked, only_held)
    left = {key: subtract(blocks, closed.get(key[1], [])) for key, blocks in whole.items()}
    shut = {key: subtract(blocks, left[key]) for key, blocks in whole.items() if key[1] in closed}
    drop_in = {key: subtract(blocks, closed.get(key[1], [])) for key, blocks in held.items()}
    if site_id is not None:
        left, shut, drop_in = ({k: v for k, v in d.items() if k[1] == site_id} for d in (left, shut, drop_in))
    return Hours(ids, left, away, zones, shut, drop_in, held)


def _without(
    booked: dict[tuple[int, int], list[Interval]], held: dict[tuple[int, int], list[Interval]]
) -> dict[tuple[int, int], list[Interval]]:
    """Openings without the hours that their mediator gives to a drop-in, wherever that is."""
    if not held:
        return booked
    taken: dict[int, list[Interval]] = {}
    for (mediator, _site), blocks in held.items():
        taken.setdefault(mediator, []).extend(blocks)
    return {key: subtract(blocks, merge(taken.get(key[0], ()))) for key, blocks in booked.items()}


def _open_blocks(received: Sequence[_Received], window: Interval) -> dict[tuple[int, int], list[Interval]]:
    # (On the other side of the world the year may be another one.)
    years = range(
        datetime.fromtimestamp(window[0], UTC).year - 1, datetime.fromtimestamp(window[1], UTC).year + 2
    )
    blocks: dict[tuple[int, int], list[Interval]] = {}
    for each in received:
        skip = frozenset() if each.on_holidays else holidays.days(years, each.holidays)
        found = expand(each.rule, zone=each.zone, start=window[0], end=window[1], skip_days=skip)
        blocks.setdefault((each.mediator, each.site), []).extend(found)
    return {key: clip(merge(found), *window) for key, found in blocks.items()}


def _openings_and_absences(
    ids: Sequence[int], start: datetime, end: datetime, site_id: int | None
) -> tuple[list[_Received], list[tuple[int, WallRule]]]:
    """One query for both: what has no site is an absence."""
    first, last = (start - _MARGIN).date(), (end + _MARGIN).date()
    found = Opening.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first), mediator_id__in=ids, first_day__lte=last
    ).order_by()
    if site_id is not None:
        found = found.filter(Q(site_id=site_id) | Q(reception=Opening.Reception.DROP_IN))
    away = Absence.objects.around(first, last).filter(mediator_id__in=ids).order_by()
    opened = found.annotate(later=_NONE).values_list(*_OPENING, *RULE_COLUMNS, "later")
    absent = away.annotate(**_LIKE_AN_OPENING).values_list(*_ABSENCE)
    rows = list(opened.union(absent, all=True))
    years = range(start.year - 1, end.year + 2)
    received = [
        _Received(
            mediator=row[0],
            site=row[1],
            zone=row[2],
            holidays=subdivision(row[3] or "", row[4]),
            on_holidays=bool(row[5]),
            reception=row[6],
            rule=rule_of(*row[7:15], years=years),
        )
        for row in rows
        if row[1] is not None
    ]
    return received, [
        (row[0], WallRule(*row[7:12])._replace(extra_days=row[15])) for row in rows if row[1] is None
    ]


_NONE = Value(0, output_field=IntegerField())
_OPENING = (
    *("mediator_id", "site_id", "site__timezone", "site__commune__insee_code", "site__postcode"),
    *("on_holidays", "reception"),
)
# The same columns of an absence.
_LIKE_AN_OPENING: dict[str, Value] = {
    "no_site": Value(None, output_field=BigIntegerField()),
    "kept": Value(value=False, output_field=BooleanField()),
    "nth": _NONE,
    **{f"nothing_{number}": Value("", output_field=CharField()) for number in range(6)},
}
_ABSENCE = (
    *("mediator_id", "no_site", "nothing_0", "nothing_1", "nothing_2", "kept", "nothing_3"),
    *(
        "first_day",
        "starts",
        "ends",
        "last_day",
        "repeat_weeks",
        "nth",
        "nothing_4",
        "nothing_5",
        "extra_days",
    ),
)


def _closed_and_busy(
    site_ids: Iterable[int], ids: Sequence[int], start: datetime, end: datetime
) -> tuple[dict[int, list[Interval]], dict[int, list[Interval]]]:
    """Closures by site, and the mediators' busy times of calendars outside. One query for both."""
    here = {"ends_at__gt": start, "starts_at__lt": end}
    shut = Closure.objects.filter(site_id__in=site_ids, **here).order_by()
    busy = BusyTime.objects.filter(mediator_id__in=ids, **here).order_by()
    rows = list(_told_apart(shut, 0, "site_id").union(_told_apart(busy, 1, "mediator_id"), all=True))
    closed, taken = (_by_owner(row[1:] for row in rows if row[0] == which) for which in (0, 1))
    return closed, taken


def _told_apart(found: "QuerySet[Any]", which: int, owner: str) -> "QuerySet[Any, Any]":
    return found.values_list(Value(which, output_field=IntegerField()), owner, "starts_at", "ends_at")


def _away(
    rules: Sequence[tuple[int, WallRule]], busy: dict[int, list[Interval]], zone: str, window: Interval
) -> dict[int, list[Interval]]:
    each = expand_each(rules, zone=zone, start=window[0], end=window[1])
    return {
        mediator: clip(merge([*each.get(mediator, ()), *busy.get(mediator, ())]), *window)
        for mediator in each.keys() | busy.keys()
    }


def _by_owner(rows: Iterable[tuple[int, datetime, datetime]]) -> dict[int, list[Interval]]:
    owners: dict[int, list[Interval]] = {}
    for owner, start, end in rows:
        owners.setdefault(owner, []).append((int(start.timestamp()), int(end.timestamp())))
    return {owner: merge(blocks) for owner, blocks in owners.items()}


def _stretch(mediator: int, site: int | None, block: Interval, zone: str = "") -> Stretch:
    start, end = (datetime.fromtimestamp(second, UTC) for second in block)
    return Stretch(mediator, site, start, end, zone)


def _sorted(stretches: Iterable[Stretch]) -> list[Stretch]:
    return sorted(stretches, key=lambda each: (each.starts_at, each.mediator_id))
