"""The waiting list by telephone: joining with a key, and hearing first of a time that is free."""

from datetime import timedelta

import pytest

from bookings.actions.offer import accept
from bookings.actions.offer_times import offer_times
from bookings.actions.wait import wait_for_earlier
from bookings.models import Appointment, CallBack, Contact, Resident, WaitingEntry, WaitingOffer
from bookings.people.who import RESIDENT_ON_WEB
from mediation.models import Opening
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town
from tests.notifications.walks import LANDLINE, WITHHELD, to_the_times
from tests.people import FRIDAY_BEFORE, TEN

pytestmark = pytest.mark.usefixtures("clock")
NOON = FRIDAY_BEFORE.replace(hour=15)


@pytest.fixture
def amina(town: Town) -> Appointment:
    """Amina comes on Monday at ten."""
    return town.book()


@pytest.fixture
def offer(amina: Appointment) -> WaitingOffer:
    """She wants to come sooner, and is being asked about this afternoon."""
    wait_for_earlier(amina.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    offer_times(now=FRIDAY_BEFORE)
    return WaitingOffer.objects.get()


# -- Joining -----------------------------------------------------------------------------------------
def test_after_confirming_one_key_asks_for_an_earlier_time(amina: Appointment) -> None:
    caller = Caller().call().choose("confirmer").choose("plus tôt")
    assert "nous vous prévenons" in caller.text
    entry = WaitingEntry.objects.get()
    assert (entry.appointment, entry.channel, list(entry.sites.all())) == (amina, "phone", [amina.site])
    assert not any("plus tôt" in said for said in caller.choices.values())


def test_after_booking_too(town: Town) -> None:
    caller = to_the_times(Caller()).press("4").choose("plus tard").press("3")
    caller.choose("sans dire votre nom").choose("réserver").choose("plus tôt")
    assert WaitingEntry.objects.get().appointment == Appointment.objects.get()


def test_where_no_time_is_free_one_may_be_told_of_the_next(town: Town) -> None:
    Opening.objects.update(last_day=FRIDAY_BEFORE.date() - timedelta(days=1))
    caller = to_the_times(Caller())
    caller.choose("prévenu si une place se libère")
    assert "nous vous prévenons" in caller.text
    entry = WaitingEntry.objects.get()
    assert (entry.appointment, entry.topic, entry.contact.value) == (None, town.topic, "+33639980001")
    assert caller.hang_up() and not CallBack.objects.exists()


def test_whoever_withholds_their_number_cannot_be_told(town: Town) -> None:
    Opening.objects.update(last_day=FRIDAY_BEFORE.date() - timedelta(days=1))
    caller = to_the_times(Caller(WITHHELD))
    assert len(caller.choices) == 2


def test_for_an_appointment_of_today_there_is_nothing_sooner(town: Town) -> None:
    town.book(FRIDAY_BEFORE + timedelta(hours=5))
    caller = Caller().call().choose("confirmer")
    assert list(caller.choices) == ["1"]


# -- Being asked -------------------------------------------------------------------------------------
def test_a_caller_who_is_being_asked_hears_of_it_first_and_takes_it(
    offer: WaitingOffer, amina: Appointment
) -> None:
    caller = Caller().call()
    assert "Une place se libère pour vous vendredi 27 novembre" in caller.text
    caller.choose("la prendre")
    assert "C’est changé" in caller.text and "vendredi 27 novembre" in caller.text
    amina.refresh_from_db()
    assert amina.starts_at == offer.starts_at
    assert WaitingEntry.objects.get().status == "served"


def test_leaving_it_goes_on_with_one_s_own_appointment(offer: WaitingOffer, amina: Appointment) -> None:
    caller = Caller().call().choose("la laisser")
    assert "Vous restez sur la liste" in caller.text and "lundi 30 novembre à dix heures" in caller.text
    assert WaitingOffer.objects.get().status == "declined"


def test_a_time_that_is_gone_while_the_caller_thinks_is_said_kindly(offer: WaitingOffer, town: Town) -> None:
    caller = Caller().call()
    town.book(offer.starts_at, name="Rapide")
    caller.choose("la prendre")
    assert "Cette place n’est plus libre" in caller.text
    assert Appointment.objects.get(participants__name="Amina").starts_at == TEN


def test_the_same_key_delivered_twice_takes_it_once(offer: WaitingOffer) -> None:
    caller = Caller().call().choose("la prendre")
    assert caller.again() == caller.answer
    assert Appointment.objects.count() == 1


def test_an_offer_taken_by_sms_meanwhile_is_the_same_appointment(
    offer: WaitingOffer, amina: Appointment
) -> None:
    caller = Caller().call()
    accept(offer.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    caller.choose("la prendre")
    assert "C’est changé" in caller.text and Appointment.objects.get().pk == amina.pk


@pytest.mark.parametrize("fact", ["shared", "discreet", "another"])
def test_what_may_be_somebody_else_s_is_not_said(offer: WaitingOffer, town: Town, fact: str) -> None:
    if fact == "shared":
        Contact.objects.update(shared=True)
    elif fact == "discreet":
        Resident.objects.update(discreet=True)
    caller = Caller(LANDLINE) if fact == "another" else Caller()
    assert "Une place se libère" not in caller.call().text


def test_a_caller_in_another_language_changes_to_it_from_there(offer: WaitingOffer) -> None:
    caller = Caller().call().choose("Languages").choose("For English")
    assert "A time is free for you" in caller.text
