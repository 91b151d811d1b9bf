"""The team gets in touch with somebody who was referred: invites once more, has a desk call, or cannot reach them."""

from datetime import datetime

from bookings.actions.call_referred import add_call
from bookings.actions.step import locked_referral, refuse_while_booked, step, write
from bookings.actions.stop_waiting import stop_waiting
from bookings.errors import StepRefused
from bookings.models import Referral
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.referrals.states import State, Who


@short_transaction
def invite(referral_id: int, *, by: Actor, now: datetime, if_version: int | None = None) -> Referral:
    """Invites the person, once more if they were: chasers count from now. Raises `StepRefused`, `ChangedMeanwhile`."""
    referral = locked_referral(referral_id, if_version=if_version)
    refuse_while_booked(referral, State.INVITED, Who.TEAM)
    if referral.at is not State.INVITED:
        return step(referral, State.INVITED, who=Who.TEAM, by=by, now=now)
    referral.invited_at, referral.chased, referral.answered_at = now, 0, None
    referral.version += 1
    referral.save()
    write("referral_invited", referral, by=by, now=now, who=Who.TEAM.value, was=State.INVITED.value)
    return referral


@short_transaction
def call(referral_id: int, *, by: Actor, now: datetime) -> Referral:
    """Puts the person among those whom a desk calls. Raises `StepRefused` without a number, or once it is over."""
    referral = locked_referral(referral_id)
    if add_call(referral, by=by, now=now) is None:
        raise StepRefused(referral.state, referral.state, Who.TEAM)
    return referral


@short_transaction
def give_up(referral_id: int, *, by: Actor, now: datetime, if_version: int | None = None) -> Referral:
    """The team cannot reach the person: the referrer is asked for help with the number. Raises `StepRefused`."""
    stop_waiting(referral_id, by=by, now=now)
    referral = locked_referral(referral_id, if_version=if_version)
    return step(referral, State.UNREACHABLE, who=Who.TEAM, by=by, now=now)
