"""Two hundred people want the last seats of a workshop. Real threads, a real database file or server."""

from collections import Counter

import pytest

from bookings.actions.answer_seat import accept_seat
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.leave_workshop import leave_workshop
from bookings.errors import OfferOver, WorkshopFull
from bookings.models import Registration
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.races.test_one_slot import all_at_once
from tests.staff import Town

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_hundred_at_once_fill_eight_seats_of_six_dates_and_not_one_more():
    workshop = six_thursdays(Town(), capacity=8)

    def work(number: int) -> Registration:
        wanted = Enrolment(
            workshop, [Participant(f"Personne {number}")], WayToReach("mobile", f"0639980{number:03}")
        )
        return enrol(
            wanted, by=RESIDENT_ON_WEB, now=BEFORE, idempotency_key=f"draft-{number}", token=f"t{number}"
        )

    crowd = all_at_once(work, 200)
    print(f"\n200 people, 8 seats, 6 dates: {crowd.seconds:.2f} s")
    kinds = Counter(type(result) for result in crowd.results)
    assert kinds[Registration] == 8 and kinds[Registration] + kinds[WorkshopFull] == 200, kinds
    assert list(workshop.dates.values_list("taken", flat=True)) == [8] * 6
    assert sum(Registration.objects.values_list("seats", flat=True)) == 8


def comes(workshop, number: int) -> Registration:
    reach = WayToReach("mobile", f"0639980{number:03}")
    wanted = Enrolment(workshop, [Participant(f"Personne {number}")], reach, wait=True)
    return enrol(wanted, by=RESIDENT_ON_WEB, now=BEFORE, idempotency_key=f"k{number}", token=f"t{number}")


def test_while_seats_are_given_back_offered_and_taken_by_two_hundred_none_is_given_twice_or_lost():
    workshop = six_thursdays(Town(), capacity=8, times=3)
    had, waiting = [comes(workshop, n) for n in range(8)], [comes(workshop, n) for n in range(8, 40)]

    def work(number: int) -> object:
        """A seat given back, an answer by somebody who waits (maybe too soon), or somebody new."""
        if number % 3 == 0:
            return leave_workshop((had + waiting)[number // 3 % 40].pk, by=RESIDENT_ON_WEB, now=BEFORE)
        if number % 3 == 1:
            return accept_seat(waiting[number // 3 % 32].pk, by=RESIDENT_ON_WEB, now=BEFORE)
        return comes(workshop, 100 + number)

    crowd = all_at_once(work, 200)
    print(f"\n200 withdrawals, answers and newcomers, 8 seats, 3 dates: {crowd.seconds:.2f} s")
    kinds = Counter(type(result) for result in crowd.results)
    assert set(kinds) <= {Registration, OfferOver}, kinds
    seated = Registration.objects.filter(state__in=Registration.SEATED)
    assert list(workshop.dates.values_list("taken", flat=True)) == [8] * 3 == [seated.count()] * 3
    # One order: nobody who waits came before somebody who is asked.
    asked = Registration.objects.filter(state="offered").order_by("-waiting_since", "-pk").first()
    waits = Registration.objects.in_turn().first()
    assert asked is None or waits is None or (asked.waiting_since, asked.pk) < (waits.waiting_since, waits.pk)
