"""Five hundred random agendas: the engine and the minute-by-minute check must agree on every slot."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from bookings.times.agenda import Agenda, OpenHours, Pool, TopicTimes, by_owner, reach
from bookings.times.freedom import refusal, timing
from bookings.times.slots import Slot, find, windows
from mediation import holidays
from mediation.intervals import Interval
from mediation.opening import WallRule, expand, expand_each
from mediation.wallclock import DAY_S, second_after
from tests.pure import slot_oracle as oracle

# Weeks in which something happens to the clock, the year or the calendar.
WEEKS = [
    date(2026, 3, 29),  # summer time in Europe
    date(2026, 10, 25),  # winter time
    date(2027, 3, 28),
    date(2027, 10, 31),
    date(2026, 12, 31),  # a year of 53 weeks ends
    date(2026, 5, 8),  # three holidays in three weeks
    date(2026, 11, 1),  # a holiday, and winter time in New York
    date(2026, 6, 17),  # nothing at all
]
ZONES = ["Europe/Paris"] * 6 + [
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
]


def a_clock_time(random: Random) -> time:
    if random.random() < 0.2:  # where the clock changes
        return time(random.choice([0, 1, 2, 3]), random.choice([0, 15, 30, 59]))
    return time(random.randrange(24), random.choice([0, 0, 0, 10, 15, 30, 45, 7]))


def a_rule(random: Random, around: date, *, once: float, longest_extra: int = 0) -> oracle.Rule:
    first_day = around + timedelta(days=random.randint(-30, 6))
    return oracle.Rule(
        first_day=first_day,
        opens=a_clock_time(random),
        closes=a_clock_time(random),
        last_day=first_day + timedelta(days=random.randint(0, 60)) if random.random() < 0.3 else None,
        repeat_weeks=0 if random.random() < once else random.choice([1, 1, 1, 2, 2, 3]),
        extra_days=random.randint(0, longest_extra),
        nth_week=random.randint(1, 5) if random.random() < 0.15 else 0,
        skipped=frozenset(
            first_day + timedelta(days=random.choice([0, 7, 14, random.randint(0, 40)]))
            for _ in range(random.choice([0, 0, 0, 1, 3]))
        ),
    )


def some_promises(random: Random, noon: int, sites: list[int]) -> list[oracle.Promise]:
    promises = []
    for mediator in range(3):
        minute = noon - 4 * 1440
        while minute < noon + 6 * 1440:
            minute += random.choice([5, 30, 60, 240, 900]) + random.randint(0, 20)
            frees = minute + random.choice([15, 30, 45, 61])
            ends = frees + random.choice([0, 0, 5, 15])
            promises.append(oracle.Promise(mediator, random.choice(sites), minute, frees, ends))
            minute = ends
    return promises


def a_world(seed: int) -> oracle.World:
    random = Random(seed)
    around = random.choice(WEEKS)
    now = datetime.combine(around, time(12), tzinfo=UTC) - timedelta(
        days=random.randint(0, 3), seconds=random.randrange(DAY_S)
    )
    noon = int(datetime.combine(around, time(12), tzinfo=UTC).timestamp()) // 60
    sites = [1, 2]
    rules = [a_rule(random, around, once=0.2) for _ in range(random.randint(1, 8))]
    world = oracle.World(
        now=now,
        topic=1,
        duration=random.choice([15, 20, 30, 45, 60, 90]),
        buffer=random.choice([0, 0, 5, 10, 15]),
        notice=random.choice([0, 0, 30, 120, 1440]),
        horizon=random.randint(1, 6),
        openings=[
            oracle.OpeningAt(
                random.randrange(3), random.choice(sites), rule, random.choice([None, None, {1}, {1, 2}, {2}])
            )
            for rule in rules
        ],
        zones={site: random.choice(ZONES) for site in sites},
        holidays=set(holidays.days([around.year, around.year + 1])),
        absences=[
            (random.randrange(3), a_rule(random, around, once=0.5, longest_extra=2))
            for _ in range(random.choice([0, 0, 1, 2, 3]))
        ],
        closures=[
            (random.choice(sites), start, start + random.choice([30, 90, 600]))
            for start in (noon + random.randint(-4000, 6000) for _ in range(random.choice([0, 1, 2])))
        ],
        promises=some_promises(random, noon, sites) if random.random() < 0.8 else [],
        places={site: random.choice([0, 1, 2, 2]) for site in sites if random.random() < 0.5},
        ways={frozenset(sites): random.choice([10, 25, 90])} if random.random() < 0.5 else {},
    )
    for opening in random.sample(world.openings, k=len(world.openings) // 2) if world.ways else ():
        world.openings.append(right_after(random, opening, sites))
    return world


def right_after(random: Random, opening: oracle.OpeningAt, sites: list[int]) -> oracle.OpeningAt:
    """At the other site, when this one has just ended."""
    closes = datetime.combine(date.min, opening.rule.closes) + timedelta(days=1)
    opens = closes + timedelta(minutes=random.choice([0, 0, 5, 20]))
    ends = opens + timedelta(minutes=random.choice([20, 120, 240]))
    rule = replace(opening.rule, opens=opens.time(), closes=ends.time())
    return oracle.OpeningAt(opening.mediator, sites[opening.site == sites[0]], rule)


def as_topic(world: oracle.World) -> TopicTimes:
    return TopicTimes(world.topic, world.duration, world.buffer, world.notice, world.horizon)


def seconds(start: int, end: int) -> Interval:
    return start * 60, end * 60


def as_rule(rule: oracle.Rule) -> WallRule:
    return WallRule(**vars(rule))


def as_agenda(world: oracle.World, start: int, end: int) -> Agenda:
    """What a search between two instants would read."""
    openings = [
        OpenHours(
            each.mediator,
            each.site,
            as_rule(each.rule),
            None if each.topics is None else frozenset(each.topics),
            each.on_holidays,
        )
        for each in world.openings
    ]
    first, last = reach(openings, world.zones.values(), start, end, world.buffer * 60)
    promises = [each for each in world.promises if each.starts * 60 < last and each.ends * 60 > first]
    used = by_owner((each.site, each.starts * 60, each.frees * 60) for each in promises)
    leave = [(mediator, as_rule(rule)) for mediator, rule in world.absences]
    left = [
        (each.mediator, end, each.site)
        for each in openings
        for _, end in expand(each.rule, zone=world.zones[each.site], start=first, end=last)
    ]
    return Agenda(
        openings=openings,
        zones=world.zones,
        holidays=frozenset(world.holidays),
        leave={
            zone: expand_each(leave, zone=zone, start=first, end=last) for zone in set(world.zones.values())
        },
        closures=by_owner((site, *seconds(starts, ends)) for site, starts, ends in world.closures),
        commitments=by_owner((each.mediator, *seconds(each.starts, each.ends)) for each in promises),
        pools={site: [Pool(places, used.get(site, []))] for site, places in world.places.items()},
        way=lambda one, other: world.ways.get(frozenset({one, other}), 0) * 60 if one != other else 0,
        promised_at={
            who: [(each.starts * 60, each.ends * 60, each.site) for each in promises if each.mediator == who]
            for who in range(3)
        },
        left=by_owner(left),
    )


def shown(slots: list[Slot]) -> list[tuple[datetime, int, int]]:
    return [(datetime.fromtimestamp(start, UTC), mediator, site) for start, mediator, site, _ in slots]


@pytest.mark.parametrize("batch", range(20))
def test_a_minute_by_minute_check_agrees_on_random_agendas(batch: int) -> None:
    slots_seen = 0
    for seed in range(batch * 30, batch * 30 + 30):
        world, now = a_world(seed), second_after(a_world(seed).now)
        agenda = as_agenda(world, now, now + world.horizon * DAY_S)
        slots = find(agenda, as_topic(world), now=now)
        assert shown(slots) == oracle.slots(world), f"agenda {seed}"
        slots_seen += len(slots)
    assert slots_seen > 100


@pytest.mark.parametrize("seed", range(100))
def test_a_slot_shown_may_always_be_booked(seed: int) -> None:
    world = a_world(seed)
    now, topic = second_after(world.now), as_topic(world)
    agenda = as_agenda(world, now, now + world.horizon * DAY_S)
    for start, mediator, site, _ in find(agenda, topic, now=now):
        assert refusal(agenda, topic, mediator=mediator, site=site, start=start) is None
        assert timing(topic, now=now, start=start) is None


@pytest.mark.parametrize("seed", range(100))
def test_widening_day_by_day_gives_what_one_look_gives(seed: int) -> None:
    world = a_world(seed)
    now, topic = second_after(world.now), as_topic(world)
    last = now + world.horizon * DAY_S
    whole = find(as_agenda(world, now, last), topic, now=now)
    day_by_day = [(start, start + DAY_S) for start in range(now, last + 1, DAY_S)]
    for pieces in (windows(now, last, world.zone), day_by_day):
        found: list[Slot] = []
        for start, end in pieces:
            found += find(as_agenda(world, start, end), topic, now=now, start=start, end=end)
        assert found == whole
