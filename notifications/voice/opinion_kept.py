"""What somebody says of a session by telephone, kept apart from the call: the same answers as by SMS, on the web and on paper."""

from datetime import datetime

from bookings.actions.answer_survey import answer_survey, go_on
from bookings.errors import SurveyOver
from bookings.models import SurveyAnswer
from bookings.surveys.links import request_of_code
from notifications.voice import results
from notifications.voice.keys import Step, enter, go
from notifications.voice.known import Turn
from notifications.voice.memory import Memory
from notifications.voice.opinion import CHANGES
from notifications.voice.phrases import Phrase
from notifications.voice.states import State


def by_code(memory: Memory, typed: str, *, now: datetime) -> Step | None:
    """The three questions, for the eight digits of a sheet of paper; None for no such code."""
    asked = request_of_code(typed, now=now)
    return go(memory.but(survey=asked.pk), State.WENT) if asked else None


def rate(memory: Memory, typed: str, turn: Turn) -> Step:
    """One answer, and the next question. Nothing of it stays with the call once it has ended."""
    if memory.state is State.WENT:
        return _first(memory, int(typed), turn)
    if memory.state is State.CLEAR:
        go_on(memory.goes_on, clear=int(typed))
        return Step(enter(memory, State.CHANGE))
    if typed in CHANGES:
        go_on(memory.goes_on, comment=CHANGES[typed])
    return results.settled(memory.but(goes_on=""), Phrase.OPINION_NOTED)


def _first(memory: Memory, mark: int, turn: Turn) -> Step:
    asked = memory.but(survey=0, path=())
    try:
        secret = answer_survey(
            memory.survey, channel=SurveyAnswer.Channel.PHONE, now=turn.now, went=mark, goes_on=True
        )
    except SurveyOver:
        return results.settled(asked, Phrase.OPINION_OVER)
    return Step(enter(asked.but(goes_on=secret), State.CLEAR))
