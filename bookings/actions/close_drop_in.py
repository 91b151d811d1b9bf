"""The end of a drop-in: nobody is left in the waiting room without an answer."""

from datetime import datetime

from bookings.actions.enter import locked_day
from bookings.dropin.states import TO_SETTLE
from bookings.errors import StillWaiting
from bookings.models import DropInDay, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def close_drop_in(day_id: int, *, by: Actor, now: datetime) -> DropInDay:
    """Nobody takes a number any more. Raises `StillWaiting` with who is still there, `DropInOver` when it had ended."""
    day = locked_day(day_id)
    numbers = day.turns.filter(state__in=TO_SETTLE).order_by("number").values_list("number", flat=True)
    if numbers:
        raise StillWaiting(list(numbers))
    day.closed_at = now
    day.save(update_fields=["closed_at"])
    _note(JournalEntry.Kind.DROP_IN_CLOSED, day, by, now)
    return day


@short_transaction
def reopen_drop_in(day_id: int, *, by: Actor, now: datetime) -> DropInDay:
    """It goes on after all. Once more changes nothing."""
    day = DropInDay.objects.select_for_update(of=("self",)).select_related("site").get(pk=day_id)
    if day.closed_at is not None:
        day.closed_at = None
        day.save(update_fields=["closed_at"])
        _note(JournalEntry.Kind.DROP_IN_REOPENED, day, by, now)
    return day


def _note(kind: JournalEntry.Kind, day: DropInDay, by: Actor, now: datetime) -> None:
    note(kind, by=by, now=now, organisation_id=day.site.organisation_id, drop_in=day.pk)
