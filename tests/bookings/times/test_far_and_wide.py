"""Absences of years and sites overseas: what the database gives agrees with the minute-by-minute oracle."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bookings.models import Appointment
from bookings.times import search
from bookings.times.gaps import hours_of
from mediation import departments, holidays
from mediation.models import Absence, Commune, Mediator, Site, Topic
from tests import people
from tests.pure import slot_oracle as oracle

pytestmark = pytest.mark.django_db

PLACES = ["35238", "97411", "97105", "98818", "67482", "98735", "97502"]
# Around days that are free in one of these places only, changes of clocks and of the year.
AROUND = [
    date(2026, 12, 18),
    date(2027, 5, 26),
    date(2026, 4, 2),
    date(2026, 12, 25),
    date(2027, 3, 27),
    date(2026, 9, 23),
    date(2026, 12, 31),
    date(2027, 6, 16),
]
MIDNIGHT = time(0)


def a_site_in(insee_code: str, number: int) -> Site:
    commune, _ = Commune.objects.get_or_create(insee_code=insee_code, defaults={"name": insee_code})
    return people.a_site(
        people.an_organisation(f"Structure {number}"),
        f"Lieu {number}",
        commune=commune,
        postcode="",
        timezone=departments.zone(insee_code),
    )


def an_absence(random: Random, mediator: Mediator, around: date) -> oracle.Rule:
    """Of some hours, some days, or up to three years, begun up to three years ago; some come again."""
    length = random.choice([0, 0, 1, 3, 30, 366, 367, 800, 1095])
    begun = random.choice([random.randint(-5, 5), -length + random.randint(-2, 3), -random.randint(0, 1095)])
    whole = random.random() < 0.6
    starts, ends = (MIDNIGHT, MIDNIGHT) if whole else (time(random.randrange(24)), time(random.randrange(24)))
    again = random.choice([0, 0, 0, 1, 2]) if length < 7 else 0
    rule = oracle.Rule(
        first_day=around + timedelta(days=begun),
        opens=starts,
        closes=ends,
        last_day=around + timedelta(days=random.randint(-20, 20))
        if again and random.random() < 0.5
        else None,
        repeat_weeks=again,
        extra_days=length,
    )
    if rule.last_day is not None and rule.last_day < rule.first_day:
        rule.last_day = rule.first_day
    Absence.objects.create(
        mediator=mediator,
        first_day=rule.first_day,
        extra_days=rule.extra_days,
        starts=rule.opens,
        ends=rule.closes,
        repeat_weeks=rule.repeat_weeks,
        last_day=rule.last_day,
    )
    return rule


def an_opening(random: Random, mediator: Mediator, site: Site, around: date) -> oracle.OpeningAt:
    rule = oracle.Rule(
        first_day=around - timedelta(days=random.randint(0, 30)),
        opens=time(random.choice([0, 6, 8, 9, 14, 22])),
        closes=time(random.choice([3, 12, 12, 17, 23])),
        repeat_weeks=random.choice([1, 1, 1, 2]),
    )
    kept = random.random() < 0.2
    people.receives(
        mediator,
        site,
        first_day=rule.first_day,
        repeat_weeks=rule.repeat_weeks,
        on_holidays=kept,
        opens=rule.opens.hour,
        closes=rule.closes.hour,
    )
    return oracle.OpeningAt(mediator.pk, site.pk, rule, None, kept)


def a_world(seed: int) -> tuple[oracle.World, Topic, list[Mediator]]:
    random = Random(seed)
    around = random.choice(AROUND)
    now = datetime.combine(around, time(random.randrange(24)), tzinfo=UTC) - timedelta(
        days=random.randint(0, 2)
    )
    sites = [a_site_in(code, number) for number, code in enumerate(random.sample(PLACES, 3))]
    mediators = [people.a_mediator(sites[0].organisation, f"Médiateur {number}") for number in range(3)]
    openings = [an_opening(random, random.choice(mediators), random.choice(sites), around) for _ in range(12)]
    absences = [
        (who.pk, an_absence(random, who, around)) for who in random.choices(mediators, k=random.randint(0, 3))
    ]
    topic = people.a_topic(duration_min=60, notice_min=0, horizon_days=6)
    years = [around.year - 1, around.year, around.year + 1]
    world = oracle.World(
        now=now,
        topic=topic.pk,
        duration=60,
        buffer=0,
        notice=0,
        horizon=6,
        openings=openings,
        zones={site.pk: site.timezone for site in sites},
        holidays_at={site.pk: set(holidays.days(years, site.holidays)) for site in sites},
        absences=absences,
    )
    return world, topic, mediators


@pytest.mark.parametrize("seed", range(40))
def test_every_time_agrees_with_the_oracle(seed: int) -> None:
    world, topic, _mediators = a_world(seed)
    found = search.times(topic, start=world.now, end=world.now + timedelta(days=7), now=world.now)
    given = sorted(
        (choice.starts_at, mediator, choice.site_id) for choice in found for mediator in choice.mediator_ids
    )
    assert given == oracle.slots(world)


@pytest.mark.parametrize("seed", range(40, 55))
def test_a_days_agenda_agrees_with_the_oracle(seed: int) -> None:
    world, _topic, mediators = a_world(seed)
    end = world.now + timedelta(days=5)
    hours = hours_of([each.pk for each in mediators], start=world.now, end=end)
    window = range(int(world.now.timestamp()) // 60, int(end.timestamp()) // 60)
    for mediator in mediators:
        for site, zone in world.zones.items():
            if (mediator.pk, site) in hours.open:
                away = hours.away_at(mediator.pk, site)
                minutes = {minute for begins, ends in away for minute in range(begins // 60, ends // 60)}
                assert minutes == oracle.minutes_away(world, mediator.pk, zone) & set(window)


def test_the_oracle_sees_long_absences_and_days_of_ones_own() -> None:
    """Without these the comparison would prove little."""
    long = own = slots = 0
    for seed in range(40):
        Appointment.objects.all().delete()
        for model in (Topic, Mediator, Site):
            model.objects.all().delete()
        world, _topic, _mediators = a_world(seed)
        long += any(rule.extra_days > 366 for _who, rule in world.absences)
        shown = oracle.slots(world)
        everywhere = set(holidays.days([world.now.year, world.now.year + 1]))
        plain = oracle.World(**{**vars(world), "holidays_at": dict.fromkeys(world.zones, everywhere)})
        own += shown != oracle.slots(plain)
        slots += len(shown)
    assert long >= 10 and own >= 5 and slots > 500


# -- The cases that were met ------------------------------------------------------------------------
FEBRUARY = datetime(2027, 1, 30, 12, tzinfo=UTC)


def receives_daily(mediator: Mediator, site: Site, first_day: date, opens: int = 8, closes: int = 10) -> None:
    for later in range(7):
        people.receives(mediator, site, opens, closes, first_day=first_day + timedelta(days=later))


def days_offered(topic: Topic, now: datetime, site: Site, days: int = 14) -> set[date]:
    found = search.times(topic, start=now, end=now + timedelta(days=days), now=now)
    return {choice.starts_at.astimezone(ZoneInfo(site.timezone)).date() for choice in found}


def test_three_years_away_is_three_years_away() -> None:
    site, topic = a_site_in("35238", 1), people.a_topic()
    lea = people.a_mediator(site.organisation)
    receives_daily(lea, site, date(2025, 1, 1))
    Absence.objects.create(
        mediator=lea,
        first_day=date(2025, 9, 1),
        extra_days=(date(2028, 8, 31) - date(2025, 9, 1)).days,
        starts=MIDNIGHT,
        ends=MIDNIGHT,
    )
    for now in (
        datetime(2026, 9, 5, tzinfo=UTC),
        datetime(2027, 11, 1, tzinfo=UTC),
        datetime(2028, 8, 1, tzinfo=UTC),
    ):
        assert days_offered(topic, now, site) == set()
    back = days_offered(topic, datetime(2028, 8, 25, 12, tzinfo=UTC), site)
    assert min(back) == date(2028, 9, 1)


def test_a_day_away_is_a_day_in_noumea() -> None:
    site, topic = a_site_in("98818", 1), people.a_topic()
    lea = people.a_mediator(site.organisation)
    receives_daily(lea, site, date(2027, 1, 1))
    Absence.objects.create(mediator=lea, first_day=date(2027, 2, 2), starts=MIDNIGHT, ends=MIDNIGHT)
    offered = days_offered(topic, FEBRUARY, site, days=6)
    assert date(2027, 2, 2) not in offered
    assert {date(2027, 2, 1), date(2027, 2, 3)} <= offered


def test_each_site_reads_the_same_absence_on_its_own_clocks() -> None:
    rennes, noumea, topic = a_site_in("35238", 1), a_site_in("98818", 2), people.a_topic()
    lea = people.a_mediator(rennes.organisation)
    for site in (rennes, noumea):
        receives_daily(lea, site, date(2027, 1, 1))
    Absence.objects.create(mediator=lea, first_day=date(2027, 2, 2), starts=MIDNIGHT, ends=MIDNIGHT)
    found = search.times(topic, start=FEBRUARY, end=FEBRUARY + timedelta(days=6), now=FEBRUARY)
    for site in (rennes, noumea):
        days = {
            choice.starts_at.astimezone(ZoneInfo(site.timezone)).date()
            for choice in found
            if choice.site_id == site.pk
        }
        assert date(2027, 2, 2) not in days and {date(2027, 2, 1), date(2027, 2, 3)} <= days
