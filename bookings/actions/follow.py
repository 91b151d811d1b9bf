"""What becomes of an appointment becomes of the referral that led to it."""

from datetime import datetime

from django.db import transaction

from bookings.actions.book import book
from bookings.actions.end_wait import serve
from bookings.actions.step import locked_referral, step
from bookings.actions.wish import Wish
from bookings.errors import StepRefused
from bookings.models import Appointment, Referral
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.referrals.states import OPEN, State, Who

_Status = Appointment.Status
_LEADS_TO: dict[str, State] = {
    _Status.BOOKED: State.BOOKED,
    _Status.ARRIVED: State.BOOKED,
    _Status.DONE: State.MET,
    _Status.NO_SHOW: State.MISSED,
    # Without a time again: the invitation stands.
    _Status.EXCUSED: State.INVITED,
    _Status.CANCELLED: State.INVITED,
}


def book_referred(
    referral_id: int, wish: Wish, *, who: Who, by: Actor, now: datetime, idempotency_key: str
) -> Appointment:
    """`book`, and the referral is booked in the same transaction: both or neither. Raises what `book` does, `StepRefused`."""
    with transaction.atomic():
        appointment = book(wish, by=by, now=now, idempotency_key=idempotency_key)
        waiting = Referral.objects.filter(pk=referral_id).values_list("waiting", flat=True).first()
        if waiting is not None:
            serve(waiting, appointment, now=now)
        # After what `book` locks, as everywhere: an appointment first, then its referral.
        booked(locked_referral(referral_id), appointment, who=who, by=by, now=now)
    return appointment


def booked(referral: Referral, appointment: Appointment, *, who: Who, by: Actor, now: datetime) -> None:
    """Ties a locked referral to the appointment it led to. Raises `StepRefused` when it has another that stands."""
    if referral.at is State.BOOKED and referral.appointment_id != appointment.pk:
        raise StepRefused(referral.state, State.BOOKED, who)
    referral.appointment = appointment
    # Seats that were waited for are theirs still, and no longer what becomes of the referral.
    referral.registration = None
    step(referral, State.BOOKED, who=who, by=by, now=now, appointment_id=appointment.pk)


@short_transaction
def follow_booking(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """Somebody who was referred has got a time by another way (the desk, an offer of the waiting list): the referral of
    theirs about this topic, or the only one they have, is booked. Nothing where they have none.
    """
    theirs = Referral.objects.filter(state__in=OPEN, resident__participations__appointment=appointment)
    rows = list(theirs.order_by("pk").values_list("pk", "topic_id", "waiting_id"))
    about = [row for row in rows if row[1] == appointment.topic_id] or (rows if len(rows) == 1 else [])
    if not about:
        return
    pk, _topic, waiting = about[0]
    if waiting is not None:
        serve(waiting, appointment, now=now)
    referral = locked_referral(pk)
    if referral.at in OPEN:
        booked(referral, appointment, who=who_acts(by), by=by, now=now)


def follow(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """The referral of an appointment whose status has just changed, if there is one, goes where that leads.

    In the caller's transaction. Where a member of staff or the person acted the table knows, what the clock does is the
    system's.
    """
    row = Referral.objects.filter(appointment=appointment).values_list("pk", flat=True).first()
    if row is None:
        return
    referral, to = locked_referral(row), _LEADS_TO[appointment.status]
    if referral.at not in (State.WITHDRAWN, State.CLOSED, State.DECLINED):
        step(referral, to, who=who_acts(by), by=by, now=now, appointment_id=appointment.pk)


def who_acts(by: Actor) -> Who:
    """In whose name a step is taken that somebody's booking leads to."""
    if by.channel == Appointment.Channel.SYSTEM:
        return Who.SYSTEM
    if by.for_partner:
        return Who.REFERRER
    return Who.TEAM if by.is_staff else Who.PERSON
