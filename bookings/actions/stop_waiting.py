"""Somebody who was referred waits on the list no more, because the referral goes another way."""

from datetime import datetime

from bookings.actions.leave_workshop import leave_workshop
from bookings.actions.wait import leave
from bookings.models import Referral
from bookings.people.who import Actor
from bookings.referrals.states import State


def stop_waiting(referral_id: int, *, by: Actor, now: datetime) -> None:
    """In the caller's transaction, before it locks the referral: the list's rows come first. Who does not wait is left alone."""
    waiting = Referral.objects.filter(pk=referral_id, state=State.WAITING)
    for entry, registration in waiting.values_list("waiting", "registration"):
        if entry is not None:
            leave(entry, by=by, now=now)
        if registration is not None:
            leave_workshop(registration, by=by, now=now)
