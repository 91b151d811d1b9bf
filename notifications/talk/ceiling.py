"""How many answers a number gets in an hour: beyond that no person is writing, or one who needs a person."""

from datetime import timedelta

from notifications.channels.routes import address_index
from notifications.models import Message
from notifications.talk.turn import Turn
from notifications.texts.kinds import Kind

MOST_ANSWERS = 12
"""Whoever changes an appointment, looks at all the times and changes their mind needs eight."""
_WITHIN = timedelta(hours=1)


def answers_left(turn: Turn) -> int:
    """How many more SMS this number may be answered within the hour."""
    lately = Message.objects.filter(
        to_index=address_index(turn.text.phone), kind=Kind.ANSWER, created_at__gt=turn.now - _WITHIN
    )
    return max(0, MOST_ANSWERS - lately.filter(key__startswith="answer-").count())
