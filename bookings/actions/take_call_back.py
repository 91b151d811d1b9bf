"""« Je m’en occupe »: one of the team calls somebody back, the others see it."""

from datetime import datetime

from bookings.actions.handle_call_back import locked, locked_open, note_outcome
from bookings.errors import TakenByAnother
from bookings.models import CallBack
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction


@short_transaction
def take_call_back(call_back_id: int, *, by: Actor, now: datetime) -> CallBack:
    """The request is theirs for `TAKEN_FOR`; once more starts that time anew.

    Raises `TakenByAnother` while somebody else is on it, `AlreadyHandled` when nobody waits any more.
    """
    # (The row is locked before it is read: of two who press at once, the second sees the first.)
    asked = locked_open(call_back_id)
    free_at = asked.taken_until
    if free_at is not None and free_at > now and asked.taken_by_id != by.user_id:
        raise TakenByAnother(str(asked.taken_by), free_at)
    asked.taken_by_id, asked.taken_at = by.user_id, now
    asked.save(update_fields=["taken_by", "taken_at"])
    note_outcome(asked, by=by, now=now, outcome="taken")
    return asked


@short_transaction
def give_back_call_back(call_back_id: int, *, by: Actor, now: datetime) -> CallBack:
    """Whoever was on it is not any more. Somebody else's stays theirs."""
    asked = locked(call_back_id)
    if asked.taken_by_id is None or asked.taken_by_id != by.user_id:
        return asked
    asked.taken_by, asked.taken_at = None, None
    asked.save(update_fields=["taken_by", "taken_at"])
    note_outcome(asked, by=by, now=now, outcome="given_back")
    return asked
