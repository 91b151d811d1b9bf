"""Somebody who was referred waits on the list: joining it, a time found there, and the end of a wait without one.

Rows are locked as everywhere: those of the calendar and of the list first, then the referral's.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from bookings.actions.follow import booked, who_acts
from bookings.actions.step import locked_referral, step
from bookings.models import Appointment, Referral, WaitingEntry
from bookings.people.who import SYSTEM, Actor
from bookings.referrals.states import State, Who


def join_for(referral_id: int, entry: WaitingEntry, *, who: Who, by: Actor, now: datetime) -> Referral:
    """The referral's person is on the list with `entry`. Raises `StepRefused` where nobody may wait any more."""
    with transaction.atomic():
        referral = locked_referral(referral_id)
        referral.waiting = entry
        return step(referral, State.WAITING, who=who, by=by, now=now, waiting=entry.pk)


def served(entry: WaitingEntry, appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """The wait led to that appointment: so did the referral behind it, if there is one. In the caller's transaction."""
    for pk in _behind([entry.pk]):
        referral = locked_referral(pk)
        if referral.at is State.WAITING:
            booked(referral, appointment, who=who_acts(by), by=by, now=now)


def over(entry_ids: Iterable[int], *, now: datetime, by: Actor = SYSTEM) -> None:
    """These waits ended without a time: the invitation stands again. In the caller's transaction."""
    for pk in _behind(entry_ids):
        referral = locked_referral(pk)
        if referral.at is State.WAITING:
            step(referral, State.INVITED, who=Who.SYSTEM, by=by, now=now)


def again(entry: WaitingEntry, *, by: Actor, now: datetime) -> None:
    """Who had left the list is back on it. In the caller's transaction."""
    for pk in _behind([entry.pk]):
        referral = locked_referral(pk)
        if referral.at is State.INVITED:
            step(referral, State.WAITING, who=who_acts(by), by=by, now=now, waiting=entry.pk)


def _behind(entry_ids: Iterable[int]) -> list[int]:
    return list(
        Referral.objects.filter(waiting__in=list(entry_ids)).order_by("pk").values_list("pk", flat=True)
    )
