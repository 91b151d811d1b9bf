"""What somebody who was referred says themselves, besides taking a time: no; after all; that is not me."""

from datetime import datetime

from bookings.actions.step import locked_referral, refuse_while_booked, step
from bookings.actions.stop_waiting import stop_waiting
from bookings.errors import StepRefused
from bookings.models import Referral
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.referrals.states import State, Who


@short_transaction
def decline(referral_id: int, *, by: Actor, now: datetime, who: Who = Who.PERSON) -> Referral:
    """The person does not want this help (`who`: or has told the team so); nobody writes to them about it any more.

    Once more changes nothing. Whoever waited on the list for it waits no more. Raises `StepRefused` once it is over, and
    while a time stands: that is called off first.
    """
    stop_waiting(referral_id, by=by, now=now)
    referral = locked_referral(referral_id)
    refuse_while_booked(referral, State.DECLINED, who)
    return step(referral, State.DECLINED, who=who, by=by, now=now)


@short_transaction
def take_back_decline(referral_id: int, *, by: Actor, now: datetime) -> Referral:
    """It was a mistake, or they have thought again: the invitation stands. Raises `StepRefused`."""
    referral = locked_referral(referral_id)
    if referral.at not in (State.DECLINED, State.INVITED):
        raise StepRefused(referral.state, State.INVITED, Who.PERSON)
    return step(referral, State.INVITED, who=Who.PERSON, by=by, now=now)


@short_transaction
def not_me(referral_id: int, *, by: Actor, now: datetime) -> Referral:
    """Whoever reads this is not the person meant: nobody writes there any more, and the referrer is asked for help.

    Raises `StepRefused` when the person has a time already, or it is over.
    """
    referral = locked_referral(referral_id)
    return step(referral, State.UNREACHABLE, who=Who.SYSTEM, by=by, now=now, why="not_me")
