"""The desk's page of the waiting list: whom to call about a free time, who waits, adding and taking off."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from bookings.actions.offer_times import offer_times
from bookings.actions.wait import Wait, When, wait
from bookings.bench.measure import counted
from bookings.models import Appointment, JournalEntry, Resident, WaitingEntry, WaitingOffer
from bookings.people.who import Participant, WayToReach
from tests.people import MONDAY_8AM, TEN
from tests.sent_back import sends
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db
LIST = "/equipe/attente/"
A_WEEK_LATER = TEN + timedelta(days=7)


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture(autouse=True)
def clock():  # type: ignore[no-untyped-def]
    with time_machine.travel(MONDAY_8AM, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    return sign_in(client, town.user("desk"))


def waits(town: Town, name: str = "Rose Essai", **fields) -> WaitingEntry:  # type: ignore[no-untyped-def]
    """Somebody who waits for a time at the town's own site."""
    asked = Wait(
        topic=fields.pop("topic", town.topic),
        sites=fields.pop("sites", [town.site]),
        person=Participant(name),
        reach=fields.pop("reach", WayToReach("mobile", "06 39 98 00 07")),
        **fields,
    )
    return wait(
        asked, by=AT_THE_DESK, now=MONDAY_8AM, idempotency_key=f"{name} {WaitingEntry.objects.count()}"
    )


def page(client: Client, query: str = "") -> str:
    return client.get(LIST + query).content.decode()


# -- Who waits ---------------------------------------------------------------------------------------
def test_who_waits_is_listed_in_order_with_what_for(town: Town, desk: Client) -> None:
    waits(town, "Première")
    waits(town, "Deuxième", sites=[], language="uk")
    shown = page(desk)
    assert shown.index("Première") < shown.index("Deuxième")
    for words in ("Maison de quartier Fictive", "n’importe quel lieu", "tous les jours", "ukrainien", "(2)"):
        assert words in shown


def test_waits_for_another_organisation_s_site_are_not_ours(town: Town, desk: Client) -> None:
    entry = waits(town, sites=[town.other_site])
    assert "Rose Essai" not in page(desk)
    assert desk.post(f"{LIST}{entry.pk}/", {"suite": "retirer"}).status_code == 404
    assert "Rose Essai" not in desk.get(f"/equipe/reserver/?attente={entry.pk}").content.decode()


def test_the_list_is_narrowed_by_site_and_topic(town: Town, desk: Client) -> None:
    waits(town, "Rose Essai")
    waits(town, "Zoé Ailleurs", sites=[])
    assert "Zoé Ailleurs" not in page(desk, f"?lieu={town.site.pk}")
    assert "Rose Essai" in page(desk, f"?motif={town.topic.pk}")
    assert "Personne n’attend avec ce choix" in page(desk, "?motif=999")


def test_taking_somebody_off_is_taken_back_in_one_press(town: Town, desk: Client) -> None:
    entry = waits(town)
    desk.post(f"{LIST}{entry.pk}/", {"suite": "retirer"})
    assert "Personne n’attend de place" in page(desk) and "Remettre dans la liste" in page(desk)
    desk.post(f"{LIST}{entry.pk}/", {"suite": "revenir"})
    assert "Rose Essai" in page(desk) and WaitingEntry.objects.get().status == "waiting"


def test_a_long_list_has_pages_and_costs_the_same(town: Town, desk: Client) -> None:
    waits(town, "Rose 0")
    page(desk)
    with counted() as few:
        page(desk)
    for number in range(1, 30):
        waits(town, f"Rose {number}")
    with counted() as many:
        shown = page(desk)
    assert "Page 1 sur 2" in shown and "Rose 29" in page(desk, "?page=2")
    assert len(many) <= len(few) <= 20


# -- Who is being asked ------------------------------------------------------------------------------
def test_who_can_only_be_called_is_shown_first_with_the_number(town: Town, desk: Client) -> None:
    waits(town, "Mobile Essai")
    waits(town, "Fixe Essai", reach=WayToReach("landline", "02 61 91 00 02"))
    offer_times(now=MONDAY_8AM)
    shown = page(desk)
    assert shown.index("Fixe Essai") < shown.index("Mobile Essai")
    assert "À appeler" in shown and 'href="tel:+33261910002"' in shown


def test_an_sms_that_did_not_arrive_makes_the_person_one_to_call(town: Town, desk: Client) -> None:
    waits(town)
    offer_times(now=MONDAY_8AM)
    assert "À appeler" not in page(desk)
    JournalEntry.objects.create(
        at=MONDAY_8AM,
        kind="message_failed",
        told_at=MONDAY_8AM,
        data={
            "kind": "offer",
            "channel": "sms",
            "why": "wrong_number",
            "offer": WaitingOffer.objects.get().pk,
        },
    )
    shown = page(desk)
    assert "À appeler" in shown and "ce numéro n’existe pas" in shown


def test_a_yes_on_the_telephone_books_and_shows_the_card(town: Town, desk: Client) -> None:
    entry = waits(town)
    offer_times(now=MONDAY_8AM)
    answer = desk.post(f"{LIST}places/{WaitingOffer.objects.get().pk}/", {"suite": "prend"})
    appointment = Appointment.objects.get(participants=entry.resident)
    assert answer.headers["Location"] == f"/equipe/rendez-vous/{appointment.pk}/carte/"
    assert appointment.channel == "desk"


def test_a_no_keeps_the_person_on_the_list(town: Town, desk: Client) -> None:
    waits(town)
    offer_times(now=MONDAY_8AM)
    desk.post(f"{LIST}places/{WaitingOffer.objects.get().pk}/", {"suite": "laisse"})
    assert WaitingOffer.objects.get().status == "declined" and "Rose Essai" in page(desk)


def test_a_time_that_is_gone_meanwhile_is_said(town: Town, desk: Client) -> None:
    waits(town)
    offer_times(now=MONDAY_8AM)
    offer = WaitingOffer.objects.get()
    town.books(offer.starts_at, "Rapide")
    answer = desk.post(f"{LIST}places/{offer.pk}/", {"suite": "prend"}, follow=True)
    assert "n’est plus libre" in answer.content.decode()


# -- Adding ------------------------------------------------------------------------------------------
def test_somebody_is_added_at_the_counter_once_however_often_one_presses(town: Town, desk: Client) -> None:
    opened = desk.get(f"{LIST}ajouter/?motif={town.topic.public_id}&lieu={town.site.pk}")
    form = opened.context["form"]
    answers = {
        "key": str(form.initial["key"]),
        "name": "Rose Essai",
        "reach": "phone",
        "value": "02 61 91 00 02",
        "language": "fr",
        "topic": form.initial["topic"],
        "site": form.initial["site"],
        "days": ["1"],
        "part": "morning",
    }
    for _ in range(2):
        assert desk.post(f"{LIST}ajouter/", answers).headers["Location"] == LIST
    entry = WaitingEntry.objects.get()
    assert (entry.contact.kind, entry.channel, entry.weekdays, entry.parts) == (
        "landline",
        "desk",
        [1],
        ["morning"],
    )
    assert "mardi, le matin" in page(desk)


def test_a_wrong_number_is_said_and_nothing_typed_is_lost(town: Town, desk: Client) -> None:
    key = desk.get(f"{LIST}ajouter/").context["form"].initial["key"]
    answers = {"key": key, "name": "Rose Essai", "reach": "phone", "value": "12", "language": "fr"}
    answer = desk.post(f"{LIST}ajouter/", {**answers, "topic": town.topic.pk, "part": ""})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "n’est pas complet" in shown and 'value="Rose Essai"' in shown
    assert not WaitingEntry.objects.exists()


def test_a_known_person_waits_under_their_own_record(town: Town, desk: Client) -> None:
    amina = town.books(TEN).participants.get()
    opened = desk.get(f"{LIST}ajouter/?personne={amina.pk}")
    form = opened.context["form"]
    answers = {"key": form.initial["key"], "name": "Amina Essai", "reach": "phone", "value": "06 39 98 00 01"}
    answers |= {"language": "fr", "topic": town.topic.pk, "part": ""}
    desk.post(f"{LIST}ajouter/?personne={amina.pk}", answers)
    assert WaitingEntry.objects.get().resident == amina and Resident.objects.count() == 1


def test_from_the_list_the_counter_s_screen_is_filled_in_and_ends_the_wait(town: Town, desk: Client) -> None:
    entry = waits(town)
    opened = desk.get(f"/equipe/reserver/?attente={entry.pk}")
    shown = opened.content.decode()
    assert "Rose Essai" in shown and f'name="waiting" value="{entry.pk}"' in shown
    initial = opened.context["form"].initial
    slot = opened.context["days"][0].offers[0].value
    answer = desk.post(
        "/equipe/reserver/",
        {
            "action": "reserver",
            "key": initial["key"],
            "waiting": entry.pk,
            "resident": entry.resident_id,
            "reach": "phone",
            "phone": entry.contact.value,
            "topic": town.topic.public_id,
            "site": town.site.pk,
            "slot": slot,
            "language": "fr",
        },
    )
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.status == "served" and entry.appointment == Appointment.objects.get()


# -- Sooner than one's own ---------------------------------------------------------------------------
def test_an_earlier_time_is_asked_for_from_the_appointment(town: Town, desk: Client) -> None:
    appointment = town.books(A_WEEK_LATER)
    address = f"/equipe/rendez-vous/{appointment.pk}/"
    assert "Veut une heure plus tôt" in desk.get(address).content.decode()
    sends(desk, f"{address}plus-tot/", {"site": town.site.pk, "days": [], "part": ""})
    assert WaitingEntry.objects.get().appointment == appointment
    shown = desk.get(address).content.decode()
    assert "Sur la liste d’attente" in shown
    offer_times(now=MONDAY_8AM)
    assert "Place proposée" in desk.get(address).content.decode()


def test_who_wants_no_message_cannot_be_put_on_the_list(town: Town, desk: Client) -> None:
    appointment = town.books(A_WEEK_LATER)
    Resident.objects.update(discreet=True)
    answer = sends(desk, f"/equipe/rendez-vous/{appointment.pk}/plus-tot/", {"part": ""}, follow=True)
    assert "ne veut aucun message" in answer.content.decode() and not WaitingEntry.objects.exists()


def test_a_wait_for_no_site_of_anybody_s_is_everybody_s(town: Town, desk: Client) -> None:
    entry = waits(town, sites=[])
    assert entry.organisation is None and "Rose Essai" in page(desk)


def test_the_person_s_page_says_how_to_reach_and_what_they_wait_for(town: Town, desk: Client) -> None:
    entry = waits(town, when=When([1], ["morning"]))
    shown = desk.get(f"/equipe/habitants/{entry.resident_id}/").content.decode()
    assert "Sur la liste d’attente" in shown and "mardi, le matin" in shown
    assert "06 39 98 00 07" in shown.replace("\xa0", " ")


def test_a_booking_for_somebody_else_ends_nobody_s_wait(town: Town, desk: Client) -> None:
    entry = waits(town)
    opened = desk.get(f"/equipe/reserver/?attente={entry.pk}")
    answers = {
        "action": "reserver",
        "key": str(opened.context["form"].initial["key"]),
        "waiting": entry.pk,
        "resident": "new",
        "name": "Tout Autre",
        "reach": "phone",
        "phone": "06 39 98 00 55",
        "topic": town.topic.public_id,
        "site": town.site.pk,
        "slot": opened.context["days"][0].offers[0].value,
        "language": "fr",
    }
    assert desk.post("/equipe/reserver/", answers).status_code == 302
    entry.refresh_from_db()
    assert entry.status == "waiting"


def test_a_new_number_for_the_appointment_is_the_one_that_hears_of_an_earlier_time(
    town: Town, desk: Client
) -> None:
    appointment = town.books(A_WEEK_LATER)
    sends(desk, f"/equipe/rendez-vous/{appointment.pk}/plus-tot/", {"site": town.site.pk, "part": ""})
    person = appointment.participants.get()
    desk.post(
        f"/equipe/habitants/{person.pk}/", {"form": "reach", "reach": "phone", "value": "06 39 98 00 66"}
    )
    assert WaitingEntry.objects.get().contact.value == "+33639980066"
