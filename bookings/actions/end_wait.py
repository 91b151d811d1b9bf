"""A wait on the list is over: the person has a time, or waits no more."""

from datetime import datetime

from bookings.models import Appointment, WaitingEntry, WaitingOffer
from bookings.records import unmet
from bookings.records.transactions import short_transaction


@short_transaction
def serve(entry_id: int, appointment: Appointment, *, now: datetime) -> None:
    """The person has a time by another way: they wait no more. Once more changes nothing."""
    entry = WaitingEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    if entry.status == WaitingEntry.Status.WAITING:
        entry.appointment = appointment
        entry.offers.filter(status=WaitingOffer.Status.OPEN).update(
            status=WaitingOffer.Status.DECLINED, answered_at=now
        )
        end(entry, WaitingEntry.Status.SERVED, now=now)


def end(entry: WaitingEntry, status: str, *, now: datetime) -> None:
    """Writes that a wait is over, under a lock already held; and counts it, without the person.

    Whoever waited for an earlier time and keeps the one they have did not ask in vain.
    """
    if status == WaitingEntry.Status.SERVED or entry.appointment_id is None:
        unmet.wait_ended(status, topic_id=entry.topic_id, organisation_id=entry.organisation_id, now=now)
    entry.status, entry.ended_at = status, now
    entry.save(update_fields=["status", "ended_at", "appointment"])
