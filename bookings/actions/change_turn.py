"""What becomes of a number after it was given: come, gone, in a pause, done, or not to be helped today."""

from datetime import datetime
from typing import Any

from bookings.actions.enter import enter, locked_turn, tell_who_is_near
from bookings.actions.mark import set_mark
from bookings.actions.standing import locked
from bookings.dropin.states import AGAIN_AFTER, State, after_a_vain_call
from bookings.errors import StillWithSomebody
from bookings.models import Appointment, JournalEntry, Turn
from bookings.outcomes.marks import Mark
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.models import Mediator


@short_transaction
def change_turn(
    turn_id: int, to: State, *, by: Actor, now: datetime, mediator: Mediator | None = None
) -> Turn:
    """They stand there from now on; once more changes nothing. `mediator`: who takes somebody back from a pause.

    Raises `StateRefused`, `StillWithSomebody`, `DropInOver`.
    """
    turn = locked_turn(turn_id)
    if turn.state == to:
        return turn
    enter(turn, to, by=by, now=now, **_changes(turn, to, mediator, now))
    if to is State.UNMET:
        _note_unmet(turn, by=by, now=now)
    if to is State.DONE and turn.promised and turn.appointment_id is not None:
        _end_appointment(turn.appointment_id, by=by, now=now)
    tell_who_is_near(turn.day, now=now)
    return turn


@short_transaction
def not_there(turn_id: int, *, by: Actor, now: datetime) -> Turn:
    """Called in vain: passed over for some minutes, or missed after as many calls as there are. Once more changes nothing.

    Raises `StateRefused` for somebody who was not called, `DropInOver`.
    """
    turn = locked_turn(turn_id)
    if turn.state in (State.WAITING, State.MISSED):
        return turn
    enter(turn, after_a_vain_call(turn.calls), by=by, now=now, mediator=None, not_before=now + AGAIN_AFTER)
    tell_who_is_near(turn.day, now=now)
    return turn


def _changes(turn: Turn, to: State, mediator: Mediator | None, now: datetime) -> dict[str, Any]:
    if to is State.WAITING:
        return _back(turn, now)
    if to is State.SERVING and turn.state == State.PARKED:
        if mediator is None:
            raise StillWithSomebody
        return {"mediator": mediator}
    return {}


def _back(turn: Turn, now: datetime) -> dict[str, Any]:
    """From a pause one is next; who missed their turn has a new place, behind those who are there."""
    if turn.state == State.PARKED and turn.calls:
        return {"back_at": now, "calls": 0, "not_before": None}
    if turn.state == State.MISSED:
        return {"placed_at": now, "back_at": None, "calls": 0, "not_before": None, "mediator": None}
    return {"not_before": None}


def _note_unmet(turn: Turn, *, by: Actor, now: datetime) -> None:
    ids: dict[str, Any] = {"turn": turn.pk, "site": turn.day.site_id, "topic": turn.topic_id}
    note(JournalEntry.Kind.TURN_UNMET, by=by, now=now, organisation_id=turn.day.site.organisation_id, **ids)


def _end_appointment(appointment_id: int, *, by: Actor, now: datetime) -> None:
    appointment = locked(appointment_id)
    if appointment.status in (*Appointment.STANDING, Appointment.Status.NO_SHOW):
        set_mark(appointment, as_=Mark.DONE, by=by, now=now)
