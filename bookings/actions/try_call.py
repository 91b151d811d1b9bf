"""An appointment by telephone: the mediator has called and found nobody. Three times, then the person is written to."""

from datetime import datetime
from typing import Any

from bookings.actions.standing import locked
from bookings.errors import NotOffered, NotStanding, TooEarly
from bookings.models import Appointment, CallTry, JournalEntry
from bookings.models.call_try import MOST_TRIES
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def try_call(
    appointment_id: int,
    *,
    number: int,
    result: CallTry.Result,
    by: Actor,
    now: datetime,
    participation_id: int | None = None,
) -> CallTry | None:
    """Notes the first, second or third try (`number`); the same once more changes nothing. `participation_id`: at the own
    number of one who comes, else at the one that they share.

    The third is a fact of its own: the person is written to. Nobody is marked absent by it: a person decides that. None
    where `number` is not the next one. Raises `NotStanding`, `NotOffered` for an appointment that is not by telephone,
    `TooEarly` before its time.
    """
    appointment = locked(appointment_id)
    if appointment.status not in Appointment.STANDING:
        raise NotStanding
    if appointment.mode != Appointment.Mode.PHONE:
        raise NotOffered
    if appointment.starts_at > now:
        raise TooEarly
    tries = appointment.call_tries.filter(participation=participation_id)
    made = {each.number: each for each in tries}
    if number in made:
        return made[number]
    if number != len(made) + 1 or number > MOST_TRIES:
        return None
    tried = CallTry.objects.create(
        appointment=appointment,
        participation_id=participation_id,
        number=number,
        at=now,
        result=result,
        by_id=by.user_id,
    )
    if number == MOST_TRIES:
        whose: dict[str, Any] = {"participation": participation_id} if participation_id else {}
        note(JournalEntry.Kind.CALLED_IN_VAIN, appointment=appointment, by=by, now=now, **whose)
    return tried


@short_transaction
def take_back_try(appointment_id: int, *, number: int, participation_id: int | None = None) -> None:
    """The last try was noted by mistake; not the third, of which the person has been written to. Once more changes nothing."""
    appointment = locked(appointment_id)
    last = appointment.call_tries.filter(participation=participation_id).order_by("-number").first()
    if last is not None and last.number == number < MOST_TRIES:
        last.delete()
