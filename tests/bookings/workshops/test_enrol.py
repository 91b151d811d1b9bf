"""Registering for a workshop: on the web page and by the action, to the last seat and no further."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.forget import erase
from bookings.actions.leave_workshop import leave_workshop
from bookings.errors import AlreadyEnrolled, SlotTaken, TooLate, WorkshopFull
from bookings.models import Commitment, Contact, JournalEntry, Registration, WorkshopDate
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from bookings.times import search
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.people import AMINA_MOBILE
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(BEFORE, tick=False)]


@pytest.fixture
def town():
    return Town()


def joins(workshop, *names, dates=(), phone=AMINA_MOBILE, now=BEFORE, key=""):
    wanted = Enrolment(
        workshop,
        [Participant(name) for name in names],
        WayToReach("mobile", phone),
        [date.pk for date in dates],
    )
    key = key or "-".join([*names, *(str(date.pk) for date in dates)])
    return enrol(wanted, by=RESIDENT_ON_WEB, now=now, idempotency_key=key, token=key)


def taken(workshop):
    return list(workshop.dates.values_list("taken", flat=True))


def test_two_in_the_afternoon_stays_two_over_the_clock_change(town):
    hours = [date.starts_at.hour for date in six_thursdays(town).dates.all()]
    assert hours == [12, 12, 12, 13, 13, 13]


def test_an_animator_is_busy_everywhere_else(town):
    workshop = six_thursdays(town)
    date = workshop.dates.first()
    town.lea.openings.update(first_day="2026-10-01")
    found = search.times(
        town.topic, start=date.starts_at, end=date.ends_at, now=BEFORE, site_ids=[town.site.pk]
    )
    assert found == [] and Commitment.objects.filter(mediator=town.lea).count() == 6
    with pytest.raises(SlotTaken):
        six_thursdays(town, times=1)
    assert WorkshopDate.objects.count() == 6


def test_somebody_registers_for_all_dates_or_for_one(town):
    workshop = six_thursdays(town)
    joins(workshop, "Amina")
    joins(workshop, "Jean", dates=[workshop.dates.all()[1]])
    assert taken(workshop) == [1, 2, 1, 1, 1, 1]
    facts = JournalEntry.objects.filter(kind="workshop_joined").values_list("data", flat=True)
    assert [fact["seats"] for fact in facts] == [1, 1] and "Amina" not in str(list(facts))


def test_a_couple_has_two_seats_or_none(town):
    workshop = six_thursdays(town, capacity=3, times=2)
    joins(workshop, "Amina", "Karim")
    with pytest.raises(WorkshopFull):
        joins(workshop, "Jean", "Jeanne", phone="06 39 98 00 02")
    assert taken(workshop) == [2, 2]


def test_one_full_date_refuses_all_and_says_which_have_seats(town):
    workshop = six_thursdays(town, capacity=1, times=3)
    first, second, third = workshop.dates.all()
    joins(workshop, "Amina", dates=[first])
    with pytest.raises(WorkshopFull) as full:
        joins(workshop, "Jean", phone="06 39 98 00 02")
    assert set(full.value.with_seats) == {second.pk, third.pk}
    assert taken(workshop) == [1, 0, 0]


def test_the_database_refuses_one_more_than_there_are_seats(town):
    workshop = six_thursdays(town, capacity=1, times=1)
    with pytest.raises(IntegrityError, match="workshop_date_not_over_capacity"), transaction.atomic():
        workshop.dates.update(taken=2)


def test_a_second_press_registers_nobody_more(town):
    workshop = six_thursdays(town, times=1)
    assert joins(workshop, "Amina", key="k") == joins(workshop, "Amina", key="k")
    with pytest.raises(AlreadyEnrolled):
        joins(workshop, "AMINA", key="other")
    assert taken(workshop) == [1]


def test_a_seat_given_back_is_free_at_once_and_only_once(town):
    workshop = six_thursdays(town, capacity=1, times=2)
    registration = joins(workshop, "Amina")
    for _ in range(2):
        leave_workshop(registration.pk, by=AT_THE_DESK, now=BEFORE)
    assert taken(workshop) == [0, 0]
    joins(workshop, "Jean", phone="06 39 98 00 02")
    assert taken(workshop) == [1, 1]


def test_a_date_that_is_over_keeps_who_was_there(town):
    workshop = six_thursdays(town, times=2)
    registration = joins(workshop, "Amina")
    leave_workshop(registration.pk, by=AT_THE_DESK, now=workshop.dates.first().ends_at)
    assert taken(workshop) == [1, 0]
    with pytest.raises(TooLate):
        joins(workshop, "Jean", dates=[workshop.dates.first()], now=BEFORE + timedelta(days=30))


def test_who_is_erased_leaves_a_seat_taken_and_nothing_else(town):
    workshop = six_thursdays(town, times=1)
    registration = joins(workshop, "Amina")
    erase(registration.people.get().pk, by=AT_THE_DESK, now=BEFORE + timedelta(days=60))
    assert taken(workshop) == [1] and not registration.people.exists()
    assert Contact.objects.get(pk=registration.contact_id).value == ""


def hidden_draft(page):
    return page.content.decode().split('name="draft" value="')[1].split('"')[0]


@pytest.mark.parametrize("prefix", ["", "/en", "/fr-falc"])
def test_a_resident_registers_without_javascript_and_gives_the_seat_back(town, prefix):
    workshop = six_thursdays(town, times=2)
    resident, address = Client(), prefix + reverse("workshop", args=[workshop.public_id])
    assert "Mon premier courriel" in resident.get(prefix + reverse("workshops")).content.decode()
    page = resident.get(address)
    typed = {"name": "Amina", "reach": "mobile", "mobile": AMINA_MOBILE, "draft": hidden_draft(page)}
    done = resident.post(address, typed)
    assert done.status_code == 302 and "/ateliers/inscription/" in done["Location"]
    assert resident.post(address, typed)["Location"] == done["Location"]
    assert taken(workshop) == [1, 1]
    assert resident.get(done["Location"]).status_code == 200
    resident.post(done["Location"])
    assert taken(workshop) == [0, 0] and Registration.objects.get().cancelled_at == BEFORE


def test_who_comes_too_late_is_told_and_keeps_what_they_typed(town):
    workshop = six_thursdays(town, capacity=1, times=2)
    resident, address = Client(), reverse("workshop", args=[workshop.public_id])
    page = resident.get(address)
    joins(workshop, "Jean", dates=[workshop.dates.first()], phone="06 39 98 00 02")
    typed = {"name": "Amina", "reach": "mobile", "mobile": AMINA_MOBILE, "draft": hidden_draft(page)}
    answer = resident.post(address, typed)
    assert answer.status_code == 409 and "Amina" in answer.content.decode()
    joins(workshop, "Nour", dates=[workshop.dates.last()], phone="06 39 98 00 03")
    assert "complet" in resident.get(address).content.decode()


def test_nobody_finds_a_workshop_that_is_over_or_a_registration_by_guessing(town, time_machine):
    workshop = six_thursdays(town, times=1)
    assert Client().get(reverse("registration", args=["inconnu"])).status_code == 410
    time_machine.move_to(BEFORE + timedelta(days=30), tick=False)
    assert Client().get(reverse("workshop", args=[workshop.public_id])).status_code == 404
