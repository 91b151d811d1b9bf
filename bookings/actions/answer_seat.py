"""Saying yes or no to a seat that was offered."""

from datetime import datetime

from bookings.actions.leave_workshop import leave_workshop
from bookings.actions.pass_on import noted
from bookings.errors import OfferOver
from bookings.models import JournalEntry, Registration
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.workshops import seats

State = Registration.State


@short_transaction
def accept_seat(registration_id: int, *, by: Actor, now: datetime) -> Registration:
    """The seats that are held for them are theirs. Once more changes nothing.

    Who answers late has them all the same while they are free. Raises `OfferOver` when they are not, or were left.
    """
    workshop_id = Registration.objects.values_list("workshop_id", flat=True).get(pk=registration_id)
    ahead = seats.locked_ahead(workshop_id, now=now)
    registration = seats.locked_registration(registration_id)
    if registration.state == State.REGISTERED:
        return registration
    own = seats.dates_ahead(registration, ahead)
    if registration.state not in (State.OFFERED, State.LAPSED) or not own:
        raise OfferOver
    if registration.state == State.LAPSED:
        if any(date.left < registration.seats for date in ahead if date.pk in own):
            raise OfferOver
        seats.take(own, registration.seats)
    registration.state, registration.offer_until = State.REGISTERED, None
    registration.cancelled_at = None
    registration.version += 1
    registration.save(update_fields=["state", "offer_until", "cancelled_at", "version"])
    noted(JournalEntry.Kind.WORKSHOP_JOINED, registration, by=by, now=now)
    return registration


def decline_seat(registration_id: int, *, by: Actor, now: datetime) -> Registration:
    """The seats go to who is next; they wait no more. Raises `OfferOver` where none is offered; once more changes nothing."""
    found = Registration.objects.get(pk=registration_id)
    if found.state not in (State.OFFERED, State.LAPSED, State.LEFT):
        raise OfferOver
    return leave_workshop(registration_id, by=by, now=now)
