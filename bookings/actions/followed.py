"""A person who is followed, locked: nothing is written about somebody who is erased or merged meanwhile."""

from datetime import datetime, timedelta

from bookings.errors import NotStanding
from bookings.models import JournalEntry, Resident
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction

_READ_ONCE = timedelta(hours=12)
"""Somebody at work on a person's page opens it several times: that is one reading."""


def followed(resident_id: int) -> Resident:
    """The person's row, locked against erasure and merging. Raises `NotStanding` when it came too late."""
    living = Resident.objects.select_for_update().filter(merged_into=None, erased_at=None)
    resident = living.filter(pk=resident_id).first()
    if resident is None:
        raise NotStanding
    return resident


@short_transaction
def note_reading(resident_id: int, *, organisation_id: int, by: Actor, now: datetime) -> None:
    """Notes that somebody has read what is written of a person; once in twelve hours."""
    known = JournalEntry.objects.filter(
        kind=JournalEntry.Kind.FOLLOWING_READ,
        resident=resident_id,
        actor=by.user_id,
        organisation=organisation_id,
        at__gt=now - _READ_ONCE,
    )
    if not known.exists():
        note(
            JournalEntry.Kind.FOLLOWING_READ,
            by=by,
            now=now,
            resident_id=resident_id,
            organisation_id=organisation_id,
        )
