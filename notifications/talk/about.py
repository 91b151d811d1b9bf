"""Which appointment is meant: the one last spoken of, the only one, or the one that is named; else it is asked."""

from zoneinfo import ZoneInfo

from bookings.models import Appointment
from notifications.talk import doing, times
from notifications.talk.advice import advise, nothing_ahead, now_and_then, pass_on
from notifications.talk.answers import Answered
from notifications.talk.meanings import Meaning, Named, Said
from notifications.talk.questions import Question
from notifications.talk.senses import Why
from notifications.talk.turn import Turn
from notifications.talk.words import Answer

_UNSURE = "?"


def act(said: Said, turn: Turn) -> Answered:
    """Does what is said to the appointment meant, or asks which one. One that was not last spoken of is never touched."""
    about = turn.about()
    if said.named is not None and said.meaning in (Meaning.CONFIRM, Meaning.CANCEL):
        fitting = [each for each in turn.ahead if fits(said.named, each, turn)]
        if len(fitting) != 1 or about not in (None, fitting[0]):
            return pass_on(turn, Why.OTHER_DAY) if turn.ahead else nothing_ahead(turn)
        about = fitting[0]
    if about is not None:
        return _carry_out(said, about, turn)
    return _which(said, turn)


def fits(named: Named, appointment: Appointment, turn: Turn) -> bool:
    """Whether a day or an hour that somebody names is this appointment's."""
    zone = ZoneInfo(appointment.site.timezone)
    return named.fits(appointment.starts_at.astimezone(zone), turn.now.astimezone(zone).date())


def _carry_out(said: Said, appointment: Appointment, turn: Turn) -> Answered:
    if said.meaning is Meaning.CONFIRM:
        return doing.come(appointment, turn)
    if said.meaning is Meaning.CANCEL:
        plain = said.plain and appointment.starts_at > turn.now
        return (doing.call_off if plain else _sure)(appointment, turn)
    if said.meaning is Meaning.EARLIER:
        return doing.wait(appointment, turn)
    return doing.offer_times(appointment, turn, said.wanted)


def _sure(appointment: Appointment, turn: Turn) -> Answered:
    """A cancellation that says more than the word is asked back."""
    if appointment.starts_at <= turn.now:
        return Answered(Answer.TOO_LATE, appointment, for_the_team=True)
    return doing.ask_back(Question.SURE, appointment, turn)


def _which(said: Said, turn: Turn) -> Answered:
    if not turn.ahead:
        return _nothing(turn)
    if len(turn.ahead) == 1:
        return _remind_of(turn.ahead[0], turn)
    if _look_alike(turn.ahead):
        return pass_on(turn, Why.AFTERWARDS)
    asked = f"{said.meaning}{'' if said.plain else _UNSURE}"
    turn.ask(Question.WHICH, None, [f"{asked}:{each.pk}" for each in turn.ahead])
    return Answered(Answer.WHICH, turn.ahead[0], options=times.which(turn.ahead))


def _nothing(turn: Turn) -> Answered:
    """Nothing ahead. Of what was spoken of a moment ago, and is called off, somebody of the team has to read."""
    called_off = turn.spoken is not None and turn.spoken.in_talk and turn.talk.appointment is not None
    return pass_on(turn, Why.AFTERWARDS) if called_off and not turn.is_over() else nothing_ahead(turn)


def _remind_of(appointment: Appointment, turn: Turn) -> Answered:
    """Something else was last spoken of: what is ahead is said, and how to answer about that one. Nothing changes."""
    turn.close(appointment)
    return Answered(Answer.ADVICE, appointment)


def _look_alike(ahead: list[Appointment]) -> bool:
    """Whether two of them would be the same words in an SMS, which names nobody."""
    return len({(each.starts_at, each.site_id) for each in ahead}) < len(ahead)


def choose(position: int, turn: Turn, *, named: bool = False) -> Answered:
    """Which appointment was meant: the one of that digit, or of the day that is `named`."""
    asked, _, pk = turn.talk.options[position].partition(":")
    chosen = next((each for each in turn.ahead if each.pk == int(pk)), None)
    if chosen is None:
        return advise(turn)
    plain = not named and not asked.endswith(_UNSURE)
    return _carry_out(Said(Meaning(asked.removesuffix(_UNSURE)), plain=plain), chosen, turn)


def choose_named(named: Named, turn: Turn) -> Answered:
    """The one of those asked about whose day is named; the question once more when it is none, or several."""
    by_pk = {str(each.pk): each for each in turn.ahead}
    asked = [by_pk.get(option.partition(":")[2]) for option in turn.talk.options]
    fitting = [at for at, each in enumerate(asked) if each is not None and fits(named, each, turn)]
    return choose(fitting[0], turn, named=True) if len(fitting) == 1 else repeat_which(turn)


def repeat_which(turn: Turn) -> Answered:
    """The question once more; written again without one of its digits, it is for a person."""
    asked = turn.talk.options[0].partition(":")[0]
    turn.ask(Question.WHICH, None, [f"{asked}:{each.pk}" for each in turn.ahead])
    again = now_and_then(turn, Answered(Answer.WHICH, turn.ahead[0], options=times.which(turn.ahead)))
    return again if again.answer else pass_on(turn, Why.AFTERWARDS)
