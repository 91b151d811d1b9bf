"""The page of a person: a corrected number is told of, and who asks for it is erased."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.call_off import cancel
from bookings.actions.wait import Wait, wait
from bookings.models import Appointment, Contact, JournalEntry, Resident, WaitingEntry
from bookings.people.who import Participant, WayToReach
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import a_user, sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
RIGHT = {"form": "reach", "reach": "phone", "value": "06 39 98 00 66"}


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    return sign_in(client, town.user("desk"))


@pytest.fixture
def coordinator(town: Town) -> Client:
    return sign_in(Client(), town.user("coordinator"))


def amina(town: Town, **fields: object) -> Resident:
    return town.books(TEN + timedelta(hours=2), **fields).participants.get()


def page_of(person: Resident) -> str:
    return reverse("staff_resident", args=[person.pk])


def erase_page(person: Resident) -> str:
    return reverse("staff_erase", args=[person.pk])


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return " ".join(response.content.decode().split())


def test_a_corrected_number_says_what_leaves_for_it(town: Town, desk: Client) -> None:
    person = amina(town)
    page = text_of(desk.post(page_of(person), RIGHT, follow=True))
    assert "C’est changé pour les rendez-vous à venir. Un SMS part tout de suite pour la prévenir." in page
    assert Appointment.objects.get().contact.value == "+33639980066"


def test_who_only_waits_or_was_cancelled_can_be_reached_otherwise_too(town: Town, desk: Client) -> None:
    person = amina(town)
    cancel(Appointment.objects.get().pk, by=AT_THE_DESK, now=MONDAY_8AM, for_the_service=True)
    asked = Wait(
        topic=town.topic,
        sites=[town.site],
        person=Participant("Jean Attend"),
        reach=WayToReach("mobile", "06 39 98 00 07"),
    )
    entry = wait(asked, by=AT_THE_DESK, now=MONDAY_8AM, idempotency_key="waits")
    for each in (person, entry.resident):
        assert "Changer pour les rendez-vous à venir" in text_of(desk.get(page_of(each)))
        desk.post(page_of(each), RIGHT)
    entry.refresh_from_db()
    assert Appointment.objects.get().contact == entry.contact == Contact.objects.get(last4="0066")


def test_a_coordinator_sees_what_goes_what_stays_and_what_providers_had(
    town: Town, coordinator: Client
) -> None:
    person = amina(town)
    visit = Appointment.objects.get()
    for kind in (JournalEntry.Kind.MESSAGE_SENT, JournalEntry.Kind.MESSAGE_DELIVERED):
        JournalEntry.objects.create(
            at=MONDAY_8AM,
            kind=kind,
            appointment=visit,
            data={"kind": "confirmation", "channel": "sms", "message": 7},
        )
    page = text_of(coordinator.get(erase_page(person)))
    assert "Effacer les données de Amina Essai" in page
    assert "Mobile finissant par 0001" in page
    assert page.count("Confirmation : ") == 1
    assert "Ses rendez-vous à venir" in page and "Maison de quartier Fictive" in page
    assert Resident.objects.get().name == "Amina Essai"


def test_nobody_is_erased_by_a_press_alone(town: Town, coordinator: Client) -> None:
    person = amina(town)
    for sent in ({}, {"asked": "on"}, {"cancel_ahead": "on"}):
        assert coordinator.post(erase_page(person), sent).status_code == 422
    assert Resident.objects.get().name == "Amina Essai"


def test_once_confirmed_she_is_gone_and_her_time_is_free(town: Town, coordinator: Client) -> None:
    person = amina(town)
    answer = coordinator.post(erase_page(person), {"asked": "on", "cancel_ahead": "on"}, follow=True)
    assert "C’est effacé" in text_of(answer)
    visit = Appointment.objects.get()
    assert (visit.status, visit.commitment) == ("excused", None)
    assert Resident.objects.get().name == "" and Contact.objects.get().value == ""
    assert coordinator.get(page_of(person)).status_code == 404
    assert coordinator.get(erase_page(person)).status_code == 404
    fact = JournalEntry.objects.get(kind=JournalEntry.Kind.ERASED)
    assert fact.actor is not None and fact.resident == person


def test_with_nothing_ahead_one_tick_is_enough(town: Town, coordinator: Client) -> None:
    person = amina(town)
    cancel(Appointment.objects.get().pk, by=AT_THE_DESK, now=MONDAY_8AM)
    assert "cancel_ahead" not in coordinator.get(erase_page(person)).content.decode()
    coordinator.post(erase_page(person), {"asked": "on"})
    assert Resident.objects.get().name == ""


def test_who_is_with_a_mediator_just_now_is_erased_later(town: Town, coordinator: Client) -> None:
    person = town.books(MONDAY_8AM + timedelta(hours=1)).participants.get()
    Appointment.objects.update(starts_at=MONDAY_8AM, status="arrived")
    assert "en rendez-vous en ce moment" in text_of(coordinator.get(erase_page(person)))
    page = coordinator.post(erase_page(person), {"asked": "on", "cancel_ahead": "on"}, follow=True)
    assert "Un rendez-vous est en cours" in text_of(page)
    assert Resident.objects.get().name == "Amina Essai"


def test_appointments_of_other_organisations_are_counted_not_shown(town: Town, coordinator: Client) -> None:
    person = town.books(TEN + timedelta(hours=2), site=town.other_site).participants.get()
    page = text_of(coordinator.get(erase_page(person)))
    assert "1 dans une autre structure" in page and "Café Fictif" not in page


def test_only_a_coordinator_is_led_there(town: Town, desk: Client, coordinator: Client) -> None:
    person = amina(town)
    assert erase_page(person) not in desk.get(page_of(person)).content.decode()
    assert desk.get(erase_page(person)).status_code == 403
    assert erase_page(person) in coordinator.get(page_of(person)).content.decode()


def test_what_she_waited_for_is_over_too(town: Town, coordinator: Client) -> None:
    asked = Wait(
        topic=town.topic,
        sites=[town.site],
        person=Participant("Jean Attend"),
        reach=WayToReach("mobile", "06 39 98 00 07"),
    )
    entry = wait(asked, by=AT_THE_DESK, now=MONDAY_8AM, idempotency_key="waits")
    assert "1 place sur la liste d’attente" in text_of(coordinator.get(erase_page(entry.resident)))
    coordinator.post(erase_page(entry.resident), {"asked": "on"})
    assert not WaitingEntry.objects.exists()


def test_erasing_is_for_the_whole_territory_too(town: Town) -> None:
    person = amina(town)
    metro = sign_in(Client(), a_user("metro_coordinator"))
    assert metro.get(erase_page(person)).status_code == 200
