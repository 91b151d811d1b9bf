"""Correcting a person's record."""

from dataclasses import dataclass
from datetime import datetime

from bookings.models import Appointment, JournalEntry, Resident
from bookings.people.names import name_key
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@dataclass(frozen=True)
class Record:
    """What staff may correct."""

    name: str
    language: str = "fr"
    discreet: bool = False
    no_fixed_address: bool = False
    commune_id: int | None = None


@short_transaction
def edit_resident(resident_id: int, *, record: Record, by: Actor, now: datetime) -> Resident:
    """Stores the record; the journal keeps which fields changed, never what stood there. No change, no fact."""
    resident = Resident.objects.select_for_update().get(pk=resident_id)
    values = {
        "name": record.name.strip(),
        "language": record.language,
        "discreet": record.discreet,
        "no_fixed_address": record.no_fixed_address,
        "commune_id": record.commune_id,
    }
    changed = [name for name, value in values.items() if getattr(resident, name) != value]
    if not changed:
        return resident
    for name in changed:
        setattr(resident, name, values[name])
    resident.name_key = name_key(resident.name)
    resident.save()
    if "language" in changed:
        _write_in(resident, now)
    note(JournalEntry.Kind.RESIDENT_CHANGED, by=by, now=now, resident_id=resident.pk, fields=changed)
    return resident


def _write_in(resident: Resident, now: datetime) -> None:
    """What is still to come is written in the person's own language from now on; what others ask for is theirs."""
    ahead = Appointment.objects.upcoming(now).filter(relation=Appointment.Relation.SELF)
    mine = ahead.filter(participations__resident=resident).values("pk")
    Appointment.objects.filter(pk__in=mine).update(language=resident.language)
