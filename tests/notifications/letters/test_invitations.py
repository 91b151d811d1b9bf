"""A partner's hand-over by post: who referred, the line's number, the person's own number in large print."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.answer_referral import decline
from bookings.people.links import referral_of
from bookings.people.who import RESIDENT_ON_WEB
from notifications.letters.post import take_back
from notifications.models import Message, State
from notifications.outbox.compose import compose
from tests import people
from tests.notifications.conftest import Town
from tests.notifications.outbox.test_referred import BY_POST, LATER, STAFF, refers
from tests.people import FRIDAY_BEFORE
from tests.sign_in import a_user, sign_in


@pytest.fixture
def desk(clock: object, client: Client, town: Town) -> Client:
    sign_in(client, a_user("desk", organisation=town.site.organisation))
    return client


def shown(answer: object) -> str:
    return html.unescape(answer.content.decode())


def test_the_sheet_says_who_referred_and_both_numbers_and_not_what_for(town: Town, desk: Client) -> None:
    referral = refers(town, reach=BY_POST, need="Sa déclaration d’impôts")
    compose(now=LATER)
    queue = shown(desk.get(reverse("staff_letters")))
    assert "Amina Essai" in queue and "Invitation (orientation)" in queue
    sheet = shown(desk.get(reverse("staff_print_letters")))
    in_pairs = " ".join(referral.number[at : at + 2] for at in (0, 2, 4, 6))
    for said in ("12 rue de l’Exemple", "35000 Rennes", "CCAS de Démonstration", in_pairs, "02 61 91 00 00"):
        assert said in sheet
    assert "impôts" not in sheet and "Démarches" not in sheet and "<svg" in sheet


def test_its_square_leads_to_the_person_s_own_page(town: Town) -> None:
    referral = refers(town, reach=BY_POST)
    compose(now=LATER)
    assert referral_of(Message.objects.get().body.split("/r/")[1], now=LATER) == referral


def test_an_answer_takes_the_letter_out_of_the_queue(town: Town, desk: Client) -> None:
    referral = refers(town, reach=BY_POST)
    compose(now=LATER)
    decline(referral.pk, by=RESIDENT_ON_WEB, now=LATER)
    assert "Aucune lettre à poster." in shown(desk.get(reverse("staff_letters")))


def test_posted_and_taken_back_it_is_in_the_queue_with_a_new_link(town: Town, desk: Client) -> None:
    refers(town, reach=BY_POST)
    compose(now=LATER)
    letter = Message.objects.get()
    desk.post(reverse("staff_letters"), {"lettre": [letter.pk]})
    letter.refresh_from_db()
    assert letter.state == State.SENT
    assert take_back(letter.pk, by=STAFF, now=FRIDAY_BEFORE)
    again = Message.objects.get(state=State.QUEUED)
    assert again.instead_of == letter and again.body


def test_another_organisation_prints_none_of_ours(town: Town, client: Client, clock: object) -> None:
    refers(town, reach=BY_POST)
    compose(now=LATER)
    sign_in(client, a_user("desk", people.an_organisation("Centre social Fictif")))
    assert "Amina" not in shown(client.get(reverse("staff_letters")))
