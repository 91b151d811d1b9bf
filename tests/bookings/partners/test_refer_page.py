"""A social worker refers somebody on one page: books, hands over, keeps a draft, refers the other half of a couple."""

import re
from datetime import timedelta

import pytest

from bookings.models import Appointment, Referral, WaitingEntry
from bookings.referrals.states import State
from mediation.models import Commune, Opening, Role
from tests import people
from tests.partners import REFER, SocialWorker, text
from tests.referring import a_partner
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(people.FRIDAY_BEFORE, tick=False)]


@pytest.fixture
def worker():
    return SocialWorker(Town())


def ten(worker, hours=0):
    return f"{int((people.TEN + timedelta(hours=hours)).timestamp())}-{worker.town.site.pk}"


def test_the_home_of_who_refers_is_the_list_of_what_was_referred(worker):
    assert worker.get("/equipe/").headers["Location"] == "/partenaires/"
    assert "Vous n’avez encore orienté personne" in text(worker.get("/partenaires/"))


def test_the_first_free_time_and_the_wait_are_seen_before_anything_is_sent(worker):
    shown = text(worker.client.post(REFER, worker.says(action="heures", name="Amina Essai")))
    assert "Première heure libre" in shown and "lundi 30 novembre à 09:00" in shown
    assert "jusqu’à la première heure libre" in shown
    assert 'value="Amina Essai"' in shown
    assert not Referral.objects.exists()


def test_the_wait_is_that_of_the_last_bookings_once_there_are_some(worker):
    for hour in range(5):
        worker.town.books(
            people.TEN + timedelta(hours=hour), f"Personne {hour}", phone=f"06 39 98 01 0{hour}"
        )
    shown = text(worker.client.post(REFER, worker.says(action="heures")))
    assert re.search(r"Attente\s: <b>3 jours</b>", shown)
    assert "médiane des 5 derniers rendez-vous pris ici" in shown


def test_the_person_is_invited_and_the_page_says_so(worker):
    answer = worker.refers()
    referral = Referral.objects.get()
    assert answer.headers["Location"] == worker.page(referral)
    assert referral.at is State.INVITED
    assert (referral.referrer, referral.partner) == (worker.user, worker.partner)
    shown = text(worker.get(worker.page(referral)))
    assert "Pas encore rencontrée, sans rendez-vous" in shown
    assert f"{referral.number[:4]}\N{NO-BREAK SPACE}{referral.number[4:]}" in shown


def test_a_time_is_booked_with_the_person(worker):
    referral = worker.referred(action="reserver", slot=ten(worker))
    assert referral.at is State.BOOKED
    assert referral.appointment.starts_at == people.TEN
    assert referral.appointment.booked_by == worker.user


def test_pressing_twice_refers_and_books_once(worker):
    for _ in range(2):
        worker.refers(action="reserver", slot=ten(worker))
    assert (Referral.objects.count(), Appointment.objects.count()) == (1, 1)


def test_whoever_has_referred_a_person_already_is_shown_that_before_a_second_one_leaves(worker):
    first = worker.referred()
    another = "22222222-2222-2222-2222-222222222222"
    answer = worker.refers(key=another)
    assert answer.status_code == 422
    assert worker.page(first) in text(answer) and "déjà orienté cette personne" in text(answer)
    assert Referral.objects.sent().count() == 1
    assert worker.refers(key=another, once_more="on").status_code == 302
    assert Referral.objects.sent().count() == 2


def test_nobody_reads_that_another_partner_has_referred_the_person(worker):
    worker.referred()
    elsewhere = SocialWorker(worker.town, partner=a_partner("Mission locale Fictive"))
    assert elsewhere.refers(key="33333333-3333-3333-3333-333333333333").status_code == 302


def test_booking_without_a_time_chosen_shows_the_times_and_loses_nothing(worker):
    answer = worker.refers(action="reserver")
    assert answer.status_code == 422
    assert "Choisissez une heure" in text(answer) and 'value="Amina Essai"' in text(answer)
    assert f'value="{ten(worker)}"' in text(answer)


def test_what_is_wrong_is_summed_up_in_words_of_the_page(worker):
    """Not by the name that a field has in the code; several answers are several; where it was said before is seen at once."""
    shown = text(worker.refers(action="reserver"))
    assert "Slot" not in shown and "Une réponse est à revoir" in shown
    assert "Des réponses sont à revoir" in text(worker.refers(action="reserver", name="", informed=""))
    worker.referred()
    again = worker.refers(key="22222222-2222-2222-2222-222222222222").content.decode()
    assert again.count("autofocus") == 1 and 'id="deja" tabindex="-1" autofocus' in again


def test_a_partner_keeps_the_notice_that_residents_have(worker, time_machine):
    time_machine.move_to(people.TEN - timedelta(hours=1))
    worker.client.force_login(worker.user)
    answer = worker.refers(action="reserver", slot=ten(worker))
    assert answer.status_code == 422
    assert "trop proche" in text(answer)
    assert not Referral.objects.exists()


def test_a_time_gone_meanwhile_sends_nothing_and_loses_nothing(worker):
    worker.town.books(people.TEN)
    answer = worker.refers(action="reserver", slot=ten(worker))
    assert "vient d’être prise" in text(answer)
    assert not Referral.objects.exists()


def test_a_call_is_asked_for(worker):
    assert worker.referred(action="appeler").handover == Referral.Handover.CALL


def test_nobody_is_referred_before_they_were_informed(worker):
    answer = worker.refers(informed=None)
    assert answer.status_code == 422
    assert "Informez la personne" in text(answer)


def test_a_number_that_cannot_exist_is_refused_beside_its_field(worker):
    answer = worker.refers(mobile="06 12")
    assert answer.context["form"].errors.get("mobile")
    assert not Referral.objects.exists()


def test_a_deadline_that_is_over_is_refused(worker):
    assert "Ce jour est passé" in text(worker.refers(deadline="2026-11-01"))


def test_with_nothing_free_the_person_is_on_the_waiting_list_and_the_page_has_said_so_before(worker):
    Opening.objects.all().delete()
    assert "Aucune heure libre" in text(worker.client.post(REFER, worker.says(action="heures")))
    referral = worker.referred(days=["0", "2"], part="morning")
    assert referral.at is State.WAITING
    assert WaitingEntry.objects.get().weekdays == [0, 2]
    assert "Sur la liste d’attente" in text(worker.get(worker.page(referral)))


def test_anywhere_goes_to_who_has_the_soonest_time(worker):
    Opening.objects.filter(site=worker.town.site).delete()
    referral = worker.referred(site="")
    assert (referral.organisation, referral.site) == (worker.town.elsewhere, None)


def test_a_place_is_understood_as_people_write_it(worker):
    Commune.objects.filter(name="Rennes").update(latitude=48.11, longitude=-1.68)
    shown = text(worker.client.post(REFER, worker.says(action="heures", site="", near="rennes")))
    assert "Près de" in shown and "Rennes" in shown
    assert worker.referred(site="", near="rennes").site is not None


def test_a_draft_is_kept_resumed_sent_and_is_nobody_elses(worker):
    worker.refers(action="brouillon", topic="", informed=None)
    draft = Referral.objects.get()
    assert draft.at is State.DRAFT and "Amina" in draft.draft
    resumed = worker.get(REFER, brouillon=draft.public_id)
    assert 'value="Amina Essai"' in text(resumed) and f'value="{draft.public_id}"' in text(resumed)
    colleague = SocialWorker(worker.town, partner=worker.partner)
    assert colleague.get(REFER, brouillon=draft.public_id).status_code == 404
    referral = worker.referred(draft=draft.public_id)
    assert referral.pk == draft.pk and referral.draft == ""


def test_a_draft_is_thrown_away(worker):
    worker.refers(action="brouillon")
    draft = Referral.objects.get()
    other = SocialWorker(worker.town, partner=a_partner("Mission locale Fictive"))
    address = f"/partenaires/brouillons/{draft.public_id}/supprimer/"
    assert other.client.post(address).status_code == 404
    worker.client.post(address)
    assert not Referral.objects.exists()


def test_the_other_half_of_a_couple_has_the_same_answers_and_no_name(worker):
    answer = worker.refers(suivante="1", part="morning")
    shown = text(worker.client.get(answer.headers["Location"]))
    assert "Refaire sa demande de logement." in shown
    assert 'value="Amina Essai"' not in shown and people.AMINA_MOBILE not in shown
    second = worker.referred(name="Jean Essai", key="22222222-2222-2222-2222-222222222222")
    assert Referral.objects.count() == 2 and second.resident.name == "Jean Essai"


def test_going_back_in_the_browser_to_refer_somebody_else_refers_them(worker):
    worker.referred()
    worker.referred(name="Jean Essai", mobile="06 39 98 00 09")
    assert Referral.objects.count() == 2


def test_who_refers_for_two_organisations_says_which(worker):
    mission = a_partner("Mission locale Fictive")
    role = Role.objects.create(user=worker.user, kind="partner", organisation=mission)
    assert worker.refers().status_code == 422
    assert worker.referred(role=str(role.pk)).partner == mission


def test_a_form_sent_after_the_session_ended_is_kept(worker):
    worker.client.cookies.pop("sessionid")
    answer = worker.refers()
    assert "/compte/login/" in answer.headers["Location"]
    assert not Referral.objects.exists()
