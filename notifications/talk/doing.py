"""What an SMS about an appointment does, and what is asked when it is not plain."""

from collections.abc import Callable

from bookings.actions.call_off import cancel, restore
from bookings.actions.confirm import confirm
from bookings.actions.move import move
from bookings.actions.say_late import say_late
from bookings.actions.wait import wait_for_earlier
from bookings.errors import BookingError, SlotTaken, TooFar, TooSoon
from bookings.models import Appointment, JournalEntry
from bookings.people.who import RESIDENT_BY_SMS
from notifications.talk import times
from notifications.talk.advice import ADVISED_AGAIN_AFTER, now_and_then, pass_on
from notifications.talk.answers import Answered
from notifications.talk.deeds import Deed
from notifications.talk.meanings import Wanted
from notifications.talk.questions import Question
from notifications.talk.senses import Why
from notifications.talk.turn import Turn
from notifications.talk.words import Answer


def come(appointment: Appointment, turn: Turn) -> Answered:
    """They come. Said already, and just spoken of: a kind word, and no answer."""
    said = appointment.journal.filter(kind=JournalEntry.Kind.CONFIRMED, version=appointment.version)
    spoken = turn.spoken
    lately = spoken is not None and turn.now - spoken.at < ADVISED_AGAIN_AFTER
    if lately and said.exists():
        return Answered(appointment=appointment)

    def act() -> Answered:
        confirm(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
        turn.close(appointment)
        return Answered(Answer.CONFIRMED, appointment, done=Deed.CONFIRMED)

    return unless_refused(act, appointment)


def call_off(appointment: Appointment, turn: Turn) -> Answered:
    """They do not come. Once it has begun, somebody of the team reads it instead."""
    if appointment.starts_at <= turn.now:
        return Answered(Answer.TOO_LATE, appointment, for_the_team=True)

    def act() -> Answered:
        cancel(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
        turn.ask(Question.MISTAKE, appointment)
        return Answered(Answer.CANCELLED, appointment, done=Deed.CANCELLED)

    return unless_refused(act, appointment)


def ask_back(question: Question, appointment: Appointment, turn: Turn) -> Answered:
    """`Vous annulez mardi 8 à 9 h 30 ? 1 oui, 2 non.` Until it is answered, it waits for the team too."""
    turn.ask(question, appointment)
    answer = {Question.SURE: Answer.SURE, Question.KEEP: Answer.KEEP}[question]
    return Answered(answer, appointment, for_the_team=True, done=Deed.ASKED)


def take_back(turn: Turn) -> Answered:
    """The cancellation last spoken of is taken back; too late for that, somebody of the team reads it."""
    appointment = turn.talked_about()

    def act() -> Answered:
        restored = restore(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
        turn.close(restored)
        return Answered(Answer.RESTORED, appointment, done=Deed.RESTORED)

    return unless_refused(act, appointment)


def stays_off(turn: Turn) -> Answered:
    """It is cancelled, and stays so: said again now and then."""
    return now_and_then(turn, Answered(Answer.STAYS_OFF, turn.talked_about()))


def stands(turn: Turn) -> Answered:
    """Asked back whether they cancel, they do not."""
    appointment = turn.talked_about()
    turn.close(appointment)
    return Answered(Answer.STANDS, appointment)


def be_late(appointment: Appointment, turn: Turn) -> Answered:
    """They come, later: the mediator's day says so, as when it is said by telephone, and the desk reads how much."""
    try:
        say_late(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
    except BookingError:
        return pass_on(turn)
    return Answered(Answer.LATE, appointment, for_the_team=True, done=Deed.LATE)


def wait(appointment: Appointment, turn: Turn) -> Answered:
    """An earlier time at the same site is wanted, whenever that is."""

    def act() -> Answered:
        wait_for_earlier(appointment.pk, sites=[appointment.site], by=RESIDENT_BY_SMS, now=turn.now)
        return Answered(Answer.WAITING, appointment, done=Deed.WAITING)

    return unless_refused(act, appointment)


def offer_times(appointment: Appointment, turn: Turn, wanted: Wanted | None = None) -> Answered:
    """Three times; asked again for the same appointment, the ones after."""
    if appointment.starts_at <= turn.now:
        return Answered(Answer.TOO_LATE, appointment, for_the_team=True)
    same = turn.question() is Question.TIMES and turn.talk.appointment_id == appointment.pk
    after = times.instant(turn.talk.options[-1]) if same and turn.talk.options and wanted is None else None
    found = times.three(appointment, now=turn.now, wanted=wanted, after=after)
    if not found:
        return Answered(Answer.NO_TIMES, appointment, for_the_team=True)
    turn.ask(Question.TIMES, appointment, [at.isoformat() for at in found])
    return Answered(Answer.TIMES, appointment, options=times.offered(found, appointment))


def repeat_times(turn: Turn) -> Answered:
    """The times that were offered, once more; written again without one of their digits, it is for a person."""
    appointment = turn.talked_about()
    if turn.question() is not Question.TIMES:
        return offer_times(appointment, turn)
    found = [times.instant(each) for each in turn.talk.options]
    asked = now_and_then(turn, Answered(Answer.TIMES, appointment, options=times.offered(found, appointment)))
    return asked if asked.answer else pass_on(turn, Why.AFTERWARDS)


def take(position: int, turn: Turn) -> Answered:
    """One of the times that were offered."""
    appointment = turn.talked_about()
    starts_at = times.instant(turn.talk.options[position])
    try:
        moved = move(appointment, starts_at=starts_at, by=RESIDENT_BY_SMS, now=turn.now, offered=True)
    except (SlotTaken, TooSoon, TooFar):
        again = offer_times(appointment, turn, Wanted())
        return Answered(Answer.TAKEN, appointment, options=again.options) if again.options else again
    except BookingError:
        return Answered(Answer.TOO_LATE, appointment, for_the_team=True)
    turn.close(moved)
    return Answered(Answer.MOVED, moved, done=Deed.MOVED)


def unless_refused(act: Callable[[], Answered], appointment: Appointment) -> Answered:
    """What `act` answers; when it is refused, the telephone, and somebody of the team reads what was written."""
    try:
        return act()
    except BookingError:
        return Answered(Answer.TOO_LATE, appointment, for_the_team=True)
