"""What became of somebody's wish to be called back."""

from datetime import datetime
from typing import Any

from bookings.contacts import value_index
from bookings.journal import note
from bookings.models import CallBack, Contact, JournalEntry
from bookings.people import SYSTEM, Actor
from bookings.transactions import short_transaction

Status = CallBack.Status


@short_transaction
def handle_call_back(
    call_back_id: int, *, as_: CallBack.Status, by: Actor, now: datetime, appointment_id: int | None = None
) -> CallBack:
    """Closes the request as done, unreachable or dropped, or opens it again. Once more changes nothing.

    `appointment_id`: the booking it led to, if it did.
    """
    asked = CallBack.objects.select_for_update().get(pk=call_back_id)
    if asked.status == as_:
        return asked
    asked.status = as_
    asked.handled_at = None if as_ == Status.OPEN else now
    asked.handled_by_id = None if as_ == Status.OPEN else by.user_id
    asked.save(update_fields=["status", "handled_at", "handled_by"])
    ids: dict[str, Any] = {"booked": appointment_id} if appointment_id else {}
    _note(asked, by=by, now=now, outcome=str(as_), **ids)
    return asked


@short_transaction
def note_attempt(call_back_id: int, *, by: Actor, now: datetime) -> CallBack:
    """Somebody called and nobody answered: the request stays open."""
    asked = CallBack.objects.select_for_update().get(pk=call_back_id)
    asked.attempts += 1
    asked.last_attempt_at = now
    asked.save(update_fields=["attempts", "last_attempt_at"])
    _note(asked, by=by, now=now, outcome="no_answer")
    return asked


def _note(asked: CallBack, *, by: Actor, now: datetime, outcome: str, **ids: Any) -> None:
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
        handle_call_back(pk, as_=Status.DROPPED, by=SYSTEM, now=now, appointment_id=booked_id)
    return len(pks)
