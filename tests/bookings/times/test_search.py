"""Looking for times: as far as needed, in a number of reads that never grows."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from bookings.models import Commitment
from bookings.times.search import Choice, first_free, one_by_one, soonest, times
from mediation.models import Absence, Closure, Equipment, Mediator, Organisation, Site, Topic
from tests.people import (
    MONDAY,
    MONDAY_8AM,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    with_room,
)

pytestmark = pytest.mark.django_db

NINE, HOUR = TEN - timedelta(hours=1), timedelta(hours=1)


@pytest.fixture
def town() -> Organisation:
    return an_organisation()


@pytest.fixture
def site(town: Organisation) -> Site:
    return a_site(town)


@pytest.fixture
def lea(town: Organisation) -> Mediator:
    return a_mediator(town)


@pytest.fixture
def topic() -> Topic:
    return a_topic(notice_min=0)


def starts(found: list[Choice]) -> list[datetime]:
    return [choice.starts_at for choice in found]


def taken(mediator: Mediator, site: Site, starts_at: datetime = TEN, **fields: object) -> Commitment:
    return Commitment.objects.create(
        mediator=mediator,
        site=site,
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        frees_at=starts_at + HOUR,
        **fields,
    )


def test_the_first_times_take_two_reads_however_many_receive(
    town: Organisation, site: Site, topic: Topic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        receives(a_mediator(town, f"Léa {number}"), a_site(town, f"Lieu {number}"))
    # (Where openings are kept, asking whether they still stand is one more at first, and one less from then on.)
    at_first = 2 if connection.vendor == "sqlite" else 3
    with django_assert_num_queries(at_first):
        assert len(soonest(topic, now=MONDAY_8AM, enough=3)) == 36
    with django_assert_num_queries(2):
        assert len(soonest(topic, now=MONDAY_8AM, enough=3)) == 36


def test_looking_as_far_as_the_horizon_takes_seven_reads(
    site: Site, lea: Mediator, topic: Topic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    receives(lea, site)
    with django_assert_num_queries(5):
        assert len(soonest(topic, now=MONDAY_8AM, enough=1000)) == 3 * 9


def test_one_by_one_they_are_the_same_and_only_the_first_reads_are_made_for_the_first(
    site: Site, lea: Mediator, topic: Topic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    receives(lea, site)
    whole = soonest(topic, now=MONDAY_8AM, enough=1000)
    assert list(one_by_one(topic, now=MONDAY_8AM)) == whole
    with django_assert_num_queries(2):
        assert next(one_by_one(topic, now=MONDAY_8AM)) == whole[0]


def test_somebody_who_receives_in_a_month_only_is_found(site: Site, lea: Mediator, topic: Topic) -> None:
    later = MONDAY + timedelta(days=30)
    receives(lea, site, first_day=later, repeat_weeks=0)
    found = soonest(topic, now=MONDAY_8AM, enough=1)
    assert [starts_at.date() for starts_at in starts(found)] == [later] * 3


def test_a_topic_whose_notice_is_longer_than_its_horizon_has_no_times(site: Site, lea: Mediator) -> None:
    receives(lea, site)
    never = a_topic(notice_min=3 * 24 * 60, horizon_days=1)
    assert first_free(never, now=MONDAY_8AM) == {}
    assert soonest(never, now=MONDAY_8AM, enough=1) == []


def test_nothing_is_found_beyond_the_horizon(site: Site, lea: Mediator, topic: Topic) -> None:
    receives(lea, site)
    beyond = MONDAY_8AM + timedelta(days=61)
    assert soonest(topic, now=MONDAY_8AM, enough=1, start=beyond) == []


def test_only_the_days_looked_at_are_read_and_none_is_forgotten(
    town: Organisation, site: Site, topic: Topic
) -> None:
    """Monday's own rules, a night that began on Sunday, and a site whose Monday comes at another time."""
    receives(a_mediator(town), site)
    receives(a_mediator(town), site, first_day=MONDAY + timedelta(days=1))
    receives(
        a_mediator(town), a_site(town, "Veillée"), opens=23, closes=2, first_day=MONDAY - timedelta(days=1)
    )
    far = a_site(town, "Au loin", timezone="Pacific/Noumea")
    receives(a_mediator(town), far, opens=6, closes=7, first_day=MONDAY + timedelta(days=1))

    midnight = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)
    found = soonest(topic, now=midnight, enough=1)

    assert starts(found) == [
        midnight,
        midnight + HOUR,
        NINE,
        TEN,
        TEN + HOUR,
        datetime(2026, 11, 30, 19, 0, tzinfo=UTC),
    ]


def test_absences_closures_and_promises_take_times_away(
    town: Organisation, site: Site, lea: Mediator, topic: Topic
) -> None:
    away, closed = a_mediator(town, "Karim"), a_site(town, "Fermé")
    for mediator, where in ((lea, site), (away, site), (a_mediator(town, "Rose"), closed)):
        receives(mediator, where)
    Absence.objects.create(mediator=away, first_day=MONDAY, starts=time(0), ends=time(0))
    Closure.objects.create(site=closed, starts_at=MONDAY_8AM, ends_at=MONDAY_8AM + 12 * HOUR)
    taken(lea, site)
    assert starts(soonest(topic, now=MONDAY_8AM, enough=2)) == [NINE, TEN + HOUR]


def test_a_full_room_counts_everybody_there_even_those_who_do_not_take_this_topic(
    town: Organisation, site: Site, lea: Mediator, topic: Topic
) -> None:
    receives(lea, site)
    with_room(site, 1)
    taken(a_mediator(town, "Karim"), site)
    assert starts(soonest(topic, now=MONDAY_8AM, enough=2)) == [NINE, TEN + HOUR]


def test_a_machine_limits_only_topics_that_need_one(
    town: Organisation, site: Site, lea: Mediator, topic: Topic
) -> None:
    receives(lea, site)
    Equipment.objects.create(site=site, name="Ordinateur", count=1)
    taken(a_mediator(town, "Karim"), site, needs_machine=True)
    with_machine = a_topic("impots", notice_min=0, needs_machine=True)
    assert TEN in starts(soonest(topic, now=MONDAY_8AM, enough=2))
    assert starts(soonest(with_machine, now=MONDAY_8AM, enough=2)) == [NINE, TEN + HOUR]


def test_each_site_s_first_free_time_is_the_one_that_all_times_give(
    town: Organisation, site: Site, lea: Mediator, topic: Topic
) -> None:
    other = a_site(town, "Plus tard")
    receives(lea, site)
    receives(a_mediator(town), other, first_day=date(2026, 12, 16))
    found = first_free(topic, now=MONDAY_8AM)
    everything = times(topic, start=MONDAY_8AM, end=MONDAY_8AM + timedelta(days=60), now=MONDAY_8AM)
    for each in (site, other):
        assert found[each.pk] == min(choice.starts_at for choice in everything if choice.site_id == each.pk)


def test_looking_further_for_the_usual_sites_finds_what_looking_everywhere_finds(
    town: Organisation, topic: Topic
) -> None:
    usual = [a_site(town, f"Lieu habituel {number}") for number in range(3)]
    for number, where in enumerate([usual[0], a_site(town, "Un autre lieu"), *usual[1:]]):
        with_room(where, 1)
        receives(a_mediator(town, f"M{number}"), where, first_day=MONDAY + timedelta(weeks=number * 2))
    everywhere = first_free(topic, now=MONDAY_8AM)
    among = frozenset(each.pk for each in usual)
    found = first_free(topic, now=MONDAY_8AM, enough_of=(3, among))
    assert {pk: at for pk, at in everywhere.items() if pk in among} == {pk: found[pk] for pk in among}
    assert min(found.values()) == min(everywhere.values())
