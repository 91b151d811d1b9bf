"""What can be asked by SMS, and the digits that answer it: no two questions share one. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from notifications.talk.meanings import Meaning


class Question(StrEnum):
    """What is being asked of a number; one at a time."""

    NONE = ""
    TIMES = "times"
    WHICH = "which"
    MISTAKE = "mistake"


ALWAYS = {1: Meaning.CONFIRM, 2: Meaning.CANCEL, 3: Meaning.MOVE}
"""About the appointment that is known: what a message says one may answer.

One exception, before anything here is asked: while the last thing a number was asked is an offer of the waiting list, 1
takes it and 2 leaves it (see `offering.py`).
"""
_FIRST = {Question.TIMES: 4, Question.WHICH: 7}
MOST_OPTIONS = 3
UNDO = 0
"""Takes a cancellation back, as long as that is asked."""


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
    if question is Question.MISTAKE:
        return Chosen(question, 0) if digit == UNDO else None
    position = digit - _FIRST.get(question, 10)
    return Chosen(question, position) if 0 <= position < options else None
