"""The appointment an action is about, locked for the rest of its transaction."""

from bookings.errors import NotStanding
from bookings.models import Appointment


def locked(appointment_id: int) -> Appointment:
    """The appointment, its own row locked (`of=self`: the people and places it names are not)."""
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("topic", "site", "commitment")
        .get(pk=appointment_id)
    )


def locked_standing(appointment_id: int) -> Appointment:
    """The same, for actions that need it to stand. Raises `NotStanding`."""
    appointment = locked(appointment_id)
    if appointment.status not in Appointment.STANDING:
        raise NotStanding
    return appointment
