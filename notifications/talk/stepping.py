"""An answer to a reminder of something to be done: it says nothing of any appointment, and a step is ticked on its page.

"Non" or "2" after it must not call off the appointment of next week, of which this number was told earlier.
"""

from datetime import datetime, timedelta

from notifications.models import ChannelName, Message
from notifications.models.talk import Conversation
from notifications.talk.advice import pass_on
from notifications.talk.answers import Answered
from notifications.talk.meanings import Meaning, Said
from notifications.talk.senses import POLITE, Sense, Why
from notifications.talk.turn import Turn
from notifications.texts.kinds import NEXT_STEPS, Kind

_REMEMBERED = timedelta(days=3)
_HEARD = frozenset({Sense.YES, Sense.OK, Sense.WELL})


def was_reminded_last(talk: Conversation, *, now: datetime) -> bool:
    """Whether such a reminder is the last thing that was said to this number."""
    sent = Message.objects.filter(
        contact__value_index=talk.number_index, sent_at__gt=now - _REMEMBERED, channel=ChannelName.SMS
    ).exclude(kind=Kind.ANSWER)
    last = sent.order_by("-sent_at", "-pk").first()
    if last is None or last.kind not in NEXT_STEPS or last.sent_at is None:
        return False
    return not (talk.question and talk.asked_at is not None and talk.asked_at > last.sent_at)


def answer(said: Said, turn: Turn) -> Answered | None:
    """Nothing for an "ok"; a digit or a bare no is for a person to read; None when a time is spoken of."""
    core = said.senses - POLITE
    if said.meaning is Meaning.DIGIT or core == {Sense.NO}:
        return pass_on(turn, Why.AFTERWARDS)
    return Answered() if core and core <= _HEARD and said.named is None else None
