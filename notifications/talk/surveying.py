"""What somebody answers who was asked how a session went: a mark, another, and words, by SMS.

While that is the last thing a number was asked, a digit is a mark: it confirms and cancels nothing. What is written is not
kept with the number, neither here nor there.
"""

from datetime import datetime, timedelta

from bookings.actions.answer_survey import answer_survey, go_on
from bookings.errors import SurveyOver
from bookings.models import SurveyAnswer, SurveyRequest
from notifications.models import ChannelName, Message
from notifications.models.talk import Conversation
from notifications.outbox.about_survey import date_of, is_by_link
from notifications.talk.advice import now_and_then, pass_on
from notifications.talk.answers import Answered
from notifications.talk.deeds import Deed
from notifications.talk.meanings import Meaning, Said
from notifications.talk.questions import SURVEY, Question
from notifications.talk.rating import Rated, looks_automatic, read_rating
from notifications.talk.senses import POLITE, Sense, Why
from notifications.talk.turn import AskedHow, Turn
from notifications.talk.words import Answer
from notifications.texts.kinds import SURVEYS, Kind

_REMEMBERED = timedelta(days=14)
_AT_ONCE = timedelta(seconds=20)
"""No person has read and written by then: a telephone answers for its owner."""
_SMS = SurveyAnswer.Channel.SMS
_ABOUT_A_TIME = frozenset({Meaning.MOVE, Meaning.WHEN, Meaning.EARLIER, Meaning.HELP})
_MARKS = ("went", "clear")


def last_asked_how(talk: Conversation, *, now: datetime) -> AskedHow | None:
    """The request that is the last thing that was said to this number, while one may answer; None when something else was."""
    sent = Message.objects.filter(
        contact__value_index=talk.number_index, sent_at__gt=now - _REMEMBERED, channel=ChannelName.SMS
    ).exclude(kind=Kind.ANSWER)
    last = sent.order_by("-sent_at", "-pk").first()
    if last is None or last.kind not in SURVEYS or is_by_link(last.rule):
        return None
    if last.sent_at is None or (last.appointment_id is None and last.registration_id is None):
        return None
    if talk.question and talk.asked_at is not None and talk.asked_at > last.sent_at:
        return None
    requests = SurveyRequest.objects.filter(expires_at__gt=now, token_hash__isnull=False)
    if last.appointment_id is not None:
        requests = requests.filter(appointment=last.appointment_id)
    else:
        requests = requests.filter(registration=last.registration_id, workshop_date=date_of(last.rule))
    request = requests.select_related("appointment", "registration").first()
    return AskedHow(request, last.sent_at) if request is not None else None


def answer(said: Said, turn: Turn) -> Answered | None:
    """The answer to whichever of the three questions was asked last; None when it is none: then it is read as always."""
    asked = turn.asked()
    if asked in SURVEY:
        return _next(Question(asked), said, turn)
    return _first(said, turn.how, turn) if turn.how is not None else None


def _first(said: Said, how: AskedHow, turn: Turn) -> Answered | None:
    rated, request = read_rating(turn.text.body), how.request
    if rated.marks:
        return _take(rated, request, turn)
    if turn.now - how.at < _AT_ONCE or looks_automatic(turn.text.body):
        return Answered()
    if said.why is Why.COURTESY or said.senses - POLITE == {Sense.NO}:
        return Answered()
    if _is_about_a_time(said):
        return None
    if rated.off_scale or said.meaning is Meaning.CONFIRM:
        return _scale(request.language, turn)
    if said.why is Why.QUESTION or "?" in turn.text.body or "؟" in turn.text.body:
        return pass_on(turn, Why.QUESTION)
    return _take(Rated(words=turn.text.body), request, turn)


def _take(rated: Rated, request: SurveyRequest, turn: Turn) -> Answered:
    """The request is spent; what is not said yet is asked."""
    marks = dict(zip(_MARKS, rated.marks, strict=False))
    whole = bool(rated.words)
    try:
        secret = answer_survey(
            request.pk, channel=_SMS, now=turn.now, comment=rated.words, goes_on=not whole, **marks
        )
    except SurveyOver:
        return Answered(done=Deed.SURVEYED)
    language = request.language
    if whole:
        return _thanked(language, turn)
    asks = Question.SURVEY_WORDS if "clear" in marks else Question.SURVEY_CLEAR
    return _ask(asks, secret, language, turn)


def _next(asked: Question, said: Said, turn: Turn) -> Answered | None:
    """The second or the third answer, of a conversation that knows nothing but how it goes on."""
    secret, language = (*turn.talk.options, "", "fr")[:2]
    rated = read_rating(turn.text.body)
    if _is_about_a_time(said):
        return None
    if looks_automatic(turn.text.body):
        return Answered()
    if asked is Question.SURVEY_CLEAR and (
        rated.off_scale or said.meaning in (Meaning.CONFIRM, Meaning.CANCEL)
    ):
        return _scale(language, turn)
    if rated.marks and not rated.words:
        return _second_mark(asked, rated.marks[0], secret, language, turn)
    if rated.off_scale or said.why is Why.COURTESY or said.senses - POLITE == {Sense.NO}:
        return _thanked(language, turn)
    clear = rated.marks[0] if rated.marks and asked is Question.SURVEY_CLEAR else None
    kept = go_on(secret, clear=clear, comment=rated.words or turn.text.body)
    return _thanked(language, turn) if kept else Answered(done=Deed.SURVEYED)


def _second_mark(asked: Question, mark: int, secret: str, language: str, turn: Turn) -> Answered:
    """A digit answers the second question; to the third it says nothing."""
    if asked is not Question.SURVEY_CLEAR:
        return _thanked(language, turn)
    if not go_on(secret, clear=mark):
        return Answered(done=Deed.SURVEYED)
    return _ask(Question.SURVEY_WORDS, secret, language, turn)


def _ask(question: Question, secret: str, language: str, turn: Turn) -> Answered:
    turn.ask(question, None, [secret, language])
    said = Answer.SURVEY_WORDS if question is Question.SURVEY_WORDS else Answer.SURVEY_CLEAR
    return Answered(said, language=language, done=Deed.SURVEYED)


def _thanked(language: str, turn: Turn) -> Answered:
    turn.ask(Question.SURVEY_OVER, None, ["", language])
    return Answered(Answer.SURVEY_THANKS, language=language, done=Deed.SURVEYED)


def _scale(language: str, turn: Turn) -> Answered:
    """How one answers, now and then only."""
    asked = now_and_then(turn, Answered(Answer.SURVEY_SCALE, language=language, done=Deed.SURVEYED))
    return Answered(asked.answer, language=language, done=Deed.SURVEYED)


def _is_about_a_time(said: Said) -> bool:
    """Whether it is rather about an appointment: that is never taken for a remark."""
    core = said.senses - POLITE
    firmly = said.meaning is Meaning.CANCEL and bool(core & {Sense.CANCELS, Sense.STAYS_AWAY})
    comes = bool(core & {Sense.COMES, Sense.CONFIRMS, Sense.TAKES})
    return said.meaning in _ABOUT_A_TIME or firmly or comes or said.why is Why.LATE
