"""Marking what became of an appointment on its day, and taking a mark back."""

from datetime import datetime

from django.conf import settings

from bookings.actions.follow import follow
from bookings.actions.missed_twice import forget_call, raise_call
from bookings.actions.standing import locked
from bookings.errors import NotStanding, TooEarly, TooLate
from bookings.models import Appointment, JournalEntry
from bookings.outcomes import marks
from bookings.outcomes.marks import Mark, Refusal
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction

Kind = JournalEntry.Kind
Status = Appointment.Status

_FACTS = {
    Mark.ARRIVED: Kind.ARRIVED,
    Mark.DONE: Kind.DONE,
    Mark.NO_SHOW: Kind.NO_SHOW,
    Mark.EXCUSED: Kind.EXCUSED,
}


@short_transaction
def mark(appointment_id: int, *, as_: Mark, by: Actor, now: datetime) -> Appointment:
    """Marks the appointment; the same mark once more changes nothing.

    Arriving records the actual start, done the actual end; the promised time stays as it was. Raises
    `TooEarly` (a no-show: before 15 minutes after the start), `TooLate` (arrived: another day), `NotStanding`
    when it was called off or is over.
    """
    appointment = locked(appointment_id)
    return appointment if appointment.status == as_.value else set_mark(appointment, as_=as_, by=by, now=now)


def set_mark(appointment: Appointment, *, as_: Mark, by: Actor, now: datetime) -> Appointment:
    """The same for an appointment already locked by the caller's transaction."""
    _refuse(appointment, as_, now)
    if as_ is Mark.ARRIVED:
        appointment.actual_start, appointment.actual_end = now, None
    elif as_ is Mark.DONE:
        appointment.actual_start, appointment.actual_end = marks.time_spent(
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            arrived_at=appointment.actual_start,
            now=now,
        )
    appointment.status = as_.value
    appointment.save(update_fields=["status", "actual_start", "actual_end"])
    note(_FACTS[as_], appointment=appointment, by=by, now=now)
    if as_ is Mark.NO_SHOW:
        raise_call(appointment, by=by, now=now)
    else:
        forget_call(appointment)
    follow(appointment, by=by, now=now)
    return appointment


@short_transaction
def reopen(appointment_id: int, *, by: Actor, now: datetime) -> Appointment:
    """Takes the last mark back: done → arrived if they had been marked so, all others → booked.

    One that is booked stays so. Raises `NotStanding` for an appointment that was called off ahead of its
    time: that is restored or booked again.
    """
    appointment = locked(appointment_id)
    if appointment.status == Status.BOOKED:
        return appointment
    last = _last_mark(appointment)
    if appointment.status == Status.CANCELLED or (
        appointment.status == Status.EXCUSED and last is not Kind.EXCUSED
    ):
        raise NotStanding
    if appointment.status == Status.DONE and _had_arrived(appointment):
        appointment.status, appointment.actual_end = Status.ARRIVED, None
    else:
        appointment.status, appointment.actual_start, appointment.actual_end = Status.BOOKED, None, None
    appointment.save(update_fields=["status", "actual_start", "actual_end"])
    note(Kind.REOPENED, appointment=appointment, by=by, now=now)
    forget_call(appointment)
    follow(appointment, by=by, now=now)
    return appointment


def _refuse(appointment: Appointment, as_: Mark, now: datetime) -> None:
    refused = marks.refusal(
        as_,
        status=appointment.status,
        starts_at=appointment.starts_at,
        zone=appointment.site.timezone,
        no_show_after_min=settings.NO_SHOW_AFTER_MINUTES,
        now=now,
    )
    if refused is Refusal.TOO_EARLY:
        raise TooEarly
    if refused is Refusal.TOO_LATE:
        raise TooLate
    if refused is Refusal.NOT_STANDING:
        raise NotStanding


def _marks_made(appointment: Appointment) -> list[str]:
    """Kinds of the marks made since the last one that was taken back, oldest first."""
    kinds = [*_FACTS.values(), Kind.REOPENED, Kind.CANCELLED_BY_RESIDENT]
    made: list[str] = []
    facts = appointment.journal.filter(kind__in=kinds).order_by("at", "pk").values_list("kind", flat=True)
    for kind in facts:
        if kind == Kind.REOPENED:
            made = made[:-1]
        else:
            made.append(kind)
    return made


def _last_mark(appointment: Appointment) -> JournalEntry.Kind | None:
    made = _marks_made(appointment)
    return Kind(made[-1]) if made else None


def _had_arrived(appointment: Appointment) -> bool:
    return _marks_made(appointment)[-2:] == [Kind.ARRIVED, Kind.DONE]
