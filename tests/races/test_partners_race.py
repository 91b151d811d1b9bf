"""Social workers press at once: one button ten times, and one slot by twelve of them. Real threads, a real database."""

import pytest

from bookings.actions.call_off import cancel
from bookings.actions.refer_with_time import Time, refer_and_book
from bookings.actions.referred import Referred
from bookings.actions.withdraw_referral import withdraw_referral
from bookings.errors import SlotTaken
from bookings.models import Appointment, Referral, Resident
from bookings.people.who import Actor, WayToReach
from bookings.referrals import information
from bookings.referrals.states import State
from tests import people
from tests.races.test_one_slot import all_at_once
from tests.referring import a_partner, a_referring_user, referrer_of
from tests.staff import Town

pytestmark = pytest.mark.django_db(transaction=True)


class Office:
    """A partner whose people refer to one slot on Monday at ten."""

    def __init__(self) -> None:
        self.town, self.partner = Town(), a_partner()
        self.user = a_referring_user(self.partner)
        self.by = Actor(channel="web", user_id=self.user.pk, for_partner=True)

    def refers(self, number: int, key: str) -> Referral:
        asked = Referred(
            name=f"Personne {number}",
            reach=WayToReach("mobile", f"06 39 98 31 {number:02}"),
            topic=self.town.topic,
            organisation=self.town.here,
            site=self.town.site,
            informed_version=information.CURRENT,
        )
        return refer_and_book(
            asked,
            Time(self.town.site, people.TEN),
            referrer=referrer_of(self.partner, self.user),
            by=self.by,
            now=people.FRIDAY_BEFORE,
            idempotency_key=key,
        )


@pytest.fixture
def office() -> Office:
    return Office()


def test_one_press_ten_times_at_once_is_one_referral_and_one_appointment(office: Office) -> None:
    crowd = all_at_once(lambda _: office.refers(1, "une clé"), 10)
    assert [each for each in crowd.results if isinstance(each, Exception)] == []
    assert Referral.objects.count() == Appointment.objects.count() == Resident.objects.count() == 1


def test_twelve_want_one_slot_and_who_is_too_late_has_sent_nothing(office: Office) -> None:
    crowd = all_at_once(lambda number: office.refers(number, f"clé {number}"), 12)
    won = [each for each in crowd.results if isinstance(each, Referral)]
    assert len(won) == 1
    assert {type(each) for each in crowd.results if each not in won} == {SlotTaken}
    assert Referral.objects.count() == Appointment.objects.count() == Resident.objects.count() == 1


def test_taking_back_beside_a_cancellation_leaves_both_done(office: Office) -> None:
    referral = office.refers(1, "une clé")
    appointment = referral.appointment_id or 0
    now = people.FRIDAY_BEFORE

    def does(number: int) -> object:
        if number % 2:
            return cancel(appointment, by=office.by, now=now)
        return withdraw_referral(referral.pk, by=office.by, now=now, cancels=True)

    crowd = all_at_once(does, 8)
    assert [each for each in crowd.results if isinstance(each, Exception)] == []
    referral.refresh_from_db()
    assert referral.at is State.WITHDRAWN
    assert Appointment.objects.get().status == Appointment.Status.EXCUSED
