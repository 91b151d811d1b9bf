"""A social worker registers somebody for a workshop with the referral: it goes where the seats go."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from bookings.actions.answer_referral import decline
from bookings.actions.answer_seat import accept_seat
from bookings.actions.attend import attend
from bookings.actions.cancel_dates import cancel_dates
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.lapse_seats import lapse_seats
from bookings.actions.leave_workshop import leave_workshop
from bookings.models import Referral, Registration, WorkshopDate
from bookings.people.links import new_referral_link
from bookings.people.who import RESIDENT_ON_WEB, Actor, Participant, WayToReach
from bookings.referrals.states import State
from tests import people
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.partners import REFER, SocialWorker, text
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(BEFORE, tick=False)]
AFTER = timedelta(hours=3)


@pytest.fixture
def worker():
    return SocialWorker(Town())


@pytest.fixture
def workshop(worker):
    return six_thursdays(worker.town, times=2)


@pytest.fixture
def referral(worker, workshop):
    return worker.referred(action="inscrire", workshop=workshop.public_id)


@pytest.fixture
def full(worker):
    """One seat, which Jean has."""
    workshop = six_thursdays(worker.town, times=2, capacity=1)
    return workshop, enrol(
        Enrolment(workshop, [Participant("Jean Essai")], WayToReach("landline", people.JEAN_LANDLINE)),
        by=RESIDENT_ON_WEB,
        now=BEFORE,
        idempotency_key="jean",
        token="jean",
    )


def now_at(referral: Referral) -> State:
    referral.refresh_from_db()
    return referral.at


def ticks(worker: SocialWorker, referral: Referral, turn: int, *, came: bool) -> None:
    by = Actor("desk", worker.town.lea_user.pk)
    dates = WorkshopDate.objects.filter(workshop=referral.registration.workshop_id)
    date = dates.order_by("starts_at")[turn]
    coming = [referral.resident_id] if came else []
    attend(date.pk, came=coming, walk_ins=0, by=by, now=date.starts_at + AFTER)


def test_the_form_shows_the_workshops_about_the_topic_with_their_seats(worker, workshop):
    shown = text(worker.client.post(REFER, worker.says(action="heures")))
    assert "Mon premier courriel" in shown and "les 2 dates" in shown and "8 places libres" in shown
    values = re.findall(r'name="workshop" value="([^"]+)"', shown)
    assert values == [
        workshop.public_id,
        *(f"{workshop.public_id}-{date.pk}" for date in workshop.dates.all()),
    ]


def test_a_couple_has_two_seats_on_every_date_and_the_referral_is_booked(worker, workshop):
    referral = worker.referred(action="inscrire", workshop=workshop.public_id, companion="Jean Essai")
    assert referral.at is State.BOOKED and referral.registration.seats == 2
    assert referral.registration.dates.count() == 2 and referral.registration.all_dates
    assert (referral.site, referral.topic) == (workshop.site, workshop.topic)
    assert [referral.resident.name, referral.companion.name] == ["Amina Essai", "Jean Essai"]
    page = text(worker.get(worker.page(referral)))
    assert "Inscrite à un atelier" in page and "Mon premier courriel" in page
    assert "Rendez-vous pris" not in page


def test_one_date_is_chosen_and_pressing_twice_takes_one_seat(worker, workshop):
    first = workshop.dates.order_by("starts_at")[0]
    for _twice in range(2):
        worker.refers(action="inscrire", workshop=f"{workshop.public_id}-{first.pk}")
    assert list(Registration.objects.get().dates.all()) == [first]
    assert Referral.objects.count() == 1
    assert list(workshop.dates.order_by("starts_at").values_list("taken", flat=True)) == [1, 0]


def test_without_a_workshop_chosen_or_with_one_that_is_none_nothing_is_sent(worker, workshop):
    for chosen in ("", "inconnu", f"{workshop.public_id}-999999", f"{workshop.public_id}-x"):
        assert worker.refers(action="inscrire", workshop=chosen).status_code == 422
    assert not Referral.objects.exists() and not Registration.objects.exists()


def test_the_referrer_sees_met_once_the_person_was_ticked_off(worker, referral):
    ticks(worker, referral, 0, came=False)
    assert now_at(referral) is State.BOOKED  # There is another date.
    ticks(worker, referral, 1, came=True)
    assert now_at(referral) is State.MET
    assert "Rencontrée" in text(worker.get(worker.page(referral)))


def test_who_never_came_is_missed_which_the_referrer_does_not_read_and_a_tick_is_put_right(worker, referral):
    ticks(worker, referral, 0, came=False)
    ticks(worker, referral, 1, came=False)
    assert now_at(referral) is State.MISSED
    assert "Absente" not in text(worker.get(worker.page(referral)))
    ticks(worker, referral, 1, came=True)
    assert now_at(referral) is State.MET
    ticks(worker, referral, 1, came=False)
    assert now_at(referral) is State.MISSED


def test_the_referrer_gives_the_seats_back_and_the_invitation_stands(worker, workshop, referral):
    address = worker.page(referral, "annuler/")
    assert "Désinscrire de cet atelier" in text(worker.get(address))
    assert worker.client.post(address).status_code == 302
    assert now_at(referral) is State.INVITED
    assert list(workshop.dates.values_list("taken", flat=True)) == [0, 0]
    assert worker.get(address).status_code == 404


def test_withdrawing_gives_them_back_too(worker, workshop, referral):
    page = worker.page(referral, "retirer/")
    assert "sa place est rendue aussi" in text(worker.get(page))
    worker.client.post(page)
    assert now_at(referral) is State.WITHDRAWN
    assert list(workshop.dates.values_list("taken", flat=True)) == [0, 0]


def test_the_person_gives_them_back_themselves_or_the_team_calls_all_dates_off(worker, workshop, referral):
    other = worker.referred(
        action="inscrire",
        workshop=workshop.public_id,
        name="Zoé Essai",
        mobile="06 39 98 00 07",
        key="2" * 32,
    )
    leave_workshop(referral.registration_id, by=RESIDENT_ON_WEB, now=BEFORE)
    assert (now_at(referral), now_at(other)) == (State.INVITED, State.BOOKED)
    cancel_dates([date.pk for date in workshop.dates.all()], by=AT_THE_DESK, now=BEFORE)
    assert now_at(other) is State.INVITED


def test_full_it_says_so_and_the_person_waits_in_turn_until_a_seat_is_theirs(worker, full):
    workshop, jean = full
    refused = worker.refers(action="inscrire", workshop=workshop.public_id)
    assert refused.status_code == 422 and "plus assez de places" in text(refused)
    assert "Attendre une place à l’atelier" in text(refused) and not Referral.objects.exists()
    referral = worker.referred(action="attendre-atelier", workshop=workshop.public_id)
    assert referral.at is State.WAITING
    assert "liste d’attente d’un atelier" in text(worker.get(worker.page(referral)))
    leave_workshop(jean.pk, by=RESIDENT_ON_WEB, now=BEFORE)
    assert now_at(referral) is State.WAITING  # Asked, and has not answered.
    accept_seat(referral.registration_id, by=RESIDENT_ON_WEB, now=BEFORE)
    assert now_at(referral) is State.BOOKED


def test_an_offer_that_nobody_answers_leaves_the_invitation(worker, full):
    workshop, jean = full
    referral = worker.referred(action="attendre-atelier", workshop=workshop.public_id)
    leave_workshop(jean.pk, by=RESIDENT_ON_WEB, now=BEFORE)
    lapse_seats(now=BEFORE + timedelta(days=2))
    assert now_at(referral) is State.INVITED
    accept_seat(referral.registration_id, by=RESIDENT_ON_WEB, now=BEFORE + timedelta(days=2))
    assert now_at(referral) is State.BOOKED


def test_who_waits_for_dates_that_have_passed_is_invited_and_who_says_no_waits_no_more(worker, full):
    workshop, _jean = full
    waits = worker.referred(action="attendre-atelier", workshop=workshop.public_id)
    says_no = worker.referred(
        action="attendre-atelier", workshop=workshop.public_id, name="Zoé", mobile="0639980007", key="2" * 32
    )
    decline(says_no.pk, by=RESIDENT_ON_WEB, now=BEFORE)
    assert now_at(says_no) is State.DECLINED and not Registration.objects.get(referral=says_no).stands
    lapse_seats(now=workshop.dates.latest("starts_at").ends_at)
    assert (now_at(waits), now_at(says_no)) == (State.INVITED, State.DECLINED)


def test_the_person_reads_what_they_are_registered_for_and_what_the_referrer_sees(worker, referral):
    page = text(Client().get(f"/orientation/{new_referral_link(referral, now=BEFORE)}/"))
    assert "inscrit à un atelier" in page and "Mon premier courriel" in page
    assert "Inscrite à un atelier. La rencontre est prévue à l’atelier." in page


def test_the_team_reads_it_on_the_page_of_the_referral(worker, referral):
    desk = sign_in(Client(), worker.town.user("desk"))
    assert "Mon premier courriel" in text(desk.get(f"/equipe/orientations/{referral.pk}/"))
