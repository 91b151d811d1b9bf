"""An interpreter who was asked for: to book, booked, or not to be found."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.actions.standing import locked
from bookings.errors import InvalidContact, NotStanding
from bookings.models import Appointment, InterpreterBooking, JournalEntry
from bookings.people.preparation import asked
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.phone import NotAPhone, read_phone

State = Appointment.Interpreter
# So long before, an interpreter can still be found; from then on somebody has to look.
ALERT_BEFORE = timedelta(days=3)


@dataclass(frozen=True)
class Interpreter:
    """Who it is, as typed: a name or an agency, a telephone, the number of the order."""

    who: str = ""
    phone: str = ""
    reference: str = ""


@short_transaction
def note_interpreter(
    appointment_id: int, *, state: State, interpreter: Interpreter, by: Actor, now: datetime
) -> Appointment:
    """Notes where the search for an interpreter stands; the same once more changes nothing.

    Raises `NotStanding` when nobody asked for one or the appointment was called off, `InvalidContact` for a telephone that
    is none, or without a name for one who is booked.
    """
    appointment = locked(appointment_id)
    if appointment.status not in Appointment.STANDING or not appointment.interpreter:
        raise NotStanding
    known = _checked(interpreter, state)
    booking, _created = InterpreterBooking.objects.get_or_create(appointment=appointment)
    before = (appointment.interpreter, booking.who, booking.phone, booking.reference)
    if before == (state, known.who, known.phone, known.reference):
        return appointment
    booking.who, booking.phone, booking.reference = known.who, known.phone, known.reference
    booking.changed_at, booking.changed_by_id = now, by.user_id
    booking.save()
    appointment.interpreter = state
    appointment.save(update_fields=["interpreter"])
    note(JournalEntry.Kind.INTERPRETER, appointment=appointment, by=by, now=now, state=str(state))
    return appointment


def _checked(interpreter: Interpreter, state: State) -> Interpreter:
    if state is State.BOOKED and not interpreter.who.strip():
        raise InvalidContact("who", "empty")
    phone = interpreter.phone.strip()
    if phone:
        try:
            phone = read_phone(phone).e164
        except NotAPhone as refused:
            raise InvalidContact("phone", refused.wrong.value, refused.digits) from None
    return Interpreter(interpreter.who.strip(), phone, interpreter.reference.strip())


@short_transaction
def no_interpreter(appointment_id: int, *, by: Actor, now: datetime) -> Appointment:
    """Nobody has to be found any more: the person comes with somebody, whoever receives speaks the language, or the
    interpreter of an appointment that was called off has been told. Once more changes nothing.
    """
    appointment = locked(appointment_id)
    if appointment.interpreter:
        appointment.interpreter = ""
        appointment.preparation = asked(appointment.preparation)[0]
        appointment.save(update_fields=["interpreter", "preparation"])
        note(JournalEntry.Kind.INTERPRETER, appointment=appointment, by=by, now=now, state="none")
    return appointment


def to_alert(now: datetime) -> dict[int, list[int]]:
    """Appointments of the next days whose interpreter is still to be found, and of whom nobody was told yet, by organisation."""
    soon = Appointment.objects.filter(
        starts_at__gt=now,
        starts_at__lte=now + ALERT_BEFORE,
        status=Appointment.Status.BOOKED,
        interpreter__in=[State.TO_BOOK, State.NOT_FOUND],
        interpreter_booking__alerted_at=None,
    )
    found: dict[int, list[int]] = {}
    for pk, organisation_id in soon.order_by("starts_at").values_list("pk", "organisation_id"):
        found.setdefault(organisation_id, []).append(pk)
    return found


@short_transaction
def alerted(appointment_ids: list[int], *, now: datetime) -> None:
    """Notes of whom coordinators have been told."""
    for pk in appointment_ids:
        InterpreterBooking.objects.update_or_create(appointment_id=pk, defaults={"alerted_at": now})
