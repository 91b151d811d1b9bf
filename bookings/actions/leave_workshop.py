"""Giving seats of a workshop back, or leaving its waiting list; whoever is next is asked at once."""

from collections.abc import Collection
from datetime import datetime

from bookings.actions.pass_on import noted, pass_on
from bookings.models import JournalEntry, Registration
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.workshops import seats

State = Registration.State


@short_transaction
def leave_workshop(
    registration_id: int, *, by: Actor, now: datetime, date_ids: Collection[int] = ()
) -> Registration:
    """They do not come: to these dates, or without `date_ids` to any one ahead. Once more changes nothing.

    An offer that is left is a refusal. Dates that have begun keep who was there.
    """
    workshop_id = Registration.objects.values_list("workshop_id", flat=True).get(pk=registration_id)
    ahead = seats.locked_ahead(workshop_id, now=now)
    registration = seats.locked_registration(registration_id)
    own = seats.dates_ahead(registration, ahead)
    left = [pk for pk in own if not date_ids or pk in date_ids]
    if not registration.stands or not left:
        return registration
    refused = registration.state == State.OFFERED
    if registration.state in Registration.SEATED:
        seats.give_back(left, registration.seats)
    some_stay = len(left) < len(own)
    if some_stay or registration.dates.exclude(pk__in=left).filter(starts_at__lte=now).exists():
        registration.dates.remove(*left)
    if not some_stay:
        _ended(registration, now=now)
    registration.version += 1
    registration.all_dates = registration.all_dates and not some_stay
    registration.save(update_fields=["state", "offer_until", "cancelled_at", "all_dates", "version"])
    kind = JournalEntry.Kind.SEAT_REFUSED if refused else JournalEntry.Kind.WORKSHOP_LEFT
    noted(kind, registration, by=by, now=now, dates=left)
    pass_on(workshop_id, now=now)
    return registration


def _ended(registration: Registration, *, now: datetime) -> None:
    """Whoever has been to a date of it stays on that date's list."""
    been = registration.state == State.REGISTERED and registration.dates.filter(starts_at__lte=now).exists()
    if not been:
        registration.state, registration.cancelled_at = State.LEFT, now
    registration.offer_until = None
