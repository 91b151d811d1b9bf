"""How a person is reached from now on: corrected, changed, or seen to be right."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from bookings.actions.standing import locked
from bookings.models import Appointment, Contact, JournalEntry, Participation, WaitingEntry
from bookings.people.contacts import contact_for, refuse_nobody_to_call, wipe_unused
from bookings.people.who import Actor, WayToReach
from bookings.records.journal import note
from bookings.records.transactions import short_transaction

Status = Appointment.Status


@short_transaction
def verify_contact(appointment_id: int, *, by: Actor, now: datetime) -> Appointment:
    """Staff have seen that the person is reached this way. Once more changes nothing."""
    appointment = locked(appointment_id)
    if not appointment.unverified:
        return appointment
    appointment.unverified = False
    appointment.save(update_fields=["unverified"])
    Contact.objects.filter(pk=appointment.contact_id).update(verified_at=now)
    note(JournalEntry.Kind.CONTACT_VERIFIED, appointment=appointment, by=by, now=now)
    return appointment


def not_over(resident_id: int, now: datetime) -> QuerySet[Appointment]:
    """What the person may still have to hear of: what is ahead, and what was to be and has been called off."""
    told = (*Appointment.STANDING, *Appointment.CALLED_OFF)
    return Appointment.objects.filter(participations__resident=resident_id, status__in=told, ends_at__gt=now)


@short_transaction
def change_contact(
    resident_id: int,
    *,
    way: WayToReach,
    appointment_ids: Iterable[int],
    waiting_ids: Iterable[int] = (),
    by: Actor,
    now: datetime,
) -> Contact:
    """From now on the person is reached this way about those of `appointment_ids` that are not over, and about free times
    they wait for (`waiting_ids`, and those of these appointments).

    Each is a change the person must hear of: what was queued for the old number goes no more, what stands is told again to
    the new one. A number that reaches nobody any more is wiped. Raises `InvalidContact` naming the field,
    `NobodyToCall` when one of them is by telephone and this way has none.
    """
    appointments = not_over(resident_id, now).filter(pk__in=list(appointment_ids))
    rows = list(appointments.select_for_update(of=("self",)).select_related("contact").order_by("pk"))
    waiting = WaitingEntry.objects.filter(status=WaitingEntry.Status.WAITING).filter(
        Q(appointment__in=[row.pk for row in rows]) | Q(resident=resident_id, pk__in=list(waiting_ids))
    )
    entries = list(waiting.select_for_update(of=("self",)).select_related("contact").order_by("pk"))
    contact = contact_for(way)
    contact.refresh_from_db()
    old = {row.contact_id for row in rows} | {entry.contact_id for entry in entries}
    # Whoever has a number of their own is called there.
    shared = Participation.objects.filter(appointment__in=[row.pk for row in rows], contact=None)
    called = set(shared.values_list("appointment", flat=True))
    for appointment in rows:
        if appointment.pk in called:
            refuse_nobody_to_call(appointment.mode, way.kind, way.value)
    for appointment in rows:
        if _differs(appointment.contact, contact):
            _reach_about(appointment, contact, resident_id, by=by, now=now)
    for entry in entries:
        if _differs(entry.contact, contact):
            _reach_about_free_times(entry, contact, by=by, now=now)
    wipe_unused(Contact.objects.filter(pk__in=old - {contact.pk}))
    return contact


def _differs(before: Contact, after: Contact) -> bool:
    """Another row, or the same number by another channel."""
    by_call = before.by_call != after.by_call and after.kind == Contact.Kind.MOBILE
    return before.pk != after.pk or by_call


def _reach_about(
    appointment: Appointment, contact: Contact, resident_id: int, *, by: Actor, now: datetime
) -> None:
    appointment.contact, appointment.unverified = contact, False
    appointment.version += 1
    appointment.save(update_fields=["contact", "unverified", "version"])
    note(JournalEntry.Kind.CONTACT_CHANGED, appointment=appointment, by=by, now=now, resident_id=resident_id)


def _reach_about_free_times(entry: WaitingEntry, contact: Contact, *, by: Actor, now: datetime) -> None:
    entry.contact = contact
    entry.save(update_fields=["contact"])
    note(
        JournalEntry.Kind.CONTACT_CHANGED,
        by=by,
        now=now,
        resident_id=entry.resident_id,
        organisation_id=entry.organisation_id,
        waiting=entry.pk,
    )
