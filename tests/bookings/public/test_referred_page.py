"""Somebody who was referred opens the short link: nothing changes, and one press books, waits, or says no."""

import html

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bookings.models import Appointment, JournalEntry, Referral, ReferralRules, WaitingEntry
from bookings.people.links import new_referral_link
from bookings.people.who import WayToReach
from bookings.referrals.seen import seen_by_referrer
from bookings.referrals.states import State
from bookings.referrals.wording import shown_in_words
from mediation.models import Opening
from tests import people
from tests.referring import a_partner, refers
from tests.staff import Town

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def referral(town):
    return refers(town, a_partner(), need="Sa déclaration d’impôts")


@pytest.fixture
def own(referral):
    return reverse("referred", args=[new_referral_link(referral, now=NOW)])


def shown(answer) -> str:
    return html.unescape(answer.content.decode())


def stands(referral: Referral) -> State:
    referral.refresh_from_db()
    return referral.at


def presses(client: Client, own: str, action: str, **extra):
    return client.post(own, {"action": action}, **extra)


def test_opening_the_link_changes_nothing_and_tells_nothing_of_the_person(client, referral):
    before = JournalEntry.objects.count()
    short = reverse("short_link", args=[new_referral_link(referral, now=NOW)])
    answer = client.get(short, follow=True)
    said = shown(answer)
    assert "CCAS de Démonstration" in said and "sans rendez-vous" in said
    for secret in ("Amina", "impôts", "Démarches", "39 98"):
        assert secret not in said
    assert JournalEntry.objects.count() == before and stands(referral) is State.INVITED
    assert answer["Cache-Control"] == "private, no-store"


def test_two_presses_book_without_typing_anything(client, town, referral, own):
    times = client.get(own + "heures/")
    first = times.context["days"][0][1][0]["url"]
    answer = client.post(first, follow=True)
    made = Appointment.objects.get()
    assert answer.status_code == 200 and stands(referral) is State.BOOKED
    assert (referral.appointment, made.site, made.topic) == (made, town.site, town.topic)
    assert list(made.participants.all()) == [referral.resident]
    client.post(first)
    assert Appointment.objects.count() == 1


def test_a_couple_comes_together(client, town):
    referral = refers(town, a_partner(), companion="Bakari Essai")
    own = reverse("referred", args=[new_referral_link(referral, now=NOW)])
    client.post(client.get(own + "heures/").context["days"][0][1][0]["url"])
    assert Appointment.objects.get().participants.count() == 2


def test_a_time_somebody_else_has_taken_leads_to_the_others(client, town, referral, own):
    first = client.get(own + "heures/").context["days"][0][1][0]
    town.books(first["starts_at"], "Quelqu’un d’autre", phone="+33639980005")
    answer = client.post(first["url"])
    assert answer.status_code == 409 and "vient d’être prise" in shown(answer)
    assert stands(referral) is State.INVITED


def test_no_is_one_press_and_can_be_taken_back(client, referral, own):
    assert "Nous ne vous écrirons plus" in shown(presses(client, own, "refuser", follow=True))
    assert stands(referral) is State.DECLINED
    presses(client, own, "reprendre")
    assert stands(referral) is State.INVITED


def test_the_referrer_s_view_is_told_word_for_word_and_a_no_stays_inside(client, referral, own):
    said = shown(presses(client, own, "refuser", follow=True))
    inside = shown_in_words(seen_by_referrer(State.DECLINED, "met"))
    assert inside in said and "Ne souhaite pas" not in said.split("voit :")[1]
    ReferralRules.objects.create(organisation=referral.organisation, shows="all")
    assert "Ne souhaite pas cette aide" in shown(client.get(own)).split("voit :")[1]


def test_a_wrong_number_says_so_and_sees_nothing_more(client, referral, own):
    said = shown(presses(client, own, "pas-moi"))
    assert "Nous ne vous écrirons plus" in said and "Amina" not in said
    assert stands(referral) is State.UNREACHABLE


def test_where_no_time_is_free_one_waits_and_the_state_says_so(client, referral, own):
    Opening.objects.all().delete()
    assert "Pas d’heure libre" in shown(client.get(own + "heures/"))
    answer = presses(client, own, "attendre", follow=True)
    assert "liste d’attente" in shown(answer) and stands(referral) is State.WAITING
    assert referral.waiting == WaitingEntry.objects.get()
    presses(client, own, "attendre")
    assert WaitingEntry.objects.count() == 1


def test_who_leaves_the_list_is_invited_again_and_not_written_to_about_it(client, referral, own):
    waiting = presses(client, own, "attendre")["Location"]
    client.post(waiting, {"action": "quitter"})
    assert stands(referral) is State.INVITED
    client.post(waiting, {"action": "revenir"})
    assert stands(referral) is State.WAITING


@pytest.mark.parametrize("language", ["en", "fr-falc"])
def test_it_is_read_in_english_and_in_easy_french_too(client, referral, own, language):
    assert client.get(f"/{language}{own}").status_code == 200


def test_a_forged_link_and_one_that_is_withdrawn_lead_nowhere(client, referral, own):
    assert client.get(reverse("referred", args=["inconnu"])).status_code == 410
    Referral.objects.update(state="withdrawn")
    assert client.get(own).status_code == 410


def test_another_site_cannot_press_for_them(referral, own):
    answer = Client().post(own, {"action": "refuser"}, headers={"Origin": "https://ailleurs.example"})
    assert answer.status_code == 403 and stands(referral) is State.INVITED


def test_a_person_reached_by_letter_books_too(client, town):
    letter = WayToReach("letter", "12 rue de l’Exemple, 35000 Rennes")
    referral = refers(town, a_partner(), reach=letter)
    own = reverse("referred", args=[new_referral_link(referral, now=NOW)])
    client.post(client.get(own + "heures/").context["days"][0][1][0]["url"])
    assert stands(referral) is State.BOOKED
