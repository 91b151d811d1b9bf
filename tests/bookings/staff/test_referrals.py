"""The team takes in hand whom partners have sent: those going cold first, each with what has happened to it."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.actions.book_invited import book_invited
from bookings.actions.follow import follow_booking
from bookings.actions.mark import mark
from bookings.actions.receive import refuse
from bookings.actions.record_visit import Visit, record_visit
from bookings.actions.step import take_step
from bookings.actions.try_call_back import note_attempt
from bookings.errors import ReasonMissing, StepRefused
from bookings.models import Appointment, CallBack, CallBackAttempt, Referral, ReferralRules, WaitingEntry
from bookings.outcomes.marks import Mark
from bookings.people.who import RESIDENT_ON_WEB, Actor, Participant, WayToReach
from bookings.referrals.states import State, Who
from bookings.staff.referrals.figures import by_partner
from tests import people
from tests.referring import a_partner, refers
from tests.sent_back import sends
from tests.sign_in import sign_in
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
def ccas():
    return a_partner()


@pytest.fixture
def desk(client, town):
    sign_in(client, town.user("desk"))
    return client


@pytest.fixture
def reads_first(town):
    return ReferralRules.objects.create(organisation=town.here, accept_at_once=False)


def shown(answer) -> str:
    return html.unescape(answer.content.decode())


def listed(client: Client, query: str = "") -> list[str]:
    answer = client.get(reverse("staff_referrals") + query)
    return [line.referral.resident.name for line in answer.context["lines"]]


def does(client: Client, referral: Referral, action: str, **typed):
    address = reverse("staff_referral_step", args=[referral.pk])
    return client.post(address, {"action": action, **typed}, follow=True)


def stands(referral: Referral) -> State:
    referral.refresh_from_db()
    return referral.at


# -- The list ----------------------------------------------------------------------------------------
def test_those_going_cold_come_first_each_by_its_own_deadline(desk, town, ccas):
    long_ago = NOW - timedelta(days=6)
    refers(town, ccas, name="Patiente", now=long_ago)
    refers(town, ccas, name="Pressée", now=long_ago, deadline=(NOW + timedelta(days=2)).date())
    refers(town, ccas, name="Nouvelle")
    assert listed(desk) == ["Pressée", "Patiente", "Nouvelle"]
    assert "Refroidit" in shown(desk.get(reverse("staff_referrals")))


def test_the_menu_counts_what_waits_for_an_answer(desk, town, ccas, reads_first):
    refers(town, ccas)
    menu = shown(desk.get(reverse("staff_day")))
    assert "Orientations" in menu
    answer = desk.get(reverse("staff_referrals"))
    assert "À accepter ou refuser" in shown(answer)


def test_a_referral_is_found_by_its_number_its_state_and_its_partner(desk, town, ccas):
    first = refers(town, ccas, name="Une")
    refers(town, a_partner("Mission locale Fictive"), name="Autre", phone="+33639980005")
    take_step(first.pk, State.DECLINED, who=Who.PERSON, by=RESIDENT_ON_WEB, now=NOW)
    assert listed(desk) == ["Autre"]
    assert listed(desk, "?etat=terminees") == ["Une"]
    assert listed(desk, f"?numero={first.number}") == ["Une"]
    assert listed(desk, f"?orienteur={ccas.pk}") == []


def test_what_another_organisation_has_received_is_not_there(desk, town, ccas):
    refers(town, ccas, organisation=town.elsewhere, site=None)
    assert listed(desk) == []


def test_the_list_asks_as_little_of_many_as_of_few(desk, town, ccas):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("staff_referrals"))
        return len(captured)

    refers(town, ccas)
    few = asked()
    for number in range(30):
        refers(town, ccas, name=f"Personne {number}", phone=f"+3363998{number:04}")
    assert asked() <= few
    with CaptureQueriesContext(connection) as captured:
        desk.get(reverse("staff_referrals"))
    own = [each["sql"] for each in captured if "referral" in each["sql"] or "organisation" in each["sql"]]
    assert len(own) <= 12


# -- The page of one ---------------------------------------------------------------------------------
def test_its_page_says_who_by_whom_what_for_and_all_that_happened(desk, town, ccas):
    referral = refers(town, ccas, need="Sa déclaration d’impôts", companion="Bakari Essai")
    said = shown(desk.get(reverse("staff_referral", args=[referral.pk])))
    for each in ("Amina Essai", "Bakari Essai", "CCAS de Démonstration", "impôts", str(referral.number)):
        assert each in said
    assert "Orientation reçue" in said and "Personne invitée" in said


def test_accepting_invites_the_person(desk, town, ccas, reads_first):
    referral = refers(town, ccas)
    assert "Acceptée" in shown(does(desk, referral, "accepter"))
    assert stands(referral) is State.INVITED
    fact = referral.journal.get(kind="referral_accepted")
    assert fact.actor is not None and fact.data["who"] == "team"


@pytest.mark.parametrize(
    "typed", [{}, {"reason": "no_capacity"}, {"sentence": "Trop de monde."}, {"reason": "x", "sentence": "y"}]
)
def test_a_refusal_needs_a_reason_of_the_list_and_a_sentence(desk, town, ccas, reads_first, typed):
    referral = refers(town, ccas)
    assert does(desk, referral, "refuser", **typed).status_code == 400
    assert stands(referral) is State.RECEIVED
    whole = {"reason": "", "sentence": "", **typed}
    with pytest.raises(ReasonMissing):
        refuse(referral.pk, **whole, by=Actor("desk"), now=NOW)


def test_a_refusal_tells_why_and_an_already_refused_one_is_not_accepted_by_a_late_press(
    desk, town, ccas, reads_first
):
    referral = refers(town, ccas)
    does(desk, referral, "refuser", reason="no_capacity", sentence="Pas de place avant mars.")
    assert stands(referral) is State.REFUSED
    assert "Pas de place avant mars." in shown(desk.get(reverse("staff_referral", args=[referral.pk])))
    assert "pas de place" in shown(desk.get(reverse("staff_referral", args=[referral.pk])))


def test_handed_to_another_organisation_its_history_goes_along_and_they_answer(desk, town, ccas):
    ReferralRules.objects.create(organisation=town.elsewhere, accept_at_once=False)
    referral = refers(town, ccas)
    answer = does(desk, referral, "confier", organisation=town.elsewhere.pk, site=town.other_site.pk)
    assert "Confiée" in shown(answer) and stands(referral) is State.REROUTED
    assert (referral.organisation, referral.site) == (town.elsewhere, town.other_site)
    assert desk.get(reverse("staff_referral", args=[referral.pk])).status_code == 404
    theirs = sign_in(Client(), town.omar.user)
    said = shown(theirs.get(reverse("staff_referral", args=[referral.pk])))
    assert "Orientation reçue" in said and "Orientation confiée à un autre lieu" in said


def test_a_place_of_another_organisation_is_not_chosen_by_mistake(desk, town, ccas):
    referral = refers(town, ccas)
    wrong = does(desk, referral, "confier", organisation=town.elsewhere.pk, site=town.site.pk)
    assert wrong.status_code == 400 and stands(referral) is State.INVITED
    does(desk, referral, "lieu", site=town.other_site.pk)
    referral.refresh_from_db()
    assert referral.site == town.site
    does(desk, referral, "lieu", site="")
    referral.refresh_from_db()
    assert referral.site is None


def test_three_calls_that_reach_nobody_ask_the_referrer_for_help(desk, town, ccas):
    referral = refers(town, ccas, handover="call")
    asked = CallBack.objects.get()
    assert (asked.referral, stands(referral)) == (referral, State.ACCEPTED)
    by = Actor("desk", town.lea_user.pk)
    for _call in range(3):
        assert stands(referral) is State.ACCEPTED
        note_attempt(asked.pk, result=CallBackAttempt.Result.NO_ANSWER, by=by, now=NOW)
    asked.refresh_from_db()
    assert asked.status == CallBack.Status.UNREACHABLE and stands(referral) is State.UNREACHABLE
    assert asked.attempts.count() == 3


def test_the_desk_books_with_all_that_is_known_and_the_referral_is_booked(desk, town, ccas):
    referral = refers(town, ccas)
    form = desk.get(reverse("staff_desk") + f"?orientation={referral.pk}").context["form"]
    assert form.initial["resident"] == str(referral.resident_id)
    assert form.initial["phone"] == "+33639980001" and form.initial["site"] == town.site.pk


def test_a_time_given_at_the_desk_or_a_visit_written_down_is_the_referral_s(town, ccas):
    referral, by = refers(town, ccas), Actor("desk", town.lea_user.pk)
    made = town.books(resident_id=referral.resident_id)
    follow_booking(made, by=by, now=NOW)
    assert stands(referral) is State.BOOKED and referral.appointment == made
    other = refers(town, ccas, name="Jean Essai", phone="+33639980005")
    visit = Visit(
        person=Participant("Jean Essai", other.resident_id),
        topic=town.topic,
        site=town.site,
        mediator=town.lea,
        starts_at=NOW - timedelta(hours=2),
        duration_min=30,
        reach=WayToReach("mobile", "+33639980005"),
    )
    record_visit(visit, by=by, now=NOW, idempotency_key="visite")
    assert stands(other) is State.MET


def test_a_press_that_comes_too_late_says_so_and_changes_nothing(desk, town, ccas):
    referral = refers(town, ccas)
    take_step(referral.pk, State.WITHDRAWN, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=NOW)
    assert "a changé entre-temps" in shown(does(desk, referral, "inviter"))
    assert stands(referral) is State.WITHDRAWN


def test_the_team_puts_somebody_on_the_list_or_notes_a_no(desk, town, ccas):
    referral = refers(town, ccas)
    does(desk, referral, "attente")
    assert stands(referral) is State.WAITING and referral.waiting == WaitingEntry.objects.get()
    does(desk, referral, "ne-souhaite-pas")
    assert stands(referral) is State.DECLINED


@pytest.mark.parametrize("action", ["accepter", "inviter", "appeler", "injoignable", "attente"])
def test_no_press_of_the_team_revives_what_was_withdrawn(town, ccas, desk, action):
    referral = refers(town, ccas)
    take_step(referral.pk, State.WITHDRAWN, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=NOW)
    does(desk, referral, action)
    assert stands(referral) is State.WITHDRAWN


def test_an_unknown_press_is_no_page(desk, town, ccas):
    assert does(desk, refers(town, ccas), "effacer").status_code == 404


# -- Elsewhere in the team's pages -------------------------------------------------------------------
def booked(town: Town, referral: Referral) -> Appointment:
    return book_invited(referral.pk, site=town.site, starts_at=people.TEN, by=RESIDENT_ON_WEB, now=NOW)


def test_the_day_and_the_person_s_page_say_who_referred_them(desk, town, ccas):
    referral = refers(town, ccas)
    booked(town, referral)
    day = shown(desk.get(reverse("staff_day") + f"?jour={people.TEN:%Y-%m-%d}"))
    assert "orienté·e par CCAS de Démonstration" in day
    assert "orienté·e par CCAS de Démonstration" in shown(
        desk.get(reverse("staff_resident", args=[referral.resident_id]))
    )


def test_figures_say_how_many_of_how_many_and_how_long_it_took(client, town, ccas):
    met = refers(town, ccas)
    refers(town, ccas, name="Autre", phone="+33639980005")
    made = booked(town, met)
    mark(made.pk, as_=Mark.DONE, by=Actor("desk", town.lea_user.pk), now=people.TEN)
    rows, total = by_partner(Referral.objects.all(), since=NOW - timedelta(days=1))
    assert [figures.partner for figures in rows] == ["CCAS de Démonstration"]
    assert [(n, percent) for _step, n, percent, _median in total.rows] == [(2, 100), (1, 50), (1, 50)]
    assert total.rows[2][3] == round((people.TEN - NOW) / timedelta(days=1), 1)
    sign_in(client, town.user("coordinator"))
    said = shown(client.get(reverse("staff_referral_figures")))
    assert "1 sur 2" in said and "délai médian" in said


def test_a_coordinator_sets_how_the_organisation_receives(client, town):
    sign_in(client, town.user("coordinator"))
    rules = {
        "shows": "all",
        "first_chaser_days": 2,
        "second_chaser_days": 6,
        "expires_days": 20,
    }
    assert sends(client, reverse("staff_referral_rules"), rules).status_code == 302
    kept = ReferralRules.objects.get()
    assert (kept.organisation, kept.accept_at_once, kept.shows) == (town.here, False, "all")
    assert (
        sends(client, reverse("staff_referral_rules"), {**rules, "second_chaser_days": 1}).status_code == 422
    )


def test_the_person_and_the_team_at_once_do_not_both_win(town, ccas):
    referral = refers(town, ccas)
    booked(town, referral)
    with pytest.raises(StepRefused):
        refuse(referral.pk, reason="other", sentence="Trop tard.", by=Actor("desk"), now=NOW)


def test_somebody_reached_by_nobody_s_telephone_is_not_put_among_the_calls(desk, town, ccas):
    referral = refers(town, ccas, reach=WayToReach("letter", "12 rue de l’Exemple, 35000 Rennes"))
    assert "a changé" in shown(does(desk, referral, "appeler")) and not CallBack.objects.exists()


def test_a_call_to_who_was_referred_is_the_receiving_desk_s_only_and_brings_the_person_along(
    desk, town, ccas
):
    referral = refers(town, ccas, handover="call", site=None)
    asked = CallBack.objects.get()
    assert asked.site == town.site
    assert "vers nous" in shown(desk.get(reverse("staff_call_backs")))
    form = desk.get(reverse("staff_desk") + f"?rappel={asked.pk}").context["form"]
    assert form.initial["resident"] == str(referral.resident_id)
    theirs = sign_in(Client(), town.omar.user)
    assert "Amina" not in shown(theirs.get(reverse("staff_call_backs")))


def test_a_booking_by_whatever_way_ends_the_call_that_was_to_be_made(town, ccas):
    referral = refers(town, ccas, handover="call")
    booked(town, referral)
    assert CallBack.objects.get().status == CallBack.Status.DONE
