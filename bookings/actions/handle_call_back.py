"""What became of somebody's wish to be called back."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from bookings.actions.call_referred import follow_calls
from bookings.errors import AlreadyHandled
from bookings.models import CallBack, CallBackAttempt, Contact, JournalEntry
from bookings.people.contacts import value_index
from bookings.people.who import SYSTEM, Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction

Status = CallBack.Status
REACHED = CallBackAttempt.Result.REACHED


def locked(call_back_id: int) -> CallBack:
    """The request's row, for this transaction alone."""
    return CallBack.objects.select_for_update(of=("self",)).select_related("site").get(pk=call_back_id)


def locked_open(call_back_id: int) -> CallBack:
    """The same, of somebody who still waits. Raises `AlreadyHandled`."""
    asked = locked(call_back_id)
    if asked.status != Status.OPEN:
        raise AlreadyHandled
    return asked


@short_transaction
def handle_call_back(
    call_back_id: int, *, as_: CallBack.Status, by: Actor, now: datetime, appointment_id: int | None = None
) -> CallBack:
    """Closes the request as done, unreachable or dropped, or opens it again. Once more changes nothing.

    `appointment_id`: the booking it led to, if it did; it stays known when the request is opened again.
    Raises `AlreadyHandled` when somebody has closed it otherwise.
    """
    asked = locked(call_back_id)
    if asked.status == as_:
        return asked
    if Status.OPEN not in (asked.status, as_):
        raise AlreadyHandled
    _retract_reached(asked)
    asked.status = as_
    asked.handled_at = None if as_ == Status.OPEN else now
    asked.handled_by_id = None if as_ == Status.OPEN else by.user_id
    asked.taken_by, asked.taken_at = None, None
    asked.booked_id = appointment_id or asked.booked_id
    asked.save(update_fields=["status", "handled_at", "handled_by", "taken_by", "taken_at", "booked"])
    if as_ == Status.DONE and by.is_staff:
        asked.attempts.create(at=now, by_id=by.user_id, result=REACHED)
    ids: dict[str, Any] = {"booked": appointment_id} if appointment_id else {}
    note_outcome(asked, by=by, now=now, outcome=str(as_), **ids)
    if as_ == Status.UNREACHABLE:
        follow_calls(asked, by=by, now=now)
    return asked


def _retract_reached(asked: CallBack) -> None:
    """Whoever opens again what was closed as done says that nobody was reached then, after all."""
    if asked.status == Status.DONE and asked.handled_at is not None:
        asked.attempts.filter(result=REACHED, at=asked.handled_at).delete()


def note_outcome(asked: CallBack, *, by: Actor, now: datetime, outcome: str, **ids: Any) -> None:
    """Writes into the journal what was done about the request."""
    note(
        JournalEntry.Kind.CALL_BACK_HANDLED,
        by=by,
        now=now,
        call_back_id=asked.pk,
        organisation_id=asked.site.organisation_id if asked.site else None,
        outcome=outcome,
        **ids,
    )


def drop_half_made(phone: str, *, booked_id: int, now: datetime) -> int:
    """Whoever hung up half-way and has booked since need not be called any more; how many requests that closes."""
    index = value_index(Contact.Kind.MOBILE, phone)
    half_made = CallBack.objects.filter(phone_index=index, reason=CallBack.Reason.HUNG_UP, status=Status.OPEN)
    pks = list(half_made.values_list("pk", flat=True))
    for pk in pks:
        with suppress(AlreadyHandled):
            handle_call_back(pk, as_=Status.DROPPED, by=SYSTEM, now=now, appointment_id=booked_id)
    return len(pks)
