"""What can be asked by SMS, and the digits that answer it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from notifications.talk.meanings import Meaning


class Question(StrEnum):
    """What is being asked of a number; one at a time."""

    NONE = ""
    TIMES = "times"
    WHICH = "which"
    MISTAKE = "mistake"
    SURE = "sure"
    """You cancel this one?"""
    KEEP = "keep"
    """You keep the one that you have cancelled?"""

    SURVEY_CLEAR = "survey_clear"
    """Was it clear, of 1 to 5?"""
    SURVEY_WORDS = "survey_words"
    """What would you change?"""
    SURVEY_OVER = "survey_over"
    """Nothing any more: they were thanked."""


SURVEY = frozenset({Question.SURVEY_CLEAR, Question.SURVEY_WORDS})
"""How a session went: while one of these is the last thing said, digits are marks (`surveying.py`)."""
YES_OR_NO = frozenset({Question.SURE, Question.KEEP})
"""While one of these is the last thing said, 1 is its yes and 2 its no: it says so itself, with the day it is about."""
ALWAYS = {1: Meaning.CONFIRM, 2: Meaning.CANCEL, 3: Meaning.MOVE}
"""About the appointment that is known: what a message says one may answer.

Four exceptions, before anything here is asked: while the last thing a number was asked is an offer of the waiting list, 1
takes it and 2 leaves it (see `offering.py`); while it is three times in the place of one, they choose (`choosing.py`);
while it is how a session went, they are marks (`surveying.py`); and while it is a yes-or-no question, they answer that
one (`replying.py`).
"""
_FIRST = {Question.TIMES: 4, Question.WHICH: 7}
MOST_OPTIONS = 3
YES, NO, UNDO = 1, 2, 0
"""`UNDO` takes a cancellation back, as long as that is what was said last."""


@dataclass(frozen=True)
class Chosen:
    """An option of the open question."""

    question: Question
    position: int


def digit_of(question: Question, position: int) -> int:
    """The digit that chooses an option."""
    return _FIRST[question] + position


def meaning_of(digit: int, question: Question, options: int) -> Meaning | Chosen | None:
    """What a digit means while that question, with so many options, is open; None: nothing."""
    if digit in ALWAYS:
        return ALWAYS[digit]
    position = digit - _FIRST.get(question, 10)
    return Chosen(question, position) if 0 <= position < options else None
