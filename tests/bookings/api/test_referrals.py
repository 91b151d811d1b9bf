"""A partner's software refers somebody and sees that it landed; nobody else's sees anything of it."""

import pytest

from bookings.actions.mark import mark
from bookings.actions.step import take_step
from bookings.models import Appointment, Referral, ReferralRules, Resident
from bookings.outcomes.marks import Mark
from bookings.people.who import Actor
from bookings.referrals.states import State, Who
from tests import people
from tests.bookings.api.bodies import ELEVEN, TEN, referring
from tests.programs import Program, slug_of

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE
TEAM = Actor("desk")


@pytest.fixture
def referred(program, town):
    answer = program.post("referrals/", referring(town, external_ref="dossier 7"))
    assert answer.status_code == 201, answer.content
    return answer


def test_somebody_is_referred_and_invited(program, town, referred):
    told = referred.json()
    assert told["state"] == "invited" and told["sdoh_status"] == "in-progress" and len(told["number"]) == 8
    row = Referral.objects.get()
    assert row.partner == program.key.organisation and row.channel == "api"
    assert program.get(referred["Location"]).json() == told


def test_a_time_chosen_with_the_person_is_booked_in_the_same_breath(program, town):
    body = referring(town, companion="Jean Essai", time={"site": town.site.public_id, "starts_at": TEN})
    told = program.post("referrals/", body).json()
    assert told["state"] == "booked" and told["appointment"]["starts_at"] == TEN
    appointment = program.get(f"appointments/{told['appointment']['id']}/").json()
    assert appointment["referral"] == told["id"]
    assert Appointment.objects.get().participants.count() == 2


def test_a_time_that_is_gone_refers_nobody(program, town):
    town.books()
    body = referring(town, time={"site": town.site.public_id, "starts_at": TEN})
    answer = program.post("referrals/", body)
    assert slug_of(answer) == "slot-taken" and len(answer.json()["alternatives"]) == 3
    assert not Referral.objects.exists() and Resident.objects.count() == 1


def test_where_no_time_suits_the_person_waits_and_the_state_says_so(program, town):
    told = program.post("referrals/", referring(town, wait=True)).json()
    assert told["state"] == "waiting" and told["sdoh_status"] == "on-hold"


def test_a_time_is_booked_later_for_whoever_was_referred(program, town, referred):
    body = {"site": town.site.public_id, "starts_at": ELEVEN}
    answer = program.post(f"{referred['Location']}appointment/", body)
    assert answer.status_code == 201 and answer.json()["referral"] == referred.json()["id"]
    assert program.get(referred["Location"]).json()["state"] == "booked"
    cancelled = program.post(f"appointments/{answer.json()['id']}/cancel/", If_Match=answer["ETag"])
    assert cancelled.status_code == 200
    assert program.get(referred["Location"]).json()["state"] == "invited"


def test_the_referrer_learns_that_the_person_was_met(program, town):
    body = referring(town, time={"site": town.site.public_id, "starts_at": TEN})
    told = program.post("referrals/", body).json()
    mark(Appointment.objects.get().pk, as_=Mark.DONE, by=Actor("desk", town.lea_user.pk), now=people.TEN)
    after = program.get(f"referrals/{told['id']}/").json()
    assert after["met"] and after["state"] == "met" and after["sdoh_status"] == "completed"


def test_missed_and_declined_stay_inside_in_states_and_in_filters(program, town, referred):
    row = Referral.objects.get()
    take_step(row.pk, State.DECLINED, who=Who.PERSON, by=TEAM, now=NOW)
    assert program.get(referred["Location"]).json()["state"] == "closed"
    states = {
        state: len(program.get(f"referrals/?state={state}").json()["results"])
        for state in ("declined", "closed")
    }
    assert states == {"declined": 0, "closed": 1}
    ReferralRules.objects.create(organisation=town.here, shows="all")
    assert program.get(referred["Location"]).json()["state"] == "declined"
    assert len(program.get("referrals/?state=declined").json()["results"]) == 1


@pytest.mark.parametrize("shows", ["met", "all", "landed", ""])
def test_each_referral_is_found_under_the_state_it_is_shown_in_and_under_no_other(program, town, shows):
    if shows:
        ReferralRules.objects.create(organisation=town.here, shows=shows)
    for number, state in enumerate(each for each in State if each is not State.DRAFT):
        answer = program.post("referrals/", referring(town, external_ref=f"{number}"))
        Referral.objects.filter(public_id=answer.json()["id"]).update(state=state.value)
    told = {each["id"]: each["state"] for each in program.get("referrals/").json()["results"]}
    found = {
        each["id"]: state.value
        for state in State
        if state is not State.DRAFT
        for each in program.get(f"referrals/?state={state.value}").json()["results"]
    }
    assert found == told and len(told) == len(State) - 1


def test_a_refusal_tells_the_reason_and_the_sentence(program, town, referred):
    row = Referral.objects.get()
    Referral.objects.filter(pk=row.pk).update(reason="no_capacity", sentence="Rien avant janvier.")
    take_step(row.pk, State.REFUSED, who=Who.TEAM, by=TEAM, now=NOW)
    told = program.get(referred["Location"]).json()
    assert told["refused"] == {"reason": "no_capacity", "sentence": "Rien avant janvier."}


def test_a_correction_says_what_it_has_read_and_changes_the_tag(program, town, referred):
    path, tag = referred["Location"], referred["ETag"]
    assert program.patch(path, {"need": "Autre"}).status_code == 428
    answer = program.patch(path, {"need": "Déclarer ses revenus"}, If_Match=tag)
    assert answer.status_code == 200 and answer["ETag"] != tag
    assert Referral.objects.get().need == "Déclarer ses revenus"
    assert Resident.objects.get().name == "Amina Essai"
    assert program.patch(path, {"need": "Encore"}, If_Match=tag).status_code == 412
    assert program.patch(path, {"nee": "Encore"}, If_Match=answer["ETag"]).status_code == 422


def test_a_referral_is_taken_back_with_its_appointment(program, town):
    body = referring(town, time={"site": town.site.public_id, "starts_at": TEN})
    first = program.post("referrals/", body)
    answer = program.post(
        f"{first['Location']}withdraw/", {"cancel_appointment": True}, If_Match=first["ETag"]
    )
    assert answer.json()["state"] == "withdrawn" and answer.json()["appointment"] is None
    assert Appointment.objects.get().status == "excused"


def test_ones_own_reference_serves_once(program, town, referred):
    answer = program.post("referrals/", referring(town, external_ref="dossier 7"))
    assert answer.status_code == 409 and slug_of(answer) == "already-exists"
    assert Referral.objects.count() == 1
    assert len(program.get("referrals/?external_ref=dossier%207").json()["results"]) == 1
    assert program.get("referrals/?external_ref=autre").json()["results"] == []


def test_nobody_is_referred_without_the_sentence(program, town):
    answer = program.post("referrals/", referring(town, informed_version="2020-01"))
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/informed_version"
    said = program.get("referrals/sentence/").json()
    assert said["version"] == "2026-11" and "refuser cette aide" in said["sentence"]


def test_another_partner_meets_nothing_of_it(other, town, referred):
    path = referred["Location"]
    assert other.get(path).status_code == 404
    assert other.get("referrals/").json()["results"] == []
    tag = referred["ETag"]
    assert other.patch(path, {"need": "x"}, If_Match=tag).status_code == 404
    assert other.post(f"{path}withdraw/", {}, If_Match=tag).status_code == 404
    body = {"site": town.site.public_id, "starts_at": TEN}
    assert other.post(f"{path}appointment/", body).status_code == 404


def test_whoever_received_it_reads_it_whole_and_changes_nothing_by_this_way(town, referred):
    software = Program(town.here)
    found = software.get("referrals/?direction=received").json()["results"]
    assert [each["direction"] for each in found] == ["received"] and found[0]["external_ref"] == ""
    take_step(Referral.objects.get().pk, State.DECLINED, who=Who.PERSON, by=TEAM, now=NOW)
    assert software.get(referred["Location"]).json()["state"] == "declined"
    assert software.patch(referred["Location"], {"need": "x"}, If_Match="*").status_code == 404
    assert software.post("referrals/", referring(town)).status_code == 403


def test_no_answer_names_anybody(program, referred):
    assert "Amina" not in referred.content.decode() + program.get("referrals/").content.decode()
