"""Taking back a wrong press in a drop-in: the number stands again where it stood, as if nothing had happened."""

from datetime import datetime

from bookings.actions.enter import locked_turn, restored
from bookings.actions.mark import reopen
from bookings.dropin.states import UNDO_WITHIN, State
from bookings.errors import StateRefused, TooLate
from bookings.models import Appointment, JournalEntry, Turn
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def take_back(turn_id: int, *, by: Actor, now: datetime) -> Turn:
    """The last change is undone: its period goes, the one before goes on.

    Raises `TooLate` after `UNDO_WITHIN` or once the visit is noted, `StateRefused` when there is nothing to take back,
    `StillWithSomebody` when their mediator has called somebody else by now, `DropInOver`.
    """
    turn = locked_turn(turn_id)
    *earlier, last = turn.periods.order_by("pk")
    if not earlier:
        raise StateRefused(turn.state, turn.state)
    if now > last.began_at + UNDO_WITHIN or (turn.appointment_id is not None and not turn.promised):
        raise TooLate
    undone, turn.state = turn.state, last.before["state"]
    for name, value in restored(last.before).items():
        setattr(turn, name, value)
    last.delete()
    turn.save()
    turn.periods.filter(pk=earlier[-1].pk).update(ended_at=None)
    if undone == State.DONE and turn.appointment is not None:
        _stand_again(turn.appointment, by=by, now=now)
    kind, organisation = JournalEntry.Kind.TURN_TAKEN_BACK, turn.day.site.organisation_id
    note(kind, by=by, now=now, organisation_id=organisation, turn=turn.pk, state=undone)
    return turn


def _stand_again(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    if appointment.status == Appointment.Status.DONE:
        reopen(appointment.pk, by=by, now=now)
