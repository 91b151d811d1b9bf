"""Whoever refers books at once, waits for a time, corrects and takes back what they sent."""

from datetime import timedelta

import pytest

from bookings.actions.correct_referral import Correction, correct_referral
from bookings.actions.refer_with_time import Time, refer_and_book, refer_and_wait
from bookings.actions.referred import Referred
from bookings.actions.step import take_step
from bookings.actions.withdraw_referral import withdraw_referral
from bookings.errors import ChangedMeanwhile, SlotTaken, StepRefused, TooManyAhead
from bookings.models import Appointment, Contact, Referral, Resident, WaitingEntry
from bookings.people.who import Actor, WayToReach
from bookings.referrals import information
from bookings.referrals.states import State, Who
from mediation.models import Opening
from tests import people
from tests.referring import a_partner, a_referring_user, referrer_of, refers
from tests.staff import Town

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def ccas():
    return a_partner()


@pytest.fixture
def worker(ccas):
    return a_referring_user(ccas)


def by(worker):
    return Actor(channel="web", user_id=worker.pk, for_partner=True)


def asked(town, name="Amina Essai", phone=people.AMINA_MOBILE, **fields):
    return Referred(
        name=name,
        reach=WayToReach("mobile", phone),
        topic=town.topic,
        organisation=town.here,
        site=town.site,
        informed_version=information.CURRENT,
        **fields,
    )


def books(town, ccas, worker, key="clé", starts_at=people.TEN, **fields):
    return refer_and_book(
        asked(town, **fields),
        Time(town.site, starts_at),
        referrer=referrer_of(ccas, worker),
        by=by(worker),
        now=NOW,
        idempotency_key=key,
    )


def test_a_social_worker_books_with_the_person_in_one_go(town, ccas, worker):
    referral = books(town, ccas, worker, companion="Jean Essai")
    assert referral.at is State.BOOKED
    names = list(referral.appointment.participants.values_list("name", flat=True).order_by("name"))
    assert names == ["Amina Essai", "Jean Essai"]
    assert referral.resident.name == "Amina Essai" and referral.companion.name == "Jean Essai"
    assert Resident.objects.count() == 2


def test_a_double_press_books_and_refers_once(town, ccas, worker):
    first, second = (books(town, ccas, worker) for _ in range(2))
    assert first.pk == second.pk
    assert Appointment.objects.count() == Referral.objects.count() == 1


def test_a_time_gone_meanwhile_sends_nothing(town, ccas, worker):
    books(town, ccas, worker, key="première", name="Zoé Autre", phone="06 39 98 00 33")
    with pytest.raises(SlotTaken):
        books(town, ccas, worker, key="seconde")
    assert Referral.objects.count() == 1
    assert not Resident.objects.filter(name="Amina Essai").exists()


def test_whoever_refers_books_no_more_for_one_person_than_the_person_could(town, ccas, worker):
    for number in range(3):
        books(town, ccas, worker, key=f"k{number}", starts_at=people.TEN + timedelta(hours=number))
    with pytest.raises(TooManyAhead):
        books(town, ccas, worker, key="quatre", starts_at=people.TEN + timedelta(hours=4))


def test_with_no_time_free_the_person_waits_and_the_state_says_so(town, ccas, worker):
    Opening.objects.all().delete()
    referral = refer_and_wait(
        asked(town),
        sites=[town.site],
        referrer=referrer_of(ccas, worker),
        by=by(worker),
        now=NOW,
        idempotency_key="attente",
    )
    assert referral.at is State.WAITING
    assert referral.waiting.resident == referral.resident
    assert "referral_invited" not in referral.journal.values_list("kind", flat=True)


def corrects(referral, worker, **fields):
    said = {"name": "Amina Essai", "need": referral.need, **fields}
    return correct_referral(referral.pk, Correction(**said), by=by(worker), now=NOW)


def test_a_corrected_number_invites_again_whoever_could_not_be_reached(town, ccas, worker):
    referral = refers(town, ccas, user=worker)
    take_step(referral.pk, State.UNREACHABLE, who=Who.SYSTEM, by=Actor(channel="system"), now=NOW)
    corrected = corrects(referral, worker, reach=WayToReach("mobile", "06 39 98 00 44"))
    assert corrected.at is State.INVITED
    assert corrected.contact.last4 == "0044"
    assert not Contact.objects.filter(last4="0001").exists()
    fact = referral.journal.get(kind="referral_corrected")
    assert fact.data["fields"] == ["contact"]


def test_the_appointment_follows_the_corrected_number(town, ccas, worker):
    referral = books(town, ccas, worker)
    corrects(referral, worker, reach=WayToReach("mobile", "06 39 98 00 44"))
    assert Appointment.objects.get().contact.last4 == "0044"


def test_the_same_again_is_no_correction(town, ccas, worker):
    referral = refers(town, ccas, user=worker)
    corrected = corrects(referral, worker, reach=WayToReach("mobile", people.AMINA_MOBILE))
    assert corrected.version == referral.version
    assert not referral.journal.filter(kind="referral_corrected").exists()


def test_a_name_is_put_right_where_nobody_else_knows_the_person(town, ccas, worker):
    referral = refers(town, ccas, user=worker)
    correct_referral(referral.pk, Correction("Amina Essaï"), by=by(worker), now=NOW)
    assert Resident.objects.get().name == "Amina Essaï"


def test_a_desk_that_knows_the_person_keeps_its_own_name(town, ccas, worker):
    referral = refers(town, ccas, user=worker)
    town.books(name="Amina Essai", resident_id=referral.resident_id)
    correct_referral(referral.pk, Correction("Quelqu’un d’autre"), by=by(worker), now=NOW)
    assert Resident.objects.get().name == "Amina Essai"


def test_what_somebody_else_changed_meanwhile_is_not_written_over(town, ccas, worker):
    referral = refers(town, ccas, user=worker)
    take_step(referral.pk, State.UNREACHABLE, who=Who.SYSTEM, by=Actor(channel="system"), now=NOW)
    with pytest.raises(ChangedMeanwhile):
        correct_referral(
            referral.pk, Correction("Amina"), by=by(worker), now=NOW, if_version=referral.version
        )


def test_a_referral_taken_back_cancels_the_time_its_referrer_booked_and_invites_nobody(town, ccas, worker):
    referral = books(town, ccas, worker)
    withdraw_referral(referral.pk, by=by(worker), now=NOW, cancels=True)
    referral.refresh_from_db()
    assert referral.at is State.WITHDRAWN
    assert Appointment.objects.get().status == Appointment.Status.EXCUSED
    assert "referral_invited" not in referral.journal.values_list("kind", flat=True)
    with pytest.raises(StepRefused):
        corrects(referral, worker)


def test_a_referral_taken_back_gives_up_its_place_on_the_list(town, ccas, worker):
    referral = refer_and_wait(
        asked(town), sites=[], referrer=referrer_of(ccas, worker), by=by(worker), now=NOW, idempotency_key="a"
    )
    withdraw_referral(referral.pk, by=by(worker), now=NOW)
    assert WaitingEntry.objects.get().status == WaitingEntry.Status.LEFT
    assert Referral.objects.get().at is State.WITHDRAWN
