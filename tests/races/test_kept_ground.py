"""Openings are kept between searches and bookings, and never longer than they stand: whoever changes one, anywhere."""

import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from bookings.actions.book import book
from bookings.errors import SlotTaken
from bookings.people.who import RESIDENT_ON_WEB
from bookings.times import kept, reading
from bookings.times.search import first_free, soonest, times
from mediation.models import Absence, Closure, Mediator, Opening, Site, Topic
from tests.people import (
    MONDAY,
    MONDAY_8AM,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
    with_room,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

Change = Callable[[Mediator, Site], object]


@pytest.fixture
def lea() -> Mediator:
    return a_mediator(an_organisation())


@pytest.fixture
def site(lea: Mediator) -> Site:
    site = a_site(lea.organisation)
    receives(lea, site)
    return site


@pytest.fixture
def topic() -> Topic:
    return a_topic(notice_min=0)


def monday(topic: Topic, site: Site) -> list[datetime]:
    end = MONDAY_8AM + timedelta(hours=12)
    found = times(topic, start=MONDAY_8AM, end=end, now=MONDAY_8AM, site_ids=[site.pk])
    return [choice.starts_at for choice in found]


def ground_reads(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as said:
        action()
    return sum('AS "part"' in each["sql"] for each in said.captured_queries)


def elsewhere(change: Callable[[], object]) -> None:
    """As another process does it, on a connection of its own."""

    def run() -> None:
        try:
            change()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()


def test_who_asks_again_does_not_have_the_openings_read_again(site: Site, topic: Topic) -> None:
    assert monday(topic, site)
    assert ground_reads(lambda: monday(topic, site)) == 0
    booked = lambda: book(wish(topic, site), by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="un")  # noqa: E731
    assert ground_reads(booked) == 0
    assert TEN not in monday(topic, site)


def test_one_site_is_known_from_a_look_at_all_of_them(site: Site, topic: Topic, lea: Mediator) -> None:
    other = a_site(lea.organisation, "Médiathèque Imaginaire")
    receives(a_mediator(lea.organisation, "Sami"), other, opens=14, closes=16)
    alone = [monday(topic, each) for each in (site, other)]
    Site.objects.update(postcode="35001")  # Nothing that matters here, but a change.
    first_free(topic, now=MONDAY_8AM)
    assert ground_reads(lambda: monday(topic, site)) == 0
    assert [monday(topic, each) for each in (site, other)] == alone
    assert alone[0] != alone[1]


def test_who_wants_the_soonest_and_who_is_in_the_middle_of_something_do_not_have_them_read_again_either(
    site: Site, topic: Topic
) -> None:
    first = soonest(topic, now=MONDAY_8AM, enough=200)
    assert first
    assert ground_reads(lambda: _same(soonest(topic, now=MONDAY_8AM, enough=200), first)) == 0
    with transaction.atomic():
        assert ground_reads(lambda: _same(soonest(topic, now=MONDAY_8AM, enough=200), first)) == 0


def test_the_soonest_are_all_there_are_whatever_day_night_or_zone_they_are_in(
    site: Site, topic: Topic, lea: Mediator
) -> None:
    far = a_site(lea.organisation, "Faré Imaginaire", timezone="Pacific/Noumea")
    for number, (place, opens, closes, days, more) in enumerate(
        [
            (site, 22, 2, 3, {}),
            (far, 8, 12, 1, {}),
            (far, 23, 3, 4, {}),
            (site, 14, 16, 5, {"nth_week": 2}),
            (site, 9, 11, 2, {"repeat_weeks": 2}),
            (site, 9, 11, 6, {"repeat_weeks": 0}),
        ]
    ):
        mediator = a_mediator(lea.organisation, f"Personne {number}")
        receives(mediator, place, opens=opens, closes=closes)
        Opening.objects.filter(mediator=mediator).update(first_day=MONDAY + timedelta(days=days), **more)
    everything = times(topic, start=MONDAY_8AM, end=MONDAY_8AM + timedelta(days=61), now=MONDAY_8AM)
    found = soonest(topic, now=MONDAY_8AM, enough=100_000)
    horizon = MONDAY_8AM + timedelta(days=topic.horizon_days)
    assert found == [choice for choice in everything if choice.starts_at <= horizon]
    assert len({choice.site_id for choice in found}) == 2 and len(found) > 100


@pytest.mark.parametrize(
    "change",
    [
        lambda lea, site: Opening.objects.update(opens=time(11)),
        lambda lea, site: Opening.objects.all().delete(),
        lambda lea, site: Absence.objects.create(
            mediator=lea, first_day=MONDAY, starts=time(9), ends=time(11)
        ),
        lambda lea, site: Closure.objects.create(
            site=site, starts_at=MONDAY_8AM, ends_at=MONDAY_8AM + timedelta(hours=3)
        ),
        lambda lea, site: Mediator.objects.update(active=False),
        lambda lea, site: Site.objects.update(active=False),
        lambda lea, site: with_room(site, 0),
        lambda lea, site: Opening.objects.get().topics.add(a_topic("autre")),
    ],
    ids=[
        "hours",
        "no opening",
        "absence",
        "closure",
        "mediator gone",
        "site closed",
        "no room",
        "other topics",
    ],
)
def test_a_change_by_anybody_shows_on_the_very_next_page(
    change: Change, lea: Mediator, site: Site, topic: Topic
) -> None:
    before = monday(topic, site)
    elsewhere(lambda: change(lea, site))
    after = monday(topic, site)
    assert after != before
    assert TEN not in after


def test_nobody_is_promised_a_time_that_has_just_been_taken_away(
    lea: Mediator, site: Site, topic: Topic
) -> None:
    assert TEN in monday(topic, site)
    elsewhere(Opening.objects.all().delete)
    with pytest.raises(SlotTaken):
        book(wish(topic, site), by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="un")


def test_a_time_that_has_just_been_opened_is_booked_by_a_process_that_knew_the_old_openings(
    lea: Mediator, site: Site, topic: Topic
) -> None:
    book(wish(topic, site, name="Jean"), by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="un")
    later = TEN + timedelta(hours=5)
    elsewhere(lambda: receives(lea, site, opens=15, closes=18))
    booked = book(wish(topic, site, later), by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="deux")
    assert booked.starts_at == later


def test_whoever_books_where_the_openings_are_known_puts_four_questions(site: Site, topic: Topic) -> None:
    book(wish(topic, site, name="Jean"), by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="un")
    eleven = wish(topic, site, TEN + timedelta(hours=1))
    with CaptureQueriesContext(connection) as said:
        book(eleven, by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="deux")
    # What is promised that day; the locks; what is looked at under them; all rows at once.
    asked = [each["sql"] for each in said.captured_queries if each["sql"] not in ("BEGIN", "COMMIT")]
    assert len(asked) == 4, asked


def test_what_is_not_committed_is_seen_by_whoever_changes_it_and_kept_by_nobody(
    site: Site, topic: Topic
) -> None:
    before = monday(topic, site)
    with transaction.atomic():
        Opening.objects.all().delete()
        assert monday(topic, site) == []
        elsewhere(lambda: _same(monday(topic, site), before))
        transaction.set_rollback(True)
    assert monday(topic, site) == before


def _same(one: object, other: object) -> None:
    assert one == other


def test_a_slow_change_that_began_before_a_quick_one_is_seen_too(
    site: Site, topic: Topic, lea: Mediator
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            Opening.objects.update(opens=time(10))
            begun.set()
            assert go_on.wait(timeout=20)
        connections.close_all()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert begun.wait(timeout=20)
    with_room(site, 3)
    assert monday(topic, site)[0] < TEN
    go_on.set()
    thread.join(timeout=20)
    assert monday(topic, site)[0] == TEN


def test_every_table_that_searches_read_is_watched() -> None:
    read: set[str] = set()
    for where in reading.Where:
        for asked_for in ((), reading.ASKED_FOR):
            opened = reading.Opened(some_days=True, accredited=True, asked_for=asked_for, remote=True)
            sql = str(
                reading.ground._write(where=where, opened=opened, standing=True).query.sql_with_params()[0]
            )
            read |= {table for table in connection.introspection.table_names() if f'"{table}"' in sql}
    assert read == set(kept.TABLES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'groundchange'")
        assert {table for (table,) in cursor.fetchall()} == read


def test_old_changes_go_with_new_ones(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bookings_groundchange SET at = now() - interval '2 days'")
        old = kept.version()
        receives(a_mediator(site.organisation, "Sami"), site)
        cursor.execute("SELECT count(*) FROM bookings_groundchange")
        assert cursor.fetchone()[0] <= 2
    assert kept.version() != old
