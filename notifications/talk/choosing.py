"""Three times in the place of an appointment that could not be kept, answered by SMS: `1`, `2`, `3`, or `4` for none.

While this is the last thing a number was asked, digits answer it, whatever they mean otherwise.
"""

from datetime import datetime, timedelta

from bookings.actions.choose_instead import choose, none_suits
from bookings.errors import BookingError, QuestionOver, SlotTaken
from bookings.interruptions.questions import question_about, times_of
from bookings.models import Appointment, Interrupted
from bookings.people.who import RESIDENT_BY_SMS
from notifications.models import ChannelName, Message
from notifications.models.talk import Conversation
from notifications.talk.advice import now_and_then, pass_on
from notifications.talk.answers import Answered
from notifications.talk.deeds import Deed
from notifications.talk.meanings import Meaning, Said
from notifications.talk.options import Option
from notifications.talk.senses import AFFIRMS, POLITE, Sense, Why
from notifications.talk.turn import Turn
from notifications.talk.words import Answer
from notifications.texts.choices import NONE_OF_THEM
from notifications.texts.kinds import Kind

_REMEMBERED = timedelta(days=10)
_NONE = frozenset({Sense.NO, Sense.NONE_SUITS, Sense.SORRY, Sense.CANCELS, Sense.STAYS_AWAY})


def last_to_choose(talk: Conversation, *, now: datetime) -> Interrupted | None:
    """The question that is the last thing said to this number; None when something else was, or somebody has answered."""
    said = Message.objects.filter(
        contact__value_index=talk.number_index, sent_at__gt=now - _REMEMBERED, channel=ChannelName.SMS
    ).exclude(kind=Kind.ANSWER)
    last = said.order_by("-sent_at", "-pk").first()
    if last is None or last.kind != Kind.CHOICE or last.sent_at is None:
        return None
    if talk.question and talk.asked_at is not None and talk.asked_at > last.sent_at:
        return None
    return question_about(last.appointment_id or 0)


def answer(said: Said, row: Interrupted, turn: Turn) -> Answered | None:
    """What a digit or a no does; None when something else was said: a person reads that."""
    digit = said.digit if said.meaning is Meaning.DIGIT else said.option
    core = said.senses - POLITE
    if digit == NONE_OF_THEM or (digit < 0 and core and core <= _NONE and Sense.SORRY not in core):
        return _none(row, turn)
    if 1 <= digit <= len(row.times):
        return _take(row, digit, turn)
    if said.why is Why.COURTESY:
        return Answered()
    if said.meaning is Meaning.DIGIT or (core and core <= AFFIRMS):
        return _which(row, turn)
    return None


def _take(row: Interrupted, digit: int, turn: Turn) -> Answered:
    try:
        moved = choose(row.pk, digit, by=RESIDENT_BY_SMS, now=turn.now)
    except SlotTaken:
        row.refresh_from_db(fields=["times"])
        return _asking(Answer.CHOICE_GONE, row) if row.times else _none(row, turn)
    except BookingError:
        return Answered(Answer.TOO_LATE, row.appointment, for_the_team=True)
    moved = Appointment.objects.select_related("site").get(pk=moved.pk)
    turn.close(moved)
    return Answered(Answer.MOVED, moved, done=Deed.MOVED)


def _none(row: Interrupted, turn: Turn) -> Answered:
    try:
        none_suits(row.pk, by=RESIDENT_BY_SMS, now=turn.now)
    except QuestionOver:
        return pass_on(turn, Why.AFTERWARDS)
    return now_and_then(turn, Answered(Answer.NONE_SUITS, row.appointment))


def _which(row: Interrupted, turn: Turn) -> Answered:
    """A yes names none of them."""
    asked = now_and_then(turn, _asking(Answer.WHICH_TIME, row))
    return asked if asked.answer else pass_on(turn, Why.AFTERWARDS)


def _asking(answer: Answer, row: Interrupted) -> Answered:
    old = row.appointment.site_id
    options = tuple(
        Option(
            each.position,
            each.starts_at,
            each.site.timezone,
            place="" if each.site.pk == old else each.site.sms_name,
        )
        for each in times_of(row)
    )
    return Answered(answer, row.appointment, options=options)
