"""The life of a referral: its states, and who may lead from one to which. Pure.

One table, `STEPS`, says it all: state and who acts → the states this may lead to. What stands in it is enforced in
the action (`bookings.actions.step`), whatever the page, line or program that asks.
Beside each state stands the code of HL7's SDOH clinical care guide (STU 3, FHIR `Task.status`) it is told as by API.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a referral stands. The value is what is stored."""

    DRAFT = "draft"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    INVITED = "invited"
    # No time was free: the person is on the waiting list.
    WAITING = "waiting"
    BOOKED = "booked"
    MET = "met"
    MISSED = "missed"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    # Handed to another site or organisation, which has not answered yet.
    REROUTED = "rerouted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Who(StrEnum):
    """Who takes a step."""

    PERSON = "person"
    REFERRER = "referrer"
    TEAM = "team"
    SYSTEM = "system"


_S = State
# Nobody of the receiving team has said yes or no.
TO_ANSWER = frozenset({_S.RECEIVED, _S.REROUTED})
# The person has not got a time yet, and may still get one.
OPEN = TO_ANSWER | {_S.ACCEPTED, _S.INVITED, _S.WAITING, _S.UNREACHABLE, _S.MISSED}
# Something is still to happen.
ALIVE = OPEN | {_S.BOOKED}
# Nothing more happens by itself; it is closed for good after a while.
ENDED = frozenset({_S.MET, _S.DECLINED, _S.REFUSED, _S.EXPIRED, _S.WITHDRAWN})

_WITH_A_TIME = frozenset({_S.BOOKED, _S.WAITING})
_PERSON = _WITH_A_TIME | {_S.DECLINED}
_REFERRER = _WITH_A_TIME | {_S.WITHDRAWN}
_IN_HAND = _WITH_A_TIME | {_S.INVITED, _S.DECLINED, _S.UNREACHABLE, _S.REROUTED, _S.REFUSED}

STEPS: dict[tuple[State, Who], frozenset[State]] = {
    (_S.DRAFT, Who.REFERRER): frozenset({_S.RECEIVED}),
    # -- nobody has answered yet
    (_S.RECEIVED, Who.TEAM): _IN_HAND | {_S.ACCEPTED},
    (_S.RECEIVED, Who.REFERRER): _REFERRER,
    (_S.RECEIVED, Who.PERSON): _PERSON,
    (_S.RECEIVED, Who.SYSTEM): frozenset({_S.ACCEPTED, _S.EXPIRED}),
    (_S.REROUTED, Who.TEAM): _IN_HAND | {_S.ACCEPTED},
    (_S.REROUTED, Who.REFERRER): _REFERRER,
    (_S.REROUTED, Who.PERSON): _PERSON,
    (_S.REROUTED, Who.SYSTEM): frozenset({_S.ACCEPTED, _S.EXPIRED}),
    # -- in hand
    (_S.ACCEPTED, Who.TEAM): _IN_HAND,
    (_S.ACCEPTED, Who.REFERRER): _REFERRER,
    (_S.ACCEPTED, Who.PERSON): _PERSON,
    (_S.ACCEPTED, Who.SYSTEM): frozenset({_S.INVITED, _S.WAITING, _S.UNREACHABLE, _S.EXPIRED}),
    (_S.INVITED, Who.TEAM): _IN_HAND - {_S.INVITED},
    (_S.INVITED, Who.REFERRER): _REFERRER,
    (_S.INVITED, Who.PERSON): _PERSON,
    (_S.INVITED, Who.SYSTEM): frozenset({_S.UNREACHABLE, _S.WAITING, _S.EXPIRED}),
    (_S.WAITING, Who.TEAM): _IN_HAND - {_S.WAITING},
    (_S.WAITING, Who.REFERRER): _REFERRER - {_S.WAITING},
    (_S.WAITING, Who.PERSON): _PERSON - {_S.WAITING},
    (_S.WAITING, Who.SYSTEM): frozenset({_S.INVITED, _S.BOOKED, _S.UNREACHABLE, _S.EXPIRED}),
    (_S.UNREACHABLE, Who.TEAM): _IN_HAND - {_S.UNREACHABLE},
    # A corrected number: the person is invited again.
    (_S.UNREACHABLE, Who.REFERRER): _REFERRER | {_S.INVITED},
    (_S.UNREACHABLE, Who.PERSON): _PERSON,
    (_S.UNREACHABLE, Who.SYSTEM): frozenset({_S.INVITED, _S.EXPIRED}),
    # -- a time is promised: what becomes of the appointment becomes of the referral, whoever acted
    (_S.BOOKED, Who.TEAM): frozenset({_S.MET, _S.MISSED, _S.INVITED, _S.DECLINED}),
    (_S.BOOKED, Who.REFERRER): frozenset({_S.INVITED, _S.WITHDRAWN}),
    (_S.BOOKED, Who.PERSON): frozenset({_S.INVITED, _S.DECLINED}),
    (_S.BOOKED, Who.SYSTEM): frozenset({_S.MET, _S.MISSED, _S.INVITED}),
    (_S.MISSED, Who.TEAM): _IN_HAND | {_S.MET},
    (_S.MISSED, Who.REFERRER): _REFERRER,
    (_S.MISSED, Who.PERSON): _PERSON,
    (_S.MISSED, Who.SYSTEM): frozenset({_S.INVITED, _S.UNREACHABLE, _S.EXPIRED}),
    # -- ended, unless somebody thinks again
    (_S.MET, Who.TEAM): frozenset({_S.BOOKED, _S.MISSED, _S.INVITED}),
    (_S.MET, Who.SYSTEM): frozenset({_S.CLOSED}),
    (_S.DECLINED, Who.TEAM): frozenset({_S.INVITED, _S.BOOKED, _S.WAITING}),
    # A no may be taken back.
    (_S.DECLINED, Who.PERSON): _WITH_A_TIME | {_S.INVITED},
    (_S.DECLINED, Who.SYSTEM): frozenset({_S.CLOSED}),
    (_S.REFUSED, Who.TEAM): frozenset({_S.ACCEPTED, _S.REROUTED}),
    (_S.REFUSED, Who.SYSTEM): frozenset({_S.CLOSED}),
    (_S.EXPIRED, Who.TEAM): frozenset({_S.INVITED, _S.BOOKED, _S.WAITING}),
    # A letter is found late: the person still gets a time.
    (_S.EXPIRED, Who.PERSON): _WITH_A_TIME,
    (_S.EXPIRED, Who.REFERRER): _WITH_A_TIME | {_S.INVITED, _S.WITHDRAWN},
    (_S.EXPIRED, Who.SYSTEM): frozenset({_S.CLOSED}),
    (_S.WITHDRAWN, Who.SYSTEM): frozenset({_S.CLOSED}),
}

# FHIR Task.status by the SDOH clinical care guide; several of ours may be one of theirs.
SDOH: dict[State, str] = {
    _S.DRAFT: "draft",
    _S.RECEIVED: "requested",
    _S.REROUTED: "requested",
    _S.ACCEPTED: "accepted",
    _S.INVITED: "in-progress",
    _S.WAITING: "on-hold",
    _S.BOOKED: "in-progress",
    _S.MISSED: "in-progress",
    _S.UNREACHABLE: "on-hold",
    _S.MET: "completed",
    _S.DECLINED: "failed",
    _S.EXPIRED: "failed",
    _S.REFUSED: "rejected",
    _S.WITHDRAWN: "cancelled",
    _S.CLOSED: "completed",
}


def may_lead_to(state: State, who: Who) -> frozenset[State]:
    """The states `who` may lead a referral to from `state`; none for what nobody may do."""
    return STEPS.get((state, who), frozenset())


def is_allowed(state: State, to: State, who: Who) -> bool:
    """Whether `who` may lead a referral from `state` to `to`. Staying where one is needs nobody's leave."""
    return state == to or to in may_lead_to(state, who)
