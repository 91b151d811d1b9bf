"""A session runs over while others book what follows. Real threads, a real database file or server."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bookings.actions.book import book
from bookings.actions.run_over import run_over
from bookings.errors import SlotTaken
from bookings.models import Appointment, Commitment, JournalEntry
from bookings.people.who import Actor, Participant, WayToReach
from mediation.models import User
from tests.people import TEN, wish
from tests.races.test_one_slot import all_at_once
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_press_at_once_and_eight_book_behind_and_nobodys_time_overlaps():
    town = Town()
    amina = town.books()
    agent = Actor("desk", User.objects.create_user("bureau@example.org").pk)
    now, next_at = TEN + timedelta(minutes=50), TEN + timedelta(hours=1)

    def work(number: int) -> Appointment | SlotTaken:
        if number < 4:
            return run_over(amina.pk, minutes=15, by=AT_THE_DESK, now=now)
        asks = wish(
            town.topic,
            town.site,
            next_at,
            participants=[Participant(f"Personne {number}")],
            reach=WayToReach("mobile", f"0639980{number:03}"),
        )
        return book(asks, by=agent, now=now, idempotency_key=f"desk-{number}")

    crowd = all_at_once(work, 12)
    kinds = [type(result) for result in crowd.results]
    assert set(kinds) <= {Appointment, SlotTaken}, crowd.results
    amina.refresh_from_db()
    assert amina.over_min == 15 and JournalEntry.objects.filter(kind="runs_over").count() == 1
    taken = list(Commitment.objects.order_by("starts_at").values_list("starts_at", "ends_at"))
    assert all(first[1] <= second[0] for first, second in pairwise(taken))
