"""A hundred people want one time of one mediator. Real threads, a real database file or server."""

import threading
import time
from collections import Counter
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.db import connection, connections

from bookings.actions.book import book
from bookings.actions.call_off import cancel, restore
from bookings.errors import SlotTaken, TooLate
from bookings.models import Appointment, Commitment
from bookings.people.who import RESIDENT_ON_WEB, WayToReach
from mediation.models import Site, Topic
from tests.people import (
    FRIDAY_BEFORE,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
    with_room,
)

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 100


@pytest.fixture
def site() -> Site:
    return a_site(an_organisation())


@pytest.fixture
def topic() -> Topic:
    return a_topic()


class Crowd(NamedTuple):
    """What each person got, a value or the exception met; seconds from the word go to the last answer."""

    results: list[object]
    seconds: float


def all_at_once(work, people: int = PEOPLE) -> Crowd:
    """`people` threads, each with its connection open, start together. One that gets no connection fails the test at once."""
    results: list[object] = [None] * people
    began: list[float] = []
    ended = [0.0] * people
    gate = threading.Barrier(people, action=lambda: began.append(time.monotonic()))

    def person(number: int) -> None:
        try:
            connection.ensure_connection()
        except Exception:
            gate.abort()
            raise
        gate.wait(timeout=60)
        try:
            results[number] = work(number)
        except Exception as error:
            results[number] = error
        finally:
            ended[number] = time.monotonic()
            connections.close_all()

    threads = [threading.Thread(target=person, args=(number,), daemon=True) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert began and all(ended), "Not everybody got a connection and an answer."
    return Crowd(results, max(ended) - began[0])


def book_ten(topic: Topic, site: Site):
    def work(number: int) -> Appointment:
        wanted = wish(
            topic, site, name=f"Personne {number}", reach=WayToReach("mobile", f"06399800{number:02}")
        )
        return book(wanted, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key=f"draft-{number}")

    return work


def test_a_hundred_people_one_slot_one_winner(topic: Topic, site: Site) -> None:
    receives(a_mediator(site.organisation), site)

    results, seconds = all_at_once(book_ten(topic, site))

    print(f"\n{PEOPLE} people, one slot, {connection.vendor}: {seconds:.2f} s")
    kinds = Counter(type(result).__name__ for result in results)
    assert kinds == {"Appointment": 1, "SlotTaken": PEOPLE - 1}
    assert all(len(result.alternatives) == 3 for result in results if isinstance(result, SlotTaken))
    assert Commitment.objects.count() == 1


def test_a_hundred_people_one_room_two_mediators_one_winner(topic: Topic, site: Site) -> None:
    for first_name in ("Léa", "Tom"):
        receives(a_mediator(site.organisation, first_name), site)
    with_room(site, places=1)

    results = all_at_once(book_ten(topic, site)).results

    assert Counter(type(result).__name__ for result in results) == {"Appointment": 1, "SlotTaken": PEOPLE - 1}


def test_one_person_pressing_twenty_times_books_once(topic: Topic, site: Site) -> None:
    for first_name in ("Léa", "Tom", "Zoé"):
        receives(a_mediator(site.organisation, first_name), site)

    def press(_number: int) -> Appointment:
        return book(wish(topic, site), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="same")

    results = all_at_once(press, people=20).results

    assert {getattr(result, "pk", result) for result in results} == {Appointment.objects.get().pk}


def test_taking_a_cancellation_back_races_with_whoever_wants_the_time(topic: Topic, site: Site) -> None:
    receives(a_mediator(site.organisation), site)
    first = book(wish(topic, site), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="first")
    cancel(first.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    just_before, just_after = (FRIDAY_BEFORE + timedelta(minutes=15, seconds=s) for s in (-1, 0))

    def work(number: int) -> Appointment:
        if number % 2:
            return restore(first.pk, by=RESIDENT_ON_WEB, now=just_before)
        wanted = wish(topic, site, name=f"Personne {number}")
        return book(wanted, by=RESIDENT_ON_WEB, now=just_after, idempotency_key=f"draft-{number}")

    results = all_at_once(work, people=20).results

    assert Appointment.objects.filter(status__in=Appointment.STANDING, starts_at=TEN).count() == 1
    assert Commitment.objects.count() == 1
    assert all(isinstance(result, Appointment | SlotTaken | TooLate) for result in results)
