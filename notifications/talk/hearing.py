"""What is done about a reply that was read: the last thing asked first, then the appointment last spoken of."""

from bookings.models import Appointment, Contact
from notifications.talk import (
    about,
    beside,
    choosing,
    doing,
    inviting,
    offering,
    replying,
    seating,
    stepping,
    surveying,
)
from notifications.talk.advice import advise, nothing_ahead, pass_on
from notifications.talk.answers import Answered
from notifications.talk.ceiling import answers_left
from notifications.talk.deeds import Deed
from notifications.talk.meanings import Meaning, Said
from notifications.talk.questions import NO, UNDO, YES, YES_OR_NO, Question, meaning_of
from notifications.talk.senses import Why
from notifications.talk.turn import Turn
from notifications.talk.words import Answer


def hear(said: Said, turn: Turn) -> Answered:
    """Does what a reply asks for; whoever has had all the answers of an hour is left to a person."""
    if said.meaning in (Meaning.STOP, Meaning.START):
        return _opt(said.meaning, turn)
    left = answers_left(turn)
    if left <= 1:
        answer = Answer.PASSED_ON if left else None
        return Answered(answer, turn.about(), for_the_team=True, why=Why.TOO_MANY)
    if answered := _what_was_asked(said, turn):
        return answered
    if turn.shared and not turn.ahead and (answered := beside.answer(said, turn)):
        return answered
    if said.meaning is Meaning.DIGIT:
        return _digit(said.digit, turn)
    return replying.reply(said, turn) or _plainly(said, turn)


def _what_was_asked(said: Said, turn: Turn) -> Answered | None:
    """Of other things than an appointment that stands: the first of them that this answers."""
    if turn.choosing is not None and (answered := choosing.answer(said, turn.choosing, turn)):
        return answered
    if turn.offer is not None and (answered := offering.answer(said, turn.offer, turn)):
        return answered
    if turn.invited is not None and (answered := inviting.answer(said, turn.invited, turn)):
        return answered
    if turn.seat is not None and (answered := seating.answer(said, turn.seat, turn)):
        return answered
    if turn.reminded and (answered := stepping.answer(said, turn)):
        return answered
    return surveying.answer(said, turn)


def _digit(digit: int, turn: Turn) -> Answered:
    asked = turn.asked()
    if asked in YES_OR_NO and digit in (YES, NO):
        return replying.yes_or_no(asked, yes=digit == YES, turn=turn)
    if asked is Question.MISTAKE:
        return _after_a_cancellation(digit, turn)
    meant = meaning_of(digit, turn.question(), len(turn.talk.options))
    if meant is None:
        return advise(turn)
    if isinstance(meant, Meaning):
        return about.act(Said(meant, plain=True), turn)
    return (doing.take if meant.question is Question.TIMES else about.choose)(meant.position, turn)


def _after_a_cancellation(digit: int, turn: Turn) -> Answered:
    """0 takes it back, and so does 1 if there is nothing else they could come to; 2 says again what is done."""
    if digit == UNDO or (digit == YES and not turn.ahead):
        return doing.take_back(turn)
    if digit == YES:
        return doing.ask_back(Question.KEEP, turn.talked_about(), turn)
    return doing.stays_off(turn) if digit == NO else pass_on(turn, Why.AFTERWARDS)


def _plainly(said: Said, turn: Turn) -> Answered:
    """No question is open, or something else was said."""
    if said.why is Why.COURTESY:
        return _kind_words(said, turn)
    if said.why is Why.LATE:
        late_for = turn.about() or _the_nearest(turn)
        return doing.be_late(late_for, turn) if late_for else pass_on(turn)
    if said.meaning is Meaning.HELP:
        return advise(turn)
    return pass_on(turn) if said.meaning is Meaning.UNKNOWN else about.act(said, turn)


def _kind_words(said: Said, turn: Turn) -> Answered:
    """They ask nothing of anybody; only "à jeudi" about a Tuesday does, and of several appointments any may be meant."""
    appointment = turn.about()
    if appointment is not None and said.named is not None and not about.fits(said.named, appointment, turn):
        return pass_on(turn, Why.OTHER_DAY)
    return advise(turn) if appointment is None and len(turn.ahead) > 1 else Answered(appointment=appointment)


def _the_nearest(turn: Turn) -> Appointment | None:
    """Of several, the one of today: one is late for what is near."""
    today = [each for each in turn.ahead if (each.starts_at - turn.now).total_seconds() < _NEAR_S]
    return today[0] if len(today) == 1 else None


_NEAR_S = 6 * 3600


def _opt(meaning: Meaning, turn: Turn) -> Answered:
    """STOP is kept and honoured, and answered by the provider; START takes it back."""
    contacts = Contact.objects.filter(value_index=turn.talk.number_index, kind=Contact.Kind.MOBILE)
    if meaning is Meaning.STOP:
        stopped = contacts.filter(opted_out_at=None).update(opted_out_at=turn.now)
        return Answered(done=Deed.STOPPED if stopped else Deed.NOTHING)
    started = contacts.exclude(opted_out_at=None).update(opted_out_at=None)
    known = started or contacts.exists()
    return Answered(Answer.WELCOME_BACK, done=Deed.STARTED) if known else nothing_ahead(turn)
