"""What is said to a number when there is nothing to be done: how to write to us, and that somebody reads it."""

from datetime import timedelta

from notifications.talk.answers import Answered, answered
from notifications.talk.senses import Why
from notifications.talk.turn import Turn
from notifications.talk.words import Answer

ADVISED_AGAIN_AFTER = timedelta(hours=1)
"""General advice goes to a number no more often: two machines must not write to each other."""


def advise(turn: Turn) -> Answered:
    """What can be written about the appointment; what to do without one."""
    about = turn.about() or (turn.ahead[0] if turn.ahead else None)
    if about is None:
        return nothing_ahead(turn)
    return now_and_then(turn, Answered(Answer.ADVICE, about))


def nothing_ahead(turn: Turn) -> Answered:
    """No appointment is known for this number: the telephone, and the web."""
    return now_and_then(turn, Answered(Answer.NOTHING))


def pass_on(turn: Turn, why: Why = Why.NOTHING) -> Answered:
    """It was not understood, or not surely: somebody of the team reads it. `why`: if it is not in the words themselves."""
    about = turn.about() or (turn.ahead[0] if turn.ahead else None)
    return now_and_then(turn, Answered(Answer.PASSED_ON, about, for_the_team=True, why=why))


def now_and_then(turn: Turn, answer: Answered) -> Answered:
    """Something that changes nothing, unless this number was told so less than an hour ago."""
    last = turn.talk.advised_at
    if last is not None and turn.now - last < ADVISED_AGAIN_AFTER:
        return answered(answer, silently=True)
    turn.talk.advised_at = turn.now
    return answer
