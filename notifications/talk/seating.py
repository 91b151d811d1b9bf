"""A seat of a workshop that was offered, answered by SMS: `1` or a yes takes it, `2` or a no passes it on.

The confirmation with its dates is the answer to a yes (`notifications.outbox.workshops`).
"""

from datetime import datetime, timedelta

from bookings.actions.answer_seat import accept_seat
from bookings.actions.leave_workshop import leave_workshop
from bookings.errors import BookingError
from bookings.models import Registration
from bookings.people.who import RESIDENT_BY_SMS
from notifications.models import ChannelName, Message
from notifications.models.talk import Conversation
from notifications.talk.advice import pass_on
from notifications.talk.answers import Answered
from notifications.talk.deeds import Deed
from notifications.talk.meanings import Said
from notifications.talk.questions import NO, YES
from notifications.talk.senses import AFFIRMS, POLITE, Sense, Why
from notifications.talk.turn import Turn
from notifications.talk.words import Answer
from notifications.texts.kinds import Kind

_REMEMBERED = timedelta(days=3)
_ANSWERABLE = (Registration.State.OFFERED, Registration.State.LAPSED)


def last_offered_seat(talk: Conversation, *, now: datetime) -> Registration | None:
    """The registration whose offer is the last thing that was said to this number; None when something else was."""
    sent = Message.objects.filter(
        contact__value_index=talk.number_index, sent_at__gt=now - _REMEMBERED, channel=ChannelName.SMS
    ).exclude(kind=Kind.ANSWER)
    last = sent.order_by("-sent_at", "-pk").select_related("registration__workshop").first()
    if last is None or last.kind != Kind.WORKSHOP_OFFER or last.sent_at is None:
        return None
    asked_since = bool(talk.question) and talk.asked_at is not None and talk.asked_at > last.sent_at
    found = last.registration
    return found if found is not None and not asked_since and found.state in _ANSWERABLE else None


def answer(said: Said, registration: Registration, turn: Turn) -> Answered | None:
    """What a yes or a no does to the offer; None when something else was said."""
    core = said.senses - POLITE
    if said.why is Why.COURTESY:
        return Answered()
    if said.digit == NO or (Sense.NO in core and core <= {Sense.NO, Sense.CANCELS}):
        leave_workshop(registration.pk, by=RESIDENT_BY_SMS, now=turn.now)
        return Answered(Answer.REFUSED, language=registration.language, done=Deed.DECLINED)
    if said.digit == YES or (core and core <= AFFIRMS):
        return _yes(registration, turn)
    return pass_on(turn, said.why or Why.OTHER_WORDS)


def _yes(registration: Registration, turn: Turn) -> Answered:
    try:
        accept_seat(registration.pk, by=RESIDENT_BY_SMS, now=turn.now)
    except BookingError:
        return Answered(Answer.SEAT_OVER, language=registration.language)
    return Answered(language=registration.language, done=Deed.BOOKED)
