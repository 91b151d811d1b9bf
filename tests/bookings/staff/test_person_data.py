"""The desk shows a person what is held of them, on paper and by a code, and notes what they object to."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.mark import mark
from bookings.actions.merge import merge
from bookings.actions.record_outcome import record_outcome
from bookings.models import Appointment, JournalEntry, Resident
from bookings.outcomes.activity_report import Report
from bookings.outcomes.marks import Mark
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
REPORT = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=45)
NOTE = "a peur des virus"


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def desk(town: Town) -> Client:
    return sign_in(Client(), town.user("desk"))


@pytest.fixture
def coordinator(town: Town) -> Client:
    return sign_in(Client(), town.user("coordinator"))


def came(town: Town, **fields: object) -> Resident:
    visit = town.books(TEN, **fields)
    Appointment.objects.filter(pk=visit.pk).update(
        starts_at=TEN - timedelta(days=7), ends_at=TEN - timedelta(days=7) + timedelta(hours=1)
    )
    mark(visit.pk, as_=Mark.DONE, by=AT_THE_DESK, now=MONDAY_8AM)
    record_outcome(visit.pk, report=REPORT, private_note=NOTE, by=AT_THE_DESK, now=MONDAY_8AM)
    return visit.participants.get()


def page_of(person: Resident) -> str:
    return reverse("staff_person_data", args=[person.pk])


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_the_page_is_led_to_from_the_persons_own(town: Town, desk: Client) -> None:
    person = came(town)
    assert page_of(person) in desk.get(reverse("staff_resident", args=[person.pk])).content.decode()


def test_what_is_printed_is_noted(town: Town, desk: Client) -> None:
    person = came(town)
    page = text_of(desk.get(page_of(person)))
    assert "06 39 98 00 01" in page and "Maison de quartier Fictive" in page
    fact = JournalEntry.objects.get(kind="data_shown")
    assert (fact.resident_id, fact.data) == (person.pk, {"how": "paper"}) and fact.actor is not None


def test_notes_are_printed_by_whoever_reads_them(town: Town, desk: Client, coordinator: Client) -> None:
    person = came(town)
    assert NOTE not in text_of(desk.get(page_of(person)))
    assert "Il y a une note" in text_of(desk.get(page_of(person)))
    assert NOTE in text_of(coordinator.get(page_of(person)))


def test_of_another_organisation_only_how_much_it_holds(town: Town, desk: Client) -> None:
    person = came(town)
    there = town.books(TEN + timedelta(hours=2), site=town.other_site)
    merge(keep_id=person.pk, other_id=there.participants.get().pk, by=AT_THE_DESK, now=MONDAY_8AM)
    page = text_of(desk.get(page_of(person)))
    assert "Centre social Fictif : 1" in page
    assert "Café Fictif" not in page and there.number not in page


def test_a_code_opens_everything_to_the_person(town: Town, desk: Client) -> None:
    person = came(town)
    answer = desk.post(page_of(person), {"form": "code"})
    number, digits = answer.context["code"]
    assert JournalEntry.objects.filter(kind="data_code_given", resident=person).count() == 1
    theirs = Client()
    theirs.post(reverse("rights_code"), {"number": number, "code": digits})
    assert NOTE in theirs.get(reverse("rights")).content.decode()


def test_what_a_person_refuses_is_noted_for_them_and_seen_in_their_history(town: Town, desk: Client) -> None:
    person = came(town)
    page = text_of(desk.post(page_of(person), {"form": "object", "no_recognition": "on"}, follow=True))
    assert "C’est noté." in page
    person.refresh_from_db()
    assert (person.no_surveys, person.no_recognition) == (False, True)
    history = text_of(desk.get(reverse("staff_resident", args=[person.pk])))
    assert "Fiche modifiée (reconnaissance par la ligne)" in history


def test_who_was_erased_has_no_page(town: Town, coordinator: Client) -> None:
    person = came(town)
    coordinator.post(reverse("staff_erase", args=[person.pk]), {"asked": "on"})
    assert coordinator.get(page_of(person)).status_code == 404


def test_objections_survive_a_merge(town: Town) -> None:
    person = came(town)
    Resident.objects.filter(pk=person.pk).update(no_surveys=True)
    other = town.books(TEN + timedelta(hours=2)).participants.get()
    merge(keep_id=other.pk, other_id=person.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    other.refresh_from_db()
    assert other.no_surveys
