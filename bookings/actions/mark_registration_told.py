"""Somebody of the team has told a person about their workshop what no message could."""

from datetime import datetime

from bookings.actions.pass_on import noted
from bookings.models import JournalEntry, Registration
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.workshops.seats import locked_registration


@short_transaction
def mark_registration_told(registration_id: int, *, by: Actor, now: datetime) -> Registration:
    """Notes that the person knows how the registration stands now. Once more notes it once more, no harm."""
    registration = locked_registration(registration_id)
    noted(JournalEntry.Kind.TOLD_BY_STAFF, registration, by=by, now=now)
    return registration
