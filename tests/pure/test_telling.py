"""What a fact of the journal is told as to the two sides of a referral."""

import pytest

from bookings.referrals.seen import Step
from bookings.referrals.states import STEPS, State
from bookings.referrals.telling import EVENTS, Fact, is_for_programs, told_to_partner, told_to_receiver

TAKEN = sorted({(was, to) for (was, _), leads in STEPS.items() for to in leads})


def step(was: State, to: State) -> Fact:
    return Fact(f"referral_{to}", was, to)


@pytest.mark.parametrize(("was", "to"), TAKEN)
def test_the_partner_never_reads_absent_or_unwilling_by_the_default_rule(was, to):
    told = told_to_partner(step(was, to), "met")
    assert told is None or not {told.event, told.seen.state} & {
        "referral.missed",
        "referral.declined",
        State.MISSED,
        State.DECLINED,
    }


@pytest.mark.parametrize(("was", "to"), TAKEN)
@pytest.mark.parametrize("shows", ["met", "all", "landed"])
def test_every_event_is_one_that_is_documented_and_says_what_its_state_says(was, to, shows):
    for told in (told_to_receiver(step(was, to)), told_to_partner(step(was, to), shows)):
        assert told is None or (told.event in EVENTS and told.event == f"referral.{told.seen.state}")


def test_a_partner_who_sees_only_that_it_landed_hears_nothing_of_a_time():
    assert told_to_partner(step(State.INVITED, State.BOOKED), "landed") is None
    assert told_to_partner(Fact("moved", State.BOOKED, State.BOOKED), "landed") is None


def test_who_did_not_come_is_invited_again_as_the_partner_reads_it():
    told = told_to_partner(step(State.BOOKED, State.MISSED), "met")
    assert told is not None and (told.event, told.seen.step) == ("referral.invited", Step.INVITED)
    assert told_to_partner(step(State.MISSED, State.INVITED), "met") is None


def test_a_person_met_stays_met_when_the_referral_is_closed():
    assert told_to_partner(step(State.MET, State.CLOSED), "met") is None
    assert told_to_receiver(step(State.MET, State.CLOSED)).seen.met


def test_a_chaser_is_nobodys_event():
    assert not is_for_programs("referral_chased", "web") and not is_for_programs("referral_draft", "web")


def test_a_booking_is_news_to_the_program_that_made_it_only():
    assert is_for_programs("booked", "api") and not is_for_programs("booked", "web")
    assert is_for_programs("cancelled_by_us", "desk")
