"""A resident says that they will be late: the team sees it, the time stays theirs."""

from datetime import datetime

from bookings.actions.standing import locked
from bookings.errors import NotStanding, TooLate
from bookings.models import Appointment, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def say_late(appointment_id: int, *, by: Actor, now: datetime) -> Appointment:
    """Notes that the person will be late. Once more changes nothing.

    Raises `NotStanding` when it was called off or marked, `TooLate` when it is over.
    """
    appointment = locked(appointment_id)
    if appointment.status not in Appointment.STANDING:
        raise NotStanding
    if appointment.ends_at <= now:
        raise TooLate
    said = appointment.journal.filter(kind=JournalEntry.Kind.LATE, version=appointment.version)
    if appointment.status == Appointment.Status.BOOKED and not said.exists():
        note(JournalEntry.Kind.LATE, appointment=appointment, by=by, now=now)
    return appointment
