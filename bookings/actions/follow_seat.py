"""What becomes of somebody's seats at a workshop becomes of the referral that led to them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from bookings.actions.follow import who_acts
from bookings.actions.step import locked_referral, step
from bookings.errors import StepRefused
from bookings.models import Attendance, Referral, Registration
from bookings.people.who import Actor
from bookings.referrals.states import State, Who, is_allowed


def enrolled(
    referral: Referral, registration: Registration, *, who: Who, by: Actor, now: datetime
) -> Referral:
    """Ties a locked referral to the seats it led to, or to the place on their list. Raises `StepRefused`."""
    if referral.at is State.BOOKED and referral.registration_id != registration.pk:
        raise StepRefused(referral.state, State.BOOKED, who)
    referral.registration = registration
    return step(referral, _leads_to(registration), who=who, by=by, now=now, registration_id=registration.pk)


def follow_seats(registration_ids: Iterable[int], *, by: Actor, now: datetime) -> None:
    """The referrals behind these registrations, where there are any, go where those lead.

    In the caller's transaction, after it has changed and locked what it changes. A step that its table does not know from where
    it stands is not taken: somebody has led it another way.
    """
    behind = Referral.objects.filter(registration__in=list(registration_ids)).order_by("pk")
    for pk, registration_id in behind.values_list("pk", "registration_id"):
        referral, registration = locked_referral(pk), Registration.objects.get(pk=registration_id)
        to = _leads_to(registration)
        # Without seats again the invitation stands, whoever gave them back.
        who = Who.SYSTEM if to is State.INVITED else who_acts(by)
        if referral.registration_id == registration_id and is_allowed(referral.at, to, who):
            step(referral, to, who=who, by=by, now=now, registration_id=registration_id)


def _leads_to(registration: Registration) -> State:
    """Met once somebody came to one of its dates; missed when all of them were ticked off without anybody."""
    if registration.state in (Registration.State.WAITING, Registration.State.OFFERED):
        return State.WAITING
    if Attendance.objects.filter(_of(registration), came=True).exists():
        return State.MET
    if registration.state != Registration.State.REGISTERED:
        return State.INVITED
    held = registration.dates.filter(cancelled_at=None)
    if held.exclude(attendances__person__registrations=registration).exists():
        return State.BOOKED
    return State.MISSED if held.exists() else State.INVITED


def _of(registration: Registration) -> Q:
    return Q(date__registrations=registration, person__registrations=registration)
