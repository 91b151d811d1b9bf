"""What a fact of the journal is told as to the two sides of a referral, by change feed and webhook. Pure.

The receiving organisation is told every step as it is. The partner is told what its page shows (`seen`), by the rule of
whoever received: a step that changes nothing there is not told at all.
"""

from dataclasses import dataclass, replace

from bookings.referrals.seen import Seen, Step, is_news, seen_by_referrer
from bookings.referrals.states import State

_STEP = "referral_"
_CORRECTED = "referral_corrected"
_MOVED = "moved"
_BOOKED = "booked"
# What a program is told of an appointment that it has made itself: the event, and the status after it.
OF_ITS_OWN = {
    _BOOKED: ("appointment.booked", "booked"),
    _MOVED: ("appointment.moved", "booked"),
    "cancelled_by_resident": ("appointment.cancelled", "cancelled"),
    "cancelled_by_us": ("appointment.cancelled", "cancelled"),
    "restored": ("appointment.restored", "booked"),
}
_ABOUT_REFERRALS = frozenset(
    {*(f"{_STEP}{state}" for state in State if state is not State.DRAFT), _CORRECTED}
)
EVENTS = (
    *(f"referral.{state}" for state in State if state is not State.DRAFT),
    "referral.corrected",
    *dict.fromkeys(event for event, _ in OF_ITS_OWN.values()),
)


def is_for_programs(kind: str, channel: str) -> bool:
    """Whether the relay has to look at a fact. Bookings are many, and news only to the program that made one."""
    return kind in _ABOUT_REFERRALS or (kind in OF_ITS_OWN and (kind != _BOOKED or channel == "api"))


@dataclass(frozen=True)
class Fact:
    """A fact as the journal has it. `was`: the state before a step, `state`: where the referral stands after it."""

    kind: str
    was: State
    state: State


@dataclass(frozen=True)
class Told:
    """One event: its type, and the referral as its reader sees it."""

    event: str
    seen: Seen


def told_to_receiver(fact: Fact) -> Told:
    """The event as the organisation that received the referral is told it."""
    seen = _seen(fact.state, "all", fact.was)
    return Told(_event(fact, fact.state), replace(seen, state=fact.state))


def told_to_partner(fact: Fact, shows: str) -> Told | None:
    """The event as the rule `shows` lets the partner read it; None when it reads nothing new.

    A correction is its own doing, and news to whichever program of its did not make it. That an appointment was moved is
    told to whom the rule shows that there is one.
    """
    after = _seen(fact.state, shows, fact.was)
    if fact.kind == _CORRECTED:
        return Told(_event(fact, after.state), after)
    if fact.kind == _MOVED:
        return Told(_event(fact, after.state), after) if after.step is Step.BOOKED else None
    if not is_news(_seen(fact.was, shows, fact.was), after):
        return None
    return Told(_event(fact, after.state), after)


def _seen(state: State, shows: str, was: State) -> Seen:
    return seen_by_referrer(state, shows, was_met=was is State.MET)


def _event(fact: Fact, shown: State) -> str:
    if fact.kind == _MOVED:
        return "appointment.moved"
    return "referral.corrected" if fact.kind == _CORRECTED else f"referral.{shown}"
