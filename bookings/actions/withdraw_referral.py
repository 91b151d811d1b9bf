"""The referrer takes a referral back."""

from datetime import datetime

from bookings.actions.call_off import cancel
from bookings.actions.leave_workshop import leave_workshop
from bookings.actions.step import lock_what_it_led_to, locked_referral, step
from bookings.actions.wait import leave
from bookings.models import Appointment, Referral
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.referrals.states import State, Who


@short_transaction
def withdraw_referral(
    referral_id: int, *, by: Actor, now: datetime, if_version: int | None = None, cancels: bool = False
) -> Referral:
    """Takes the referral back; once more changes nothing. Nobody is invited or chased any more.

    `cancels`: the appointment or the seats it led to are given back too (the page has asked; only whoever made it may). A
    place on a waiting list is given up in any case. Raises `StepRefused`, `ChangedMeanwhile`, and what `cancel` does.
    """
    appointment_id = lock_what_it_led_to(referral_id)
    referral = locked_referral(referral_id, if_version=if_version)
    if referral.at is State.WITHDRAWN:
        return referral
    # First, so that what becomes of the appointment does not invite anybody.
    step(referral, State.WITHDRAWN, who=Who.REFERRER, by=by, now=now)
    if cancels and appointment_id is not None and appointment_id == referral.appointment_id:
        standing = Appointment.objects.filter(pk=appointment_id, status__in=Appointment.STANDING)
        if standing.exists():
            cancel(appointment_id, by=by, now=now)
    if referral.waiting_id is not None:
        leave(referral.waiting_id, by=by, now=now)
    registration = referral.registration
    if registration is not None and (cancels or registration.state != registration.State.REGISTERED):
        leave_workshop(registration.pk, by=by, now=now)
    return referral
