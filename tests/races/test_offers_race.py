"""Several people say yes to one offered time at once; sweeps run beside each other. Real threads, a real database."""

import pytest

from bookings.actions.offer import accept
from bookings.actions.offer_times import offer_times
from bookings.errors import OfferOver
from bookings.models import Appointment, WaitingOffer
from bookings.people.who import RESIDENT_BY_SMS
from tests.races.test_one_slot import all_at_once
from tests.waiting import ASKED_AT, a_full_monday, ask, first_monday_only, waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(settings) -> list[WaitingOffer]:
    """Twelve people were asked about ten o'clock."""
    settings.WAITING_ASKED_AT_ONCE = 12
    full = a_full_monday()
    first_monday_only(full)
    for number in range(12):
        waits(full, f"Personne {number}", phone=f"06 39 98 30 {number:02}")
    full.frees()
    return ask()


def test_twelve_yeses_at_once_are_one_appointment_and_eleven_kind_words(asked: list[WaitingOffer]) -> None:
    booked = Appointment.objects.count()
    crowd = all_at_once(lambda n: accept(asked[n].pk, by=RESIDENT_BY_SMS, now=ASKED_AT), len(asked))
    won = [each for each in crowd.results if isinstance(each, Appointment)]
    assert len(won) == 1 and Appointment.objects.count() == booked + 1
    assert {type(each) for each in crowd.results if each not in won} == {OfferOver}
    statuses = sorted(WaitingOffer.objects.values_list("status", flat=True))
    assert statuses == ["gone"] * 11 + ["taken"]


def test_one_yes_pressed_ten_times_at_once_is_one_appointment(asked: list[WaitingOffer]) -> None:
    crowd = all_at_once(lambda _: accept(asked[0].pk, by=RESIDENT_BY_SMS, now=ASKED_AT), 10)
    assert len({each.pk for each in crowd.results if isinstance(each, Appointment)}) == 1
    assert Appointment.objects.filter(participants=asked[0].entry.resident_id).count() == 1


def test_sweeps_beside_each_other_ask_everybody_once() -> None:
    full = a_full_monday()
    for number in range(6):
        waits(full, f"Personne {number}", phone=f"06 39 98 30 {number:02}")
    full.frees()
    crowd = all_at_once(lambda _: offer_times(now=ASKED_AT), 4)
    assert [each for each in crowd.results if isinstance(each, Exception)] == []
    people = list(WaitingOffer.objects.values_list("entry__resident", flat=True))
    assert len(people) == len(set(people)) == 6
