"""Words that answer the question that was the last thing said. None: they say something else."""

from collections.abc import Callable

from notifications.talk import about, doing
from notifications.talk.advice import pass_on
from notifications.talk.answers import Answered
from notifications.talk.meanings import Meaning, Said
from notifications.talk.questions import Chosen, Question, meaning_of
from notifications.talk.senses import POLITE, Sense, Why
from notifications.talk.turn import Turn

_SILENTLY = Answered()


def reply(said: Said, turn: Turn) -> Answered | None:
    """What a yes, a no, thanks and the like do to the open question."""
    answers = _ANSWERS.get(turn.asked())
    return answers(said, turn) if answers else None


def yes_or_no(question: Question, *, yes: bool, turn: Turn) -> Answered:
    """The answer to a question asked back."""
    turn.answers_question = True
    if question is Question.SURE:
        return doing.call_off(turn.talked_about(), turn) if yes else doing.stands(turn)
    if yes:
        return doing.take_back(turn)
    turn.ask(Question.MISTAKE, turn.talked_about())
    return doing.stays_off(turn)


def _core(said: Said) -> frozenset[Sense]:
    return said.senses - POLITE


def _sure(said: Said, turn: Turn) -> Answered | None:
    core = _core(said)
    if said.why is Why.COURTESY:
        return _SILENTLY
    if core and core <= {Sense.YES, Sense.OK} and (Sense.YES in core or Sense.THANKS not in said.senses):
        return yes_or_no(Question.SURE, yes=True, turn=turn)
    if said.meaning is Meaning.CANCEL and core & {Sense.CANCELS, Sense.STAYS_AWAY} and Sense.NO not in core:
        return yes_or_no(Question.SURE, yes=True, turn=turn)
    if core == {Sense.NO} or Sense.COMES in core or Sense.MISTAKE in core:
        return yes_or_no(Question.SURE, yes=False, turn=turn)
    return pass_on(turn, said.why or Why.AFTERWARDS) if _is_an_answer(said) else None


def _keep(said: Said, turn: Turn) -> Answered | None:
    core = _core(said)
    if said.why is Why.COURTESY:
        return _SILENTLY
    if Sense.MISTAKE in core or (core and core <= {Sense.YES, Sense.OK, Sense.COMES, Sense.CONFIRMS}):
        return yes_or_no(Question.KEEP, yes=True, turn=turn)
    if said.meaning is Meaning.CANCEL:
        return yes_or_no(Question.KEEP, yes=False, turn=turn)
    return pass_on(turn, said.why or Why.AFTERWARDS) if _is_an_answer(said) else None


def _mistake(said: Said, turn: Turn) -> Answered | None:
    """After a cancellation: a mistake takes it back, "oui" and "je viens" are asked back, "ok" and "non" leave it."""
    core = _core(said)
    if Sense.MISTAKE in core or (core == {Sense.COMES} and not turn.ahead and said.named is None):
        return doing.take_back(turn)
    if said.why is Why.COURTESY or core == {Sense.NO}:
        return _SILENTLY
    if said.meaning is Meaning.CONFIRM:
        only_content = core <= {Sense.OK, Sense.WELL}
        return _SILENTLY if only_content else doing.ask_back(Question.KEEP, turn.talked_about(), turn)
    if said.meaning is Meaning.CANCEL:
        return doing.stays_off(turn)
    return pass_on(turn, said.why or Why.AFTERWARDS) if _is_an_answer(said) else None


def _chosen(said: Said, turn: Turn) -> Chosen | None:
    """An option that is named among words: "le 4"."""
    meant = meaning_of(said.option, turn.question(), len(turn.talk.options))
    return meant if isinstance(meant, Chosen) else None


def _times(said: Said, turn: Turn) -> Answered | None:
    """While times are offered, a yes names none of them, and a no cancels nothing."""
    core = _core(said)
    if chosen := _chosen(said, turn):
        return doing.take(chosen.position, turn)
    if said.why is Why.COURTESY or said.meaning is Meaning.CONFIRM:
        return doing.repeat_times(turn)
    if core and core <= {Sense.NO, Sense.NONE_SUITS, Sense.SORRY, Sense.MOVES} and core != {Sense.SORRY}:
        return doing.offer_times(turn.talked_about(), turn)
    if said.meaning is Meaning.CANCEL and Sense.CANCELS in core:
        return doing.ask_back(Question.SURE, turn.talked_about(), turn)
    if said.meaning in (Meaning.CANCEL, Meaning.EARLIER):
        return pass_on(turn, Why.AFTERWARDS)
    return None


def _which(said: Said, turn: Turn) -> Answered | None:
    if not turn.ahead:
        return None
    if chosen := _chosen(said, turn):
        return about.choose(chosen.position, turn)
    if said.meaning is Meaning.WHEN and said.named is not None:
        return about.choose_named(said.named, turn)
    if said.why is Why.COURTESY or said.meaning is Meaning.CONFIRM or _core(said) == {Sense.NO}:
        return about.repeat_which(turn)
    return None


def _is_an_answer(said: Said) -> bool:
    """Whether it is about what was asked at all: a wish for another time, help or STOP is not."""
    return said.meaning in (Meaning.CONFIRM, Meaning.CANCEL, Meaning.EARLIER, Meaning.UNKNOWN)


_ANSWERS: dict[Question, Callable[[Said, Turn], Answered | None]] = {
    Question.SURE: _sure,
    Question.KEEP: _keep,
    Question.MISTAKE: _mistake,
    Question.TIMES: _times,
    Question.WHICH: _which,
}
