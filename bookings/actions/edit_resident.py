"""Correcting a person's record, and how they are reached from now on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bookings.actions.standing import locked
from bookings.models import Appointment, Contact, JournalEntry, Resident, WaitingEntry
from bookings.people.contacts import contact_for, refuse_nobody_to_call
from bookings.people.names import name_key
from bookings.people.who import Actor, WayToReach
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


@short_transaction
def verify_contact(appointment_id: int, *, by: Actor, now: datetime) -> Appointment:
    """Staff have seen that the person is reached this way. Once more changes nothing."""
    appointment = locked(appointment_id)
    if not appointment.unverified:
        return appointment
    appointment.unverified = False
    appointment.save(update_fields=["unverified"])
    Contact.objects.filter(pk=appointment.contact_id).update(verified_at=now)
    note(JournalEntry.Kind.CONTACT_CHANGED, appointment=appointment, by=by, now=now, verified=True)
    return appointment


@short_transaction
def change_contact(
    resident_id: int, *, way: WayToReach, appointment_ids: Iterable[int], by: Actor, now: datetime
) -> Contact:
    """From now on the person is reached this way for those of `appointment_ids` that still stand, and about earlier times.

    Raises `InvalidContact` naming the field, `NobodyToCall` when one of them is by telephone and this way has none.
    """
    contact = contact_for(way)
    ahead = Appointment.objects.upcoming(now).filter(
        pk__in=list(appointment_ids), participations__resident_id=resident_id
    )
    rows = list(ahead.select_for_update(of=("self",)))
    for appointment in rows:
        refuse_nobody_to_call(appointment.mode, contact.kind)
    for appointment in rows:
        if appointment.contact_id == contact.pk:
            continue
        appointment.contact, appointment.unverified = contact, False
        appointment.save(update_fields=["contact", "unverified"])
        appointment.waiting_entries.filter(status=WaitingEntry.Status.WAITING).update(contact=contact)
        note(
            JournalEntry.Kind.CONTACT_CHANGED,
            appointment=appointment,
            by=by,
            now=now,
            resident_id=resident_id,
        )
    return contact
