"""A resident says that they will come."""

from datetime import datetime

from bookings.actions.standing import locked_standing
from bookings.models import Appointment, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def confirm(appointment_id: int, *, by: Actor, now: datetime) -> Appointment:
    """Notes that the person will come. Once more changes nothing. Raises `NotStanding`."""
    appointment = locked_standing(appointment_id)
    said = appointment.journal.filter(kind=JournalEntry.Kind.CONFIRMED, version=appointment.version)
    if not said.exists():
        note(JournalEntry.Kind.CONFIRMED, appointment=appointment, by=by, now=now)
    return appointment
