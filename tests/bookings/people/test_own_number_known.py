"""A number of one's own is found at the counter, and known on the telephone: with what keeps the others' secrets kept."""

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.book import book
from bookings.actions.wait import Wait, When, wait
from bookings.models import Appointment, Contact
from bookings.people.find import find_people
from bookings.people.recognise import recognise
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from tests.people import AMINA_MOBILE, FRIDAY_BEFORE, MONDAY_8AM, TEN, wish
from tests.referring import a_partner, refers
from tests.residents import Resident
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
OMAR, AMINA = "+33639980002", "+33639980001"


@pytest.fixture
def town():
    town = Town()
    town.topic.modes = ["phone", "on_site"]
    town.topic.save()
    return town


@pytest.fixture
def both(town) -> Appointment:
    """Amina, whose number the appointment has, and Omar, called at his own."""
    people = [Participant("Amina Essai"), Participant("Omar Fictif", phone="06 39 98 00 02")]
    asked = wish(town.topic, town.site, participants=people, mode="phone", offered=True)
    return book(asked, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="both")


def named(appointment, name):
    return appointment.participants.get(name=name)


def found(reach):
    people = find_people(reach=reach, visible=Appointment.objects.all(), now=MONDAY_8AM)
    return {each.resident.name for each in people}


def test_the_counter_finds_somebody_by_their_own_number_and_by_its_end(both):
    assert found("06 39 98 00 02") == found("0002") == {"Omar Fictif"}
    assert "Omar Fictif" in found(AMINA_MOBILE)


def test_the_counters_page_finds_them_too(town, both):
    desk = sign_in(Client(), town.user("desk"))
    assert "Omar Fictif" in desk.post(reverse("staff_find"), {"typed": "06 39 98 00 02"}).content.decode()


def test_whoever_waits_or_was_referred_is_found_by_their_number_before_they_have_a_time(town):
    asked = Wait(
        topic=town.topic,
        sites=[town.site],
        person=Participant("Awa Essai"),
        reach=WayToReach("mobile", "06 39 98 00 21"),
        when=When(),
    )
    wait(asked, by=AT_THE_DESK, now=FRIDAY_BEFORE, idempotency_key="wait")
    refers(
        town,
        a_partner(),
        name="Ida Essai",
        phone="06 39 98 00 22",
        companion="Luc Essai",
        companion_phone="06 39 98 00 23",
        topic=_by_telephone_only(town),
    )
    assert found("06 39 98 00 21") == {"Awa Essai"}
    assert found("06 39 98 00 22") == {"Ida Essai"}
    assert found("06 39 98 00 23") == {"Luc Essai"}


def _by_telephone_only(town):
    town.topic.modes = ["phone"]
    town.topic.save()
    return town.topic


def test_a_discreet_person_is_not_found_by_their_own_number_either(both):
    both.participants.filter(name="Omar Fictif").update(discreet=True)
    assert found("06 39 98 00 02") == set()


def test_each_of_two_is_known_at_the_number_they_are_called_at(both):
    for number, name in ((AMINA, "Amina Essai"), (OMAR, "Omar Fictif")):
        known = recognise(number, now=MONDAY_8AM)
        assert known and known.resident_id == named(both, name).pk and known.appointment_id == both.pk


def test_two_at_one_number_are_still_nobody_in_particular(town):
    people = [Participant("Amina Essai"), Participant("Omar Fictif")]
    asked = wish(town.topic, town.site, participants=people, mode="phone", offered=True)
    book(asked, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="one")
    assert recognise(AMINA, now=MONDAY_8AM) is None


@pytest.mark.parametrize("hidden", ["shared", "discreet", "erased", "somebody else's too"])
def test_what_keeps_a_number_secret_keeps_ones_own_secret(town, both, hidden):
    if hidden == "shared":
        Contact.objects.filter(value_index__isnull=False).update(shared=True)
    elif hidden == "discreet":
        both.participants.filter(name="Omar Fictif").update(discreet=True)
    elif hidden == "erased":
        both.participants.filter(name="Omar Fictif").update(erased_at=MONDAY_8AM)
    else:
        town.books(TEN.replace(hour=13), "Zoé Autre", phone="06 39 98 00 02")
    assert recognise(OMAR, now=MONDAY_8AM) is None


def test_a_number_of_ones_own_is_known_though_somebody_else_asked_for_both(town):
    people = [Participant("Amina Essai"), Participant("Omar Fictif", phone="06 39 98 00 02")]
    asked = wish(town.topic, town.site, participants=people, mode="phone", offered=True, relation="relative")
    book(asked, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="relative")
    # Amina's daughter answers at the shared number; Omar at his.
    assert recognise(AMINA, now=MONDAY_8AM) is None and recognise(OMAR, now=MONDAY_8AM) is not None


def test_knowing_who_calls_costs_two_queries_whoever_comes_along(both, django_assert_num_queries):
    recognise(OMAR, now=MONDAY_8AM)
    with django_assert_num_queries(2):
        recognise(OMAR, now=MONDAY_8AM)


def test_on_the_web_they_find_the_appointment_by_its_number_and_theirs(both):
    for typed, status in (("06 39 98 00 02", 302), ("06 39 98 00 03", 400)):
        answer = Resident().post(reverse("find"), {"number": both.number, "contact": typed})
        assert answer.status_code == status
