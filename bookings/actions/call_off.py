"""Calling an appointment off, and taking that back."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from bookings.actions.follow import follow
from bookings.actions.standing import locked
from bookings.errors import TooLate
from bookings.locks import Scope, lock
from bookings.models import Appointment, Commitment, JournalEntry
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def cancel(
    appointment_id: int,
    *,
    by: Actor,
    now: datetime,
    for_the_service: bool = False,
    reason: str = "",
    if_version: int | None = None,
    question: int | None = None,
) -> Appointment:
    """Calls the appointment off. Once more changes nothing.

    `question`: what was decided of it by an interruption (its id), of which the person hears by another message.

    `for_the_service`: it is us who cannot (staff only); the time is not kept. Otherwise the person cannot,
    and the time is kept `RESTORE_MINUTES` in case it was a mistake. Raises `NotStanding` once it is marked
    done or missed, `TooLate` when it is over, `ChangedMeanwhile` when its version is not `if_version`.
    """
    appointment = locked(appointment_id, if_version=if_version)
    if appointment.status in Appointment.CALLED_OFF:
        return appointment
    if appointment.ends_at <= now:
        raise TooLate
    appointment.status = Appointment.Status.CANCELLED if for_the_service else Appointment.Status.EXCUSED
    appointment.called_off_at = now
    appointment.called_off_reason = reason
    appointment.version += 1
    let_go(appointment, keep_until=None if for_the_service else restorable_until(now))
    appointment.save()
    kind = JournalEntry.Kind
    about: dict[str, Any] = {} if question is None else {"question": question}
    note(
        kind.CANCELLED_BY_US if for_the_service else kind.CANCELLED_BY_RESIDENT,
        appointment=appointment,
        by=by,
        now=now,
        **about,
    )
    follow(appointment, by=by, now=now)
    return appointment


def restorable_until(called_off_at: datetime) -> datetime:
    """Until when one press takes a cancellation back (UTC)."""
    return called_off_at + timedelta(minutes=settings.RESTORE_MINUTES)


def let_go(appointment: Appointment, *, keep_until: datetime | None = None) -> None:
    """Gives the time of an appointment that is called off back, at once or when it is kept no longer."""
    commitment = appointment.commitment
    if commitment is None:
        return
    if keep_until is None:
        appointment.commitment = None
        appointment.save(update_fields=["commitment"])
        commitment.delete()
    else:
        commitment.held_until = keep_until
        commitment.save(update_fields=["held_until"])


@short_transaction
def restore(appointment_id: int, *, by: Actor, now: datetime) -> Appointment:
    """Takes a cancellation back while the time is kept; an appointment that stands is returned as it is.

    Raises `TooLate` when the time is no longer kept: book again.
    """
    mediator_id = Appointment.objects.values_list("mediator_id", flat=True).get(pk=appointment_id)
    # The mediator's lock, since `book` may be clearing this mediator's expired holds at the same moment.
    lock([(Scope.MEDIATOR, mediator_id)])
    appointment = locked(appointment_id)
    if appointment.status in Appointment.STANDING:
        return appointment
    kept = Commitment.objects.filter(pk=appointment.commitment_id or 0, held_until__gt=now)
    if appointment.status != Appointment.Status.EXCUSED or kept.update(held_until=None) == 0:
        raise TooLate
    appointment.status = Appointment.Status.BOOKED
    appointment.called_off_at = None
    appointment.called_off_reason = ""
    appointment.version += 1
    appointment.save()
    note(JournalEntry.Kind.RESTORED, appointment=appointment, by=by, now=now)
    follow(appointment, by=by, now=now)
    return appointment
