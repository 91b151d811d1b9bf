"""A social worker follows what became of whom they referred, and changes what is theirs to change."""

from datetime import timedelta

import pytest

from bookings.actions.follow import follow_booking
from bookings.actions.mark import mark
from bookings.actions.step import take_step
from bookings.models import Appointment, LinkToken, ReferralRules
from bookings.outcomes.marks import Mark
from bookings.people.who import SYSTEM, Actor
from bookings.referrals.states import State, Who
from mediation.models import Team
from tests import people
from tests.partners import SocialWorker, text
from tests.referring import a_partner
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(people.FRIDAY_BEFORE, tick=False)]
VERBS = ("", "feuille/", "corriger/", "retirer/", "heure/", "annuler/")


@pytest.fixture
def worker():
    return SocialWorker(Town())


def slot(worker, hours=0):
    return f"{int((people.TEN + timedelta(hours=hours)).timestamp())}-{worker.town.site.pk}"


def booked(worker, **fields):
    return worker.referred(action="reserver", slot=slot(worker), **fields)


def marked(worker, referral, as_, time_machine):
    """Two hours later Léa notes whether the person came; the social worker signs in again."""
    later = people.TEN + timedelta(hours=2)
    time_machine.move_to(later)
    by = Actor(channel="desk", user_id=worker.town.lea_user.pk)
    mark(referral.appointment.pk, as_=as_, by=by, now=later)
    worker.client.force_login(worker.user)


def test_nothing_of_another_partner_exists(worker):
    referral = booked(worker)
    other = SocialWorker(worker.town, partner=a_partner("Mission locale Fictive"))
    for verb in VERBS:
        assert other.client.post(other.page(referral, verb)).status_code in (404, 405), verb
        assert other.get(other.page(referral, verb)).status_code in (404, 405), verb
    assert "Amina" not in text(other.get("/partenaires/"))
    assert referral.public_id not in text(other.client.post("/partenaires/", {"name": "Amina"}))
    assert other.get("/partenaires/orienter/", comme=referral.public_id).status_code == 404
    assert referral.journal.count() == 3


def test_a_team_sees_what_it_referred_and_who_has_none_sees_all(worker):
    north, south = (Team.objects.create(organisation=worker.partner, name=name) for name in ("Nord", "Sud"))
    from_the_north = SocialWorker(worker.town, partner=worker.partner, team=north)
    from_the_south = SocialWorker(worker.town, partner=worker.partner, team=south)
    referral = from_the_north.referred()
    assert referral.team == north
    assert from_the_south.get(from_the_south.page(referral)).status_code == 404
    assert worker.get(worker.page(referral)).status_code == 200


def test_who_did_not_come_is_never_told_to_the_referrer(worker, time_machine):
    referral = booked(worker)
    marked(worker, referral, Mark.NO_SHOW, time_machine)
    shown = text(worker.get(worker.page(referral))) + text(worker.get("/partenaires/"))
    assert "Pas encore rencontrée" in shown
    assert "bsente" not in shown and "bsent" not in shown
    assert "status--no_show" not in shown


def test_who_does_not_want_is_told_as_closed_and_no_button_says_more(worker):
    referral = worker.referred()
    take_step(referral.pk, State.DECLINED, who=Who.PERSON, by=SYSTEM, now=people.FRIDAY_BEFORE)
    shown = text(worker.get(worker.page(referral)))
    assert "Terminée" in shown and "ne souhaite" not in shown.lower()
    assert "/corriger/" not in shown and "/retirer/" not in shown


def test_a_receiving_team_may_show_it_all(worker, time_machine):
    ReferralRules.objects.create(organisation=worker.town.here, shows="all")
    referral = booked(worker)
    marked(worker, referral, Mark.NO_SHOW, time_machine)
    assert "Absente au rendez-vous" in text(worker.get(worker.page(referral)))


def test_who_came_was_met(worker, time_machine):
    referral = booked(worker)
    marked(worker, referral, Mark.DONE, time_machine)
    assert "Rencontrée" in text(worker.get(worker.page(referral)))
    assert "Amina" in text(worker.get("/partenaires/", etat="rencontrees"))
    take_step(referral.pk, State.CLOSED, who=Who.SYSTEM, by=SYSTEM, now=people.TEN + timedelta(days=99))
    assert "Amina" in text(worker.get("/partenaires/", etat="rencontrees"))
    assert "Amina" not in text(worker.get("/partenaires/", etat="finies"))


def test_the_list_is_narrowed_to_what_is_seen_not_to_what_is(worker, time_machine):
    referral = booked(worker)
    assert "Amina" in text(worker.get("/partenaires/", etat="rendez-vous"))
    marked(worker, referral, Mark.NO_SHOW, time_machine)
    assert "Amina" in text(worker.get("/partenaires/", etat="en-cours"))
    assert "Amina" not in text(worker.get("/partenaires/", etat="finies"))


def test_the_list_is_narrowed_by_who_sent_and_when(worker, time_machine):
    worker.referred()
    colleague = SocialWorker(worker.town, partner=worker.partner)
    assert "Amina" not in text(worker.get("/partenaires/", qui=str(colleague.user.pk)))
    assert "Amina" in text(worker.get("/partenaires/", qui=str(worker.user.pk)))
    time_machine.move_to(people.FRIDAY_BEFORE + timedelta(days=40))
    worker.client.force_login(worker.user)
    assert "Amina" not in text(worker.get("/partenaires/", periode="30"))
    assert "Amina" in text(worker.get("/partenaires/", periode="90"))


def test_a_name_is_searched_by_post_in_any_order_and_a_number_too(worker):
    referral = worker.referred()
    for typed in ("essai amina", "ESSAÏ", f"{referral.number[:4]} {referral.number[4:]}"):
        assert worker.page(referral) in text(worker.client.post("/partenaires/", {"name": typed})), typed
    assert worker.page(referral) not in text(worker.client.post("/partenaires/", {"name": "Zoé"}))


def test_a_number_is_corrected_and_the_person_invited_again(worker):
    referral = worker.referred()
    take_step(referral.pk, State.UNREACHABLE, who=Who.SYSTEM, by=SYSTEM, now=people.FRIDAY_BEFORE)
    page = worker.get(worker.page(referral))
    assert "n’arrive pas à joindre" in text(page)
    assert "tabs__count" in text(page)
    version = worker.get(worker.page(referral, "corriger/")).context["form"]["version"].value()
    said = {"name": "Amina Essai", "reach": "mobile", "mobile": "06 39 98 00 44", "version": version}
    assert worker.client.post(worker.page(referral, "corriger/"), said).status_code == 302
    referral.refresh_from_db()
    assert referral.at is State.INVITED and referral.contact.last4 == "0044"


def test_what_changed_while_one_was_typing_is_shown_and_nothing_typed_is_lost(worker):
    referral = worker.referred()
    version = referral.version
    take_step(referral.pk, State.UNREACHABLE, who=Who.SYSTEM, by=SYSTEM, now=people.FRIDAY_BEFORE)
    said = {
        "name": "Amina Essai-Martin",
        "reach": "mobile",
        "mobile": people.AMINA_MOBILE,
        "version": version,
    }
    answer = worker.client.post(worker.page(referral, "corriger/"), said)
    assert answer.status_code == 409
    assert "Injoignable" in text(answer) and 'value="Amina Essai-Martin"' in text(answer)
    again = {**said, "version": answer.context["form"]["version"].value()}
    assert worker.client.post(worker.page(referral, "corriger/"), again).status_code == 302


def test_ones_own_booking_is_moved_and_called_off(worker):
    referral = booked(worker)
    worker.client.post(worker.page(referral, "heure/"), {"slot": slot(worker, 2)})
    assert Appointment.objects.get().starts_at == people.TEN + timedelta(hours=2)
    worker.client.post(worker.page(referral, "annuler/"))
    assert Appointment.objects.get().status == Appointment.Status.EXCUSED
    referral.refresh_from_db()
    assert referral.at is State.INVITED


def test_the_persons_own_booking_is_not_the_referrers_to_change(worker):
    referral = worker.referred()
    town = worker.town
    town.books(resident_id=referral.resident_id)
    follow_booking(Appointment.objects.get(), by=AT_THE_DESK, now=people.FRIDAY_BEFORE)
    shown = text(worker.get(worker.page(referral)))
    assert "elles seules le changent" in shown and "/annuler/" not in shown
    assert worker.client.post(worker.page(referral, "annuler/")).status_code == 404
    worker.client.post(worker.page(referral, "heure/"), {"slot": slot(worker, 2)})
    assert Appointment.objects.get().starts_at == people.TEN


def test_a_time_is_booked_later_with_somebody_already_referred(worker):
    referral = worker.referred()
    worker.client.post(worker.page(referral, "heure/"), {"slot": slot(worker)})
    referral.refresh_from_db()
    assert referral.at is State.BOOKED and referral.appointment.starts_at == people.TEN


def test_taking_a_referral_back_says_first_that_the_booking_goes_too(worker):
    referral = booked(worker)
    assert "est annulé aussi" in text(worker.get(worker.page(referral, "retirer/")))
    worker.client.post(worker.page(referral, "retirer/"))
    referral.refresh_from_db()
    assert referral.at is State.WITHDRAWN
    assert Appointment.objects.get().status == Appointment.Status.EXCUSED


def test_the_sheet_has_the_number_the_link_and_what_the_referrer_sees(worker):
    referral = worker.referred()
    shown = text(worker.client.post(worker.page(referral, "feuille/")))
    assert f"{referral.number[:4]}\N{NO-BREAK SPACE}{referral.number[4:]}" in shown
    assert "/r/" in shown and '<svg class="letter__square"' in shown
    assert "Pas encore rencontrée, sans rendez-vous." in shown
    assert LinkToken.objects.filter(referral=referral).count() == 1
    assert worker.get(worker.page(referral, "feuille/")).status_code == 405


def test_the_list_costs_the_same_with_many_that_are_closed(worker, django_assert_max_num_queries):
    for number in range(8):
        referral = worker.referred(
            name=f"Personne {number}", key=f"{number}" * 8 + "-1111-1111-1111-111111111111"
        )
        take_step(referral.pk, State.DECLINED, who=Who.PERSON, by=SYSTEM, now=people.FRIDAY_BEFORE)
        take_step(referral.pk, State.CLOSED, who=Who.SYSTEM, by=SYSTEM, now=people.FRIDAY_BEFORE)
    with django_assert_max_num_queries(16):
        worker.get("/partenaires/")
