"""What somebody who was referred says themselves, besides taking a time: no; after all; that is not me."""

from datetime import datetime

from bookings.actions.step import locked_referral, step
from bookings.actions.wait import leave
from bookings.models import Referral
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.referrals.states import State, Who


@short_transaction
def decline(referral_id: int, *, by: Actor, now: datetime) -> Referral:
    """The person does not want this help; nobody writes to them about it any more. Once more changes nothing.

    Whoever waited on the list for it waits no more. Raises `StepRefused` once it is over.
    """
    waiting = Referral.objects.filter(pk=referral_id, state=State.WAITING).values_list("waiting", flat=True)
    if entry := waiting.first():
        leave(entry, by=by, now=now)
    return step(locked_referral(referral_id), State.DECLINED, who=Who.PERSON, by=by, now=now)


@short_transaction
def take_back_decline(referral_id: int, *, by: Actor, now: datetime) -> Referral:
    """It was a mistake, or they have thought again: the invitation stands. Raises `StepRefused`."""
    return step(locked_referral(referral_id), State.INVITED, who=Who.PERSON, by=by, now=now)


@short_transaction
def not_me(referral_id: int, *, by: Actor, now: datetime) -> Referral:
    """Whoever reads this is not the person meant: nobody writes there any more, and the referrer is asked for help.

    Raises `StepRefused` when the person has a time already, or it is over.
    """
    referral = locked_referral(referral_id)
    return step(referral, State.UNREACHABLE, who=Who.SYSTEM, by=by, now=now, why="not_me")
