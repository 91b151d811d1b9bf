"""Somebody of the team has told a person what no message could."""

from datetime import datetime

from bookings.actions.standing import locked
from bookings.models import Appointment, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def mark_told(appointment_id: int, *, by: Actor, now: datetime) -> Appointment:
    """Notes that the person knows how the appointment stands now. Once more notes it once more, no harm."""
    appointment = locked(appointment_id)
    note(JournalEntry.Kind.TOLD_BY_STAFF, appointment=appointment, by=by, now=now)
    return appointment
