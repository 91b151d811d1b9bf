"""A mediator's week copied onto other weeks: what would be added there, what would not run, and what is in the way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bookings.times.gaps import Hours, hours_of
from mediation import holidays
from mediation.intervals import overlaps
from mediation.models import Closure, Opening
from mediation.opening import NO_DAYS, expand
from mediation.wallclock import instant, second_of

_WEEK = timedelta(days=7)


class Clash(Enum):
    """What is in the way of an opening on a date; it may be kept all the same."""

    HOLIDAY = "holiday"
    ABSENT = "absent"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Step:
    """One change: `opening`, if any, is there on `day` in the place of what `rule` has on its `skipped` day."""

    day: date
    opening: Opening | None = None
    rule: Opening | None = None
    skipped: date | None = None
    clashes: tuple[Clash, ...] = ()
    # What `opening` is a copy of: it is for the same topics.
    like: Opening | None = None

    @property
    def shown(self) -> Opening:
        """The hours that the change is about."""
        found = self.opening or self.rule
        assert found is not None  # noqa: S101 - one of the two
        return found


def plan(
    openings: Sequence[Opening], source: date, targets: Iterable[date], *, whole: bool, alone: bool
) -> dict[date, list[Step]]:
    """By Monday of each week copied onto, the changes in the order of days. Three queries at most.

    `openings` are those of one mediator, with their sites. Not `whole`: only single dates, and the dates of rules that go
    otherwise. `whole`: all that runs that week; `alone` leaves out what rules have there besides.
    """
    steps = {target: _week(openings, source, target, whole=whole, alone=alone) for target in targets}
    if not any(steps.values()):
        return steps
    clashes = _Clashes(openings[0].mediator_id, steps)
    return {
        target: [replace(each, clashes=clashes.of(each)) for each in week] for target, week in steps.items()
    }


def _week(openings: Sequence[Opening], source: date, target: date, *, whole: bool, alone: bool) -> list[Step]:
    later = target - source
    there = {
        _key(opening, day): (opening, day) for opening, day in running(openings, target, rules_only=True)
    }
    runs = running(openings, source)
    wanted = runs if whole else [each for each in runs if not each[0].repeat_weeks]
    steps = [
        _added(opening, day, later, there)
        for opening, day in wanted
        if _key(opening, day + later) not in there
    ]
    told = {(step.rule.pk, step.skipped) for step in steps if step.rule is not None}
    if whole:
        kept = {_key(opening, day + later) for opening, day in runs}
        dropped = [each for key, each in there.items() if alone and each[0].repeat_weeks and key not in kept]
    else:
        dropped = [
            (rule, day + later)
            for rule, day in _skipped(openings, source)
            if (rule, day + later) in there.values()
        ]
    steps += [Step(day, None, rule, day) for rule, day in dropped if (rule.pk, day) not in told]
    return sorted(steps, key=lambda step: (step.day, step.shown.opens, step.opening is None))


def _added(opening: Opening, day: date, later: timedelta, there: dict[object, tuple[Opening, date]]) -> Step:
    """The same hours on that day; where they stood for a rule's date, they stand for that rule's date there too."""
    copy = Opening(
        mediator=opening.mediator,
        site=opening.site,
        first_day=day + later,
        opens=opening.opens,
        closes=opening.closes,
        repeat_weeks=0,
        reception=opening.reception,
        # Somebody has said that they work on a holiday; nobody has said so of that one.
        on_holidays=opening.on_holidays and opening.replaces_id is None,
    )
    if opening.replaces_id is None or opening.replaced_day is None:
        return Step(day + later, copy, like=opening)
    skipped = opening.replaced_day + later
    for rule, on in there.values():
        if (rule.pk, on) == (opening.replaces_id, skipped):
            copy.replaces, copy.replaced_day = rule, skipped
            return Step(day + later, copy, rule, skipped, like=opening)
    return Step(day + later, copy, like=opening)


def _key(opening: Opening, day: date) -> object:
    return day, opening.opens, opening.closes, opening.site_id


def running(
    openings: Iterable[Opening], monday: date, *, rules_only: bool = False
) -> list[tuple[Opening, date]]:
    """What begins in that week, and on which day; `rules_only`: whatever day it is, a public holiday or not."""
    years = range(monday.year - 1, monday.year + 2)
    found = []
    for opening in openings:
        zone = opening.site.timezone
        start, end = (instant(zone, day.toordinal(), 0) for day in (monday, monday + _WEEK))
        skip = NO_DAYS if rules_only or opening.on_holidays else holidays.days(years, opening.site.holidays)
        blocks = expand(opening.rule(years), zone=zone, start=start, end=end, skip_days=skip)
        days = [datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).date() for at, _ in blocks]
        found += [(opening, day) for day in days if monday <= day < monday + _WEEK]
    return sorted(found, key=lambda each: (each[1], each[0].opens, each[0].pk))


def _skipped(openings: Iterable[Opening], monday: date) -> list[tuple[Opening, date]]:
    """Dates of rules, in that week, that go otherwise or not at all."""
    return [
        (opening, day)
        for opening in openings
        for day in map(date.fromisoformat, opening.skipped_days.split())
        if monday <= day < monday + _WEEK
    ]


class _Clashes:
    """What is known of all the weeks copied onto."""

    def __init__(self, mediator_id: int, steps: dict[date, list[Step]]) -> None:
        days = [step.day for week in steps.values() for step in week]
        start = datetime.combine(min(days), datetime.min.time(), UTC) - timedelta(days=1)
        end = datetime.combine(max(days), datetime.min.time(), UTC) + timedelta(days=3)
        self.mediator_id = mediator_id
        self.hours: Hours = hours_of([mediator_id], start=start, end=end)
        sites = {step.shown.site_id for week in steps.values() for step in week}
        shut = Closure.objects.filter(site__in=sites, ends_at__gt=start, starts_at__lt=end)
        self.shut = list(shut.values_list("site_id", "starts_at", "ends_at"))

    def of(self, step: Step) -> tuple[Clash, ...]:
        """What is in the way of what would be added."""
        opening = step.opening
        if opening is None:
            return ()
        start, end = _interval(opening)
        found = [
            (Clash.HOLIDAY, self._holiday(opening)),
            (Clash.ABSENT, overlaps(self.hours.away_at(self.mediator_id, opening.site_id), start, end)),
            (Clash.CLOSED, self._closed(opening.site_id, start, end)),
            (Clash.ELSEWHERE, self._elsewhere(step, start, end)),
        ]
        return tuple(clash for clash, there in found if there)

    def _holiday(self, opening: Opening) -> bool:
        return not opening.on_holidays and holidays.is_one(opening.first_day, opening.site.holidays)

    def _closed(self, site: int, start: int, end: int) -> bool:
        return any(at == site and a.timestamp() < end and b.timestamp() > start for at, a, b in self.shut)

    def _elsewhere(self, step: Step, start: int, end: int) -> bool:
        """What is replaced by this very change is in nobody's way."""
        given_up = _interval_on(step.rule, step.skipped) if step.rule and step.skipped else None
        return any(
            overlaps([block for block in blocks if block != given_up], start, end)
            for (_who, site), blocks in self.hours.open.items()
            if site != step.shown.site_id
        )


def _interval(opening: Opening) -> tuple[int, int]:
    return _interval_on(opening, opening.first_day)


def _interval_on(opening: Opening, day: date) -> tuple[int, int]:
    zone, last = opening.site.timezone, day + timedelta(days=int(opening.closes <= opening.opens))
    return (
        instant(zone, day.toordinal(), second_of(opening.opens)),
        instant(zone, last.toordinal(), second_of(opening.closes)),
    )
