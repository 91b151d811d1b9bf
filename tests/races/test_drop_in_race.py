"""Two hundred mediators call at once. Real threads, a real database file or server."""

from collections import Counter

import pytest

from bookings.actions.call_turn import call_next
from bookings.actions.join_drop_in import WalkIn, join_drop_in
from bookings.errors import NobodyWaits
from bookings.models import Turn, TurnPeriod
from mediation.models import Mediator
from tests.bookings.dropin.afternoon import DropIn, at
from tests.people import MONDAY, a_mediator
from tests.races.test_one_slot import all_at_once
from tests.staff import AT_THE_DESK

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_hundred_calls_at_once_never_call_the_same_person_twice():
    """Half of them are second presses: each mediator presses twice at the same time."""
    town = DropIn()
    for _ in range(60):
        town.comes(0)
    mediators = [a_mediator(town.here, f"M{number}") for number in range(100)]

    def work(number: int) -> Turn:
        mediator: Mediator = mediators[number // 2]
        return call_next(town.site, MONDAY, mediator=mediator, desk="", by=AT_THE_DESK, now=at(1))

    crowd = all_at_once(work, 200)
    print(f"\n200 calls, 100 mediators, 60 people: {crowd.seconds:.2f} s")
    kinds = Counter(type(result) for result in crowd.results)
    assert kinds == {Turn: 120, NobodyWaits: 80}
    called = Turn.objects.filter(state="called")
    assert called.values("mediator").distinct().count() == called.count() == 60
    assert TurnPeriod.objects.filter(state="called", ended_at=None).count() == 60


def test_a_hundred_people_at_once_have_a_hundred_numbers():
    town = DropIn()

    def work(number: int) -> Turn:
        key = f"press-{number // 2}"
        return join_drop_in(town.site, MONDAY, WalkIn(), by=AT_THE_DESK, now=at(0), idempotency_key=key)

    crowd = all_at_once(work, 200)
    assert {type(result) for result in crowd.results} == {Turn}
    assert sorted(Turn.objects.values_list("number", flat=True)) == list(range(1, 101))
