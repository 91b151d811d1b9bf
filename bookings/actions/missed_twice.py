"""A second missed appointment asks for a call: what got in the way? It keeps nobody from booking."""

from datetime import datetime, timedelta

from bookings.errors import AlreadyHandled
from bookings.models import Appointment, JournalEntry, MissedTwice, Participation
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction

# What was missed longer ago is another story.
_COUNTS_FOR = timedelta(days=365)
_MISSED = Appointment.Status.NO_SHOW


def raise_call(appointment: Appointment, *, by: Actor, now: datetime) -> None:
    """A call to make, if somebody who did not come has missed another within a year. In the transaction of the mark.

    One call per appointment: whoever missed before is asked for, the first of two where both have.
    """
    before = Participation.objects.filter(
        resident__participations__appointment=appointment,
        appointment__status=_MISSED,
        appointment__starts_at__gt=appointment.starts_at - _COUNTS_FOR,
        appointment__starts_at__lt=appointment.starts_at,
    )
    resident_id = before.order_by("resident").values_list("resident", flat=True).first()
    if resident_id is None:
        return
    _call, created = MissedTwice.objects.get_or_create(
        appointment=appointment, defaults={"resident_id": resident_id, "raised_at": now}
    )
    if created:
        note(JournalEntry.Kind.MISSED_AGAIN, appointment=appointment, by=by, now=now, resident_id=resident_id)


def forget_call(appointment: Appointment) -> None:
    """They came after all, or the mark was a mistake: nobody is called, unless somebody has been asked already."""
    if appointment.status != _MISSED:
        MissedTwice.objects.filter(appointment=appointment, answer="").delete()


@short_transaction
def answer_call(call_id: int, *, answer: str, by: Actor, now: datetime) -> MissedTwice:
    """Records what got in the way (`MissedTwice.Answer`), once; "" asks again. The fact does not say what was answered.

    Raises `AlreadyHandled` when somebody else has recorded another answer meanwhile.
    """
    call = MissedTwice.objects.select_for_update(of=("self",)).select_related("appointment").get(pk=call_id)
    if call.answer == answer:
        return call
    if call.answer and answer:
        raise AlreadyHandled
    call.answer, call.answered_at, call.answered_by_id = answer, now if answer else None, by.user_id
    call.save(update_fields=["answer", "answered_at", "answered_by"])
    if answer:
        note(JournalEntry.Kind.MISSED_WHY, appointment=call.appointment, by=by, now=now)
    return call
