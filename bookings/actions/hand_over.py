"""Giving an appointment to another mediator, at the same time and place: for who comes, nothing changes."""

from datetime import datetime

from bookings.actions.standing import locked_standing
from bookings.actions.take import locks_for, take
from bookings.locks import Scope, lock
from bookings.models import Appointment, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times.span import Span


@short_transaction
def hand_over(
    appointment_id: int,
    *,
    to_mediator_id: int,
    span: Span,
    by: Actor,
    now: datetime,
    if_version: int | None = None,
) -> Appointment:
    """`to_mediator_id` receives them instead. Once more changes nothing.

    `span` is the appointment's own time as it would be taken (`bookings.times.colleagues`). Nobody is written to: when
    and where stay. Raises `SlotTaken` when the colleague has been taken meanwhile, `NotStanding`,
    `ChangedMeanwhile` when its version is not `if_version`.
    """
    was = Appointment.objects.values_list("mediator_id", flat=True).get(pk=appointment_id)
    lock([*locks_for(span, to_mediator_id), (Scope.MEDIATOR, was)])
    appointment = locked_standing(appointment_id, if_version=if_version)
    if appointment.mediator_id == to_mediator_id:
        return appointment
    old = appointment.commitment
    if old is not None:
        appointment.commitment = None
        appointment.save(update_fields=["commitment"])
        old.delete()
    appointment.commitment = take(span, mediator_id=to_mediator_id, now=now)
    appointment.mediator_id = to_mediator_id
    appointment.save(update_fields=["commitment", "mediator"])
    note(
        JournalEntry.Kind.HANDED_OVER,
        appointment=appointment,
        by=by,
        now=now,
        from_mediator=was,
        to_mediator=to_mediator_id,
    )
    return appointment
