"""Who may lead a referral where, and what the referrer reads of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.referrals.seen import Step, is_news, seen_by_referrer
from bookings.referrals.states import ALIVE, ENDED, SDOH, STEPS, State, Who, is_allowed, may_lead_to

STATES = list(State)


def test_every_state_has_a_way_on_but_the_closed_one():
    ways = {state for (state, _who), to in STEPS.items() if to}
    assert ways == set(State) - {State.CLOSED}


def test_every_state_can_be_reached():
    assert {to for led in STEPS.values() for to in led} == set(State) - {State.DRAFT}


def test_a_referral_that_is_alive_is_never_lost_the_team_or_the_clock_can_end_it():
    for state in ALIVE - {State.BOOKED}:
        assert State.EXPIRED in may_lead_to(state, Who.SYSTEM)


@pytest.mark.parametrize("state", STATES)
def test_the_person_may_say_no_until_it_is_over(state):
    may = is_allowed(state, State.DECLINED, Who.PERSON)
    assert may == (state in ALIVE or state is State.DECLINED)


@pytest.mark.parametrize("state", STATES)
def test_a_referrer_never_says_that_the_person_came_or_did_not(state):
    assert not may_lead_to(state, Who.REFERRER) & {State.MET, State.MISSED, State.REFUSED, State.ACCEPTED}


@pytest.mark.parametrize("state", STATES)
def test_only_the_receiving_team_refuses_or_hands_on(state):
    for who in (Who.PERSON, Who.REFERRER, Who.SYSTEM):
        assert not may_lead_to(state, who) & {State.REFUSED, State.REROUTED}


def test_what_is_withdrawn_is_not_taken_up_again():
    assert may_lead_to(State.WITHDRAWN, Who.TEAM) == may_lead_to(State.WITHDRAWN, Who.PERSON) == frozenset()


def test_each_state_has_its_code_in_the_international_norm():
    assert set(SDOH) == set(State)
    assert set(SDOH.values()) <= {
        "draft", "requested", "accepted", "rejected", "cancelled", "in-progress", "on-hold", "failed", "completed",
    }  # fmt: skip


@pytest.mark.parametrize("state", [State.MISSED, State.DECLINED])
def test_a_referrer_does_not_read_that_somebody_did_not_come_or_did_not_want_to(state):
    seen = seen_by_referrer(state, "met")
    assert seen.state is not state and not seen.met
    assert seen_by_referrer(state, "all").state is state


def test_whoever_missed_an_appointment_reads_to_the_referrer_as_somebody_who_is_invited():
    assert seen_by_referrer(State.MISSED, "met") == seen_by_referrer(State.INVITED, "met")
    assert not is_news(seen_by_referrer(State.INVITED, "met"), seen_by_referrer(State.MISSED, "met"))


def test_a_number_that_does_not_answer_asks_the_referrer_for_help_whatever_is_shown():
    for shows in ("met", "all", "landed"):
        assert seen_by_referrer(State.UNREACHABLE, shows).step is Step.HELP_WITH_NUMBER


def test_a_closed_referral_still_says_that_the_person_was_met():
    assert seen_by_referrer(State.CLOSED, "met", was_met=True).met
    assert not seen_by_referrer(State.CLOSED, "met").met


@given(st.sampled_from(STATES), st.booleans())
def test_where_only_the_arrival_is_shown_nobody_reads_of_a_meeting(state, was_met):
    seen = seen_by_referrer(state, "landed", was_met=was_met)
    assert not seen.met and seen.state not in {State.MET, State.MISSED, State.DECLINED, State.BOOKED}


def test_what_ended_leaves_nothing_to_do():
    for state in ENDED:
        assert seen_by_referrer(state, "all").step is Step.NOTHING
