"""What an SMS about an appointment does, and what is asked when it is not plain."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings

from bookings.actions.call_off import cancel, restore
from bookings.actions.confirm import confirm
from bookings.actions.move import move
from bookings.errors import BookingError, SlotTaken, TooFar, TooSoon
from bookings.models import Appointment
from bookings.people.who import RESIDENT_BY_SMS
from notifications.talk import offering, times
from notifications.talk.advice import nothing_ahead
from notifications.talk.answers import Answered
from notifications.talk.meanings import Meaning, Wanted
from notifications.talk.questions import Question
from notifications.talk.turn import Turn
from notifications.talk.words import Answer


def ask(meaning: Meaning, turn: Turn, wanted: Wanted | None = None) -> Answered:
    """Something about an appointment: which one is asked if it is not plain."""
    about = turn.about()
    if about is not None:
        return _carry_out(meaning, about, turn, wanted)
    if not turn.ahead:
        return nothing_ahead(turn)
    turn.ask(Question.WHICH, None, [f"{meaning}:{appointment.pk}" for appointment in turn.ahead])
    return Answered(Answer.WHICH, options=times.which(turn.ahead))


def _carry_out(
    meaning: Meaning, appointment: Appointment, turn: Turn, wanted: Wanted | None = None
) -> Answered:
    if meaning in (Meaning.MOVE, Meaning.WHEN):
        if appointment.starts_at <= turn.now:
            return Answered(Answer.TOO_LATE, appointment)
        return _offer_times(appointment, turn, wanted)
    action = {Meaning.CONFIRM: _confirm, Meaning.CANCEL: _cancel, Meaning.EARLIER: _wait}[meaning]
    return _unless_refused(lambda: action(appointment, turn), appointment)


def _unless_refused(act: Callable[[], Answered], appointment: Appointment) -> Answered:
    try:
        return act()
    except BookingError:
        return Answered(Answer.TOO_LATE, appointment)


def _confirm(appointment: Appointment, turn: Turn) -> Answered:
    confirm(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
    turn.close(appointment)
    return Answered(Answer.CONFIRMED, appointment)


def _cancel(appointment: Appointment, turn: Turn) -> Answered:
    cancel(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
    turn.ask(Question.MISTAKE, appointment, until=turn.now + timedelta(minutes=settings.RESTORE_MINUTES))
    return Answered(Answer.CANCELLED, appointment)


def _wait(appointment: Appointment, turn: Turn) -> Answered:
    return offering.join(appointment, now=turn.now)


def _undo(_position: int, turn: Turn) -> Answered:
    appointment = turn.talked_about()

    def act() -> Answered:
        restored = restore(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
        turn.close(restored)
        return Answered(Answer.RESTORED, appointment)

    return _unless_refused(act, appointment)


def _offer_times(appointment: Appointment, turn: Turn, wanted: Wanted | None) -> Answered:
    """Three times; asked again for the same appointment, the ones after."""
    same = turn.question() is Question.TIMES and turn.talk.appointment_id == appointment.pk
    after = times.instant(turn.talk.options[-1]) if same and turn.talk.options and wanted is None else None
    found = times.three(appointment, now=turn.now, wanted=wanted, after=after)
    if not found:
        return Answered(Answer.NO_TIMES, appointment, for_the_team=True)
    turn.ask(Question.TIMES, appointment, [at.isoformat() for at in found])
    return Answered(Answer.TIMES, appointment, options=times.said(found, appointment))


def _take(position: int, turn: Turn) -> Answered:
    appointment = turn.talked_about()
    starts_at = times.instant(turn.talk.options[position])
    try:
        moved = move(appointment, starts_at=starts_at, by=RESIDENT_BY_SMS, now=turn.now, offered=True)
    except (SlotTaken, TooSoon, TooFar):
        again = _offer_times(appointment, turn, Wanted())
        return Answered(Answer.TAKEN, appointment, options=again.options) if again.options else again
    except BookingError:
        return Answered(Answer.TOO_LATE, appointment)
    turn.close(moved)
    return Answered(Answer.MOVED, moved)


def _which(position: int, turn: Turn) -> Answered:
    meaning, _, pk = turn.talk.options[position].partition(":")
    chosen = next((each for each in turn.ahead if each.pk == int(pk)), None)
    return _carry_out(Meaning(meaning), chosen, turn) if chosen else nothing_ahead(turn)


CHOSEN: dict[Question, Callable[[int, Turn], Answered]] = {
    Question.TIMES: _take,
    Question.WHICH: _which,
    Question.MISTAKE: _undo,
}
