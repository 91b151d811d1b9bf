"""Two hundred people want the last seats of a workshop. Real threads, a real database file or server."""

from collections import Counter

import pytest

from bookings.actions.enrol import Enrolment, enrol
from bookings.errors import WorkshopFull
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
