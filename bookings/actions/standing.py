"""The appointment an action is about, locked for the rest of its transaction."""

from bookings.errors import ChangedMeanwhile, NotStanding
from bookings.models import Appointment


def locked(appointment_id: int, *, if_version: int | None = None) -> Appointment:
    """The appointment, its own row locked (`of=self`: the people and places it names are not).

    `if_version`: what whoever asks has read. Raises `ChangedMeanwhile` when it is another by now.
    """
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("topic", "site", "commitment")
        .get(pk=appointment_id)
    )
    if if_version is not None and appointment.version != if_version:
        raise ChangedMeanwhile(appointment.version)
    return appointment


def locked_standing(appointment_id: int, *, if_version: int | None = None) -> Appointment:
    """The same, for actions that need it to stand. Raises `NotStanding`."""
    appointment = locked(appointment_id, if_version=if_version)
    if appointment.status not in Appointment.STANDING:
        raise NotStanding
    return appointment
