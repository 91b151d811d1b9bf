"""A second opinion on slots: minute by minute, slow, and sharing no code with the engine.

It is written from the convention (design, section 4) with datetime and zoneinfo only. Everything in a `World` falls on
whole minutes, `now` excepted.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

Minutes = set[int]


@dataclass
class Rule:
    first_day: date
    opens: time
    closes: time
    last_day: date | None = None
    repeat_weeks: int = 0
    extra_days: int = 0
    nth_week: int = 0
    skipped: frozenset[date] = frozenset()


@dataclass
class OpeningAt:
    mediator: int
    site: int
    rule: Rule
    topics: set[int] | None = None
    on_holidays: bool = False


@dataclass
class Promise:
    """Minutes since 1970; `frees` is the end without the buffer, `ends` with it."""

    mediator: int
    site: int
    starts: int
    frees: int
    ends: int


@dataclass
class World:
    now: datetime
    topic: int
    duration: int
    buffer: int
    notice: int
    horizon: int
    openings: list[OpeningAt]
    zones: dict[int, str]
    zone: str = "Europe/Paris"
    holidays: set[date] = field(default_factory=set)
    # Site → its own; `holidays` for those that are missing.
    holidays_at: dict[int, set[date]] = field(default_factory=dict)
    absences: list[tuple[int, Rule]] = field(default_factory=list)
    closures: list[tuple[int, int, int]] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    # Two sites → minutes of the way; whoever is at one of them is there at once where it is missing.
    ways: dict[frozenset[int], int] = field(default_factory=dict)


def slots(world: World) -> list[tuple[datetime, int, int]]:
    """(start, mediator, site) of every slot the convention gives, sorted."""
    found = set()
    for opening in world.openings:
        if opening.topics is None or world.topic in opening.topics:
            for minutes in occurrences(opening.rule, world.zones[opening.site], world):
                for start in tile(world, opening, minutes):
                    found.add((datetime.fromtimestamp(start * 60, UTC), opening.mediator, opening.site))
    return sorted(found)


def tile(world: World, opening: OpeningAt, minutes: list[int]) -> list[int]:
    taken = minutes_taken(world, opening.mediator)
    zone = world.zones[opening.site]
    not_there = minutes_away(world, opening.mediator, zone) | minutes_closed(world, opening.site)
    holidays = world.holidays_at.get(opening.site, world.holidays)
    on_the_way = minutes_on_the_way(world, opening.mediator, opening.site)
    not_there |= on_the_way
    minutes = minutes[late_by(world, opening, minutes) :]
    free = []
    for minute in minutes:
        local = datetime.fromtimestamp(minute * 60, ZoneInfo(zone))
        holiday = local.date() in holidays and not opening.on_holidays
        if minute not in taken and minute not in not_there and not holiday:
            free.append(minute)
    starts = []
    for run in runs(free):
        minute = run[0]
        if minute * 60 < world.now.timestamp():
            minute = ceil(world.now.timestamp() / 300) * 5
        while minute + world.duration - 1 <= run[-1]:
            rest = range(minute + world.duration, minute + world.duration + world.buffer)
            met = [each for each in rest if each in on_the_way]
            hurried = any(day_at(each, zone) == day_at(rest.start - 1, zone) for each in met)
            if (
                not hurried
                and not any(later in taken for later in rest)
                and allowed(world, opening.site, minute)
            ):
                starts.append(minute)
            minute += world.duration + world.buffer
    return starts


def allowed(world: World, site: int, start: int) -> bool:
    starts_at = datetime.fromtimestamp(start * 60, UTC)
    if starts_at < world.now + timedelta(minutes=world.notice):
        return False
    if starts_at > world.now + timedelta(days=world.horizon):
        return False
    if site not in world.places:
        return True
    here = [promise for promise in world.promises if promise.site == site]
    return all(
        sum(promise.starts <= minute < promise.frees for promise in here) < world.places[site]
        for minute in range(start, start + world.duration)
    )


def runs(minutes: list[int]) -> list[list[int]]:
    together: list[list[int]] = []
    for minute in minutes:
        if together and together[-1][-1] == minute - 1:
            together[-1].append(minute)
        else:
            together.append([minute])
    return together


def minutes_taken(world: World, mediator: int) -> Minutes:
    own = [promise for promise in world.promises if promise.mediator == mediator]
    return {minute for promise in own for minute in range(promise.starts, promise.ends)}


def day_at(minute: int, zone: str) -> date:
    return datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).date()


def minutes_on_the_way(world: World, mediator: int, site: int) -> Minutes:
    """Walked minute by minute, away from each promise elsewhere, until one is here or it is another day."""
    found: Minutes = set()
    zone = world.zones[site]
    for promise in world.promises if world.ways else ():
        way = world.ways.get(frozenset({promise.site, site}), 0) if promise.site != site else 0
        if promise.mediator == mediator:
            after = range(promise.ends, promise.ends + way)
            before = range(promise.starts - way, promise.starts)
            found |= {each for each in after if day_at(each, zone) == day_at(promise.ends - 1, zone)}
            found |= {each for each in before if day_at(each, zone) == day_at(promise.starts, zone)}
    return found


def late_by(world: World, opening: OpeningAt, minutes: list[int]) -> int:
    """How many minutes of an opening are lost to coming from another one that has just ended."""
    lost = 0
    for other in world.openings:
        way = world.ways.get(frozenset({other.site, opening.site}), 0) if other.site != opening.site else 0
        if minutes and way and other.mediator == opening.mediator:
            for each in occurrences(other.rule, world.zones[other.site], world):
                first, zone = minutes[0], world.zones[opening.site]
                if each and each[-1] < first and day_at(each[-1], zone) == day_at(first, zone):
                    lost = max(lost, each[-1] + 1 + way - first)
    return lost


def minutes_away(world: World, mediator: int, zone: str) -> Minutes:
    """On the clocks of the site that is looked at: a day away is a day there."""
    own = [rule for who, rule in world.absences if who == mediator]
    return {minute for rule in own for each in occurrences(rule, zone, world) for minute in each}


def minutes_closed(world: World, site: int) -> Minutes:
    return {minute for where, start, end in world.closures if where == site for minute in range(start, end)}


def occurrences(rule: Rule, zone: str, world: World) -> list[list[int]]:
    """The minutes of every occurrence that may matter: from ten days before now to beyond the horizon.

    However long ago it began: an absence of three years is one occurrence that still runs.
    """
    found = []
    day = rule.first_day
    earliest = world.now.date() - timedelta(days=10)
    while day <= world.now.date() + timedelta(days=world.horizon + 2) and not (
        rule.last_day and day > rule.last_day
    ):
        if (
            day + timedelta(days=rule.extra_days + 1) >= earliest
            and day not in rule.skipped
            and in_month(rule, day)
        ):
            found.append(occurrence(rule, zone, day, world))
        if rule.repeat_weeks == 0 and rule.nth_week == 0:
            break
        day += timedelta(weeks=1 if rule.nth_week else rule.repeat_weeks)
    return found


def in_month(rule: Rule, day: date) -> bool:
    """Counts the weekdays of the month, one by one."""
    if rule.nth_week == 0:
        return True
    same = [
        date(day.year, day.month, number)
        for number in range(1, monthrange(day.year, day.month)[1] + 1)
        if date(day.year, day.month, number).weekday() == day.weekday()
    ]
    return day == (same[-1] if rule.nth_week == 5 else same[rule.nth_week - 1])


def occurrence(rule: Rule, zone: str, day: date, world: World) -> list[int]:
    last = day + timedelta(days=rule.extra_days)
    if rule.closes <= rule.opens:
        last += timedelta(days=1)
    start = datetime.combine(day, rule.opens, tzinfo=ZoneInfo(zone)).timestamp()
    end = datetime.combine(last, rule.closes, tzinfo=ZoneInfo(zone)).timestamp()
    # Of one that lasts for years only what is looked at.
    first: int = int((world.now - timedelta(days=12)).timestamp()) // 60
    until: int = int((world.now + timedelta(days=world.horizon + 5)).timestamp()) // 60
    return list(range(max(int(start) // 60, first), min(int(end) // 60, until)))
