"""What the referrer sees of a referral, and therefore what the person is told that they see. Pure.

"Did not attend" can cost somebody an allowance: by default missed and declined stay inside, and the referrer sees "met" or
"not yet met" with the next step. Whoever receives decides (`ReferralRules.shows`).
"""

from dataclasses import dataclass
from enum import StrEnum

from bookings.referrals.states import ENDED, State

_S = State


class Step(StrEnum):
    """What happens next, as the referrer reads it."""

    TO_ANSWER = "to_answer"
    IN_HAND = "in_hand"
    INVITED = "invited"
    WAITING = "waiting"
    BOOKED = "booked"
    HELP_WITH_NUMBER = "help_with_number"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Seen:
    """`state` is what is shown in the place of the real one; `met`: whether the service has met the person."""

    state: State
    met: bool
    step: Step


_STEPS: dict[State, Step] = {
    _S.RECEIVED: Step.TO_ANSWER,
    _S.REROUTED: Step.TO_ANSWER,
    _S.ACCEPTED: Step.IN_HAND,
    _S.INVITED: Step.INVITED,
    _S.WAITING: Step.WAITING,
    _S.BOOKED: Step.BOOKED,
    _S.UNREACHABLE: Step.HELP_WITH_NUMBER,
}
# Told as such whatever the rule: the referrer did it, is asked for something, or must look for another way.
_ALWAYS = frozenset(
    {_S.DRAFT, _S.RECEIVED, _S.REROUTED, _S.UNREACHABLE, _S.REFUSED, _S.EXPIRED, _S.WITHDRAWN}
)


def seen_by_referrer(state: State, shows: str, *, was_met: bool = False) -> Seen:
    """What the rule `shows` ("met", "all" or "landed") lets the referrer see of `state`.

    `was_met`: of a closed one, whether it ended with the person met.
    """
    if state is _S.CLOSED:
        state = _S.MET if was_met and shows != "landed" else _S.CLOSED
    if shows == "all" or state in _ALWAYS or state is _S.CLOSED:
        return Seen(state, state is _S.MET, _step(state))
    if shows == "landed":
        return Seen(_S.ACCEPTED, False, Step.IN_HAND)
    if state is _S.MISSED:  # The team gets in touch again: so it is told.
        return Seen(_S.INVITED, False, Step.INVITED)
    if state is _S.DECLINED:
        return Seen(_S.CLOSED, False, Step.NOTHING)
    return Seen(state, state is _S.MET, _step(state))


def _step(state: State) -> Step:
    if state in ENDED or state in (_S.CLOSED, _S.DRAFT):
        return Step.NOTHING
    return _STEPS.get(state, Step.IN_HAND)


def is_news(before: Seen, after: Seen) -> bool:
    """Whether the referrer reads anything new: one message per real change, none for what stays inside."""
    return before != after
