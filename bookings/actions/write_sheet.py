"""The sheet that somebody takes home: the words typed for it, and the link that opens it again."""

from datetime import datetime

from bookings.actions.followed import followed
from bookings.actions.standing import locked
from bookings.following.links import keep_link
from bookings.models import JournalEntry, TakeHome
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def write_sheet(
    appointment_id: int,
    *,
    resident_id: int | None,
    done: str,
    remember: str,
    language: str,
    by: Actor,
    now: datetime,
) -> TakeHome:
    """Keeps what was typed, in the place of what was there. `resident_id`: whose link opens it again; None opens none.

    Raises `NotStanding` for somebody who was erased meanwhile.
    """
    appointment = locked(appointment_id)
    if resident_id is not None:
        followed(resident_id)
    said = {"done": done.strip(), "remember": remember.strip(), "language": language}
    known = TakeHome.objects.filter(appointment=appointment).first()
    if known is None or any(getattr(known, name) != value for name, value in said.items()):
        changed = {**said, "changed_at": now, "changed_by_id": by.user_id}
        known, _new = TakeHome.objects.update_or_create(appointment=appointment, defaults=changed)
        note(JournalEntry.Kind.SHEET_WRITTEN, appointment=appointment, by=by, now=now)
    if resident_id is not None:
        keep_link(resident_id, appointment.pk, now=now)
    return known
