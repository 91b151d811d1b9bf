"""What is said at each question: (memory, facts) → sentences, and what is listened for. Pure.

A menu says the choice before the key and has four choices at most.
"""

from collections.abc import Callable

from notifications.voice import another_language, offering, opinion, referred, together
from notifications.voice.about_own import (
    booked,
    called_off,
    instead,
    left_on_a_machine,
    offered,
    own_appointment,
    settled,
)
from notifications.voice.lines import Line, Listen, Prompt, offer
from notifications.voice.memory import Facts, Memory
from notifications.voice.phrases import Phrase
from notifications.voice.states import ENDED, TYPED, State

Speech = list[Line]
_MOST_NEWS = 2


def prompt(memory: Memory, facts: Facts) -> Prompt:
    """The question of this state, with what had to be said first."""
    before, notice = _first_of_all(memory, facts), _notice(memory, facts)
    said = [*(notice[1:] if before else notice), *_SAYS[memory.state](memory, facts)]
    slow = memory.slow or (memory.state is State.BOOKED and not facts.texted)
    listen = _LISTENS.get(memory.state, _or_hang_up(memory))
    return Prompt(tuple(said), listen, TYPED.get(memory.state, 1), slow, tuple(before))


def _or_hang_up(memory: Memory) -> Listen:
    return Listen.KEYS if memory.state not in ENDED else Listen.HANG_UP


def _first_of_all(memory: Memory, facts: Facts) -> Speech:
    """Whose language nobody knows yet is offered the others before their own four choices are read out."""
    known = memory.state in (State.OWN, State.INSTEAD, State.OFFERED, State.UNDO, State.REFERRED)
    if not known or memory.notice != Phrase.WELCOME or not memory.asks_language:
        return []
    return [_notice(memory, facts)[0], *another_language.offered(memory, facts)]


def _notice(memory: Memory, facts: Facts) -> Speech:
    if not memory.notice:
        return []
    first = Line(Phrase(memory.notice), {"service": facts.service})
    if first.phrase is Phrase.WELCOME:
        return [first, Line(Phrase.ZERO)]
    lost = first.phrase is Phrase.WRONG_KEY and memory.state not in TYPED
    return [first, Line(Phrase.HELP)] if lost else [first]


def _home(memory: Memory, facts: Facts) -> Speech:
    """The greeting is long enough for whoever wants an appointment: 3 works at once, and is said in full from then on; in
    the greeting in a few words, where there is a workshop to come, and what others say is shorter by as much.
    """
    choices = [offer(Phrase.BOOK, "1"), offer(Phrase.FIND, "2"), offer(Phrase.TOGETHER, "3")]
    if memory.notice == Phrase.WELCOME and facts.workshops_ahead:
        choices[1:] = [offer(Phrase.FIND_SHORT, "2"), offer(Phrase.WORKSHOPS_AHEAD, "3")]
    elif memory.notice == Phrase.WELCOME:
        choices.pop()
    if memory.survey:
        choices.append(offer(Phrase.SAY_HOW_IT_WENT, "4"))
    return [*_news(facts), *another_language.offered(memory, facts), *choices]


def _news(facts: Facts) -> Speech:
    """Where nobody is received today; of more than two places only that there are several."""
    if len(facts.news) > _MOST_NEWS:
        return [Line(Phrase.SEVERAL_TODAY)]
    return [
        Line(Phrase.CLOSED_TODAY if closed else Phrase.AWAY_TODAY, {"site": site})
        for closed, site in facts.news
    ]


def _closed(memory: Memory, facts: Facts) -> Speech:
    hours = [Line(Phrase.HOURS, {"hours": facts.hours})] if facts.hours else []
    return [
        *another_language.offered(memory, facts),
        Line(Phrase.CLOSED),
        *hours,
        offer(Phrase.GO_ON, "1"),
        offer(Phrase.CALL_ME_BACK, "2"),
    ]


def _undo(memory: Memory, facts: Facts) -> Speech:
    told = (
        [Line(Phrase.CANCELLED_LATELY, {"when": facts.own.when, "site": facts.own.site})] if facts.own else []
    )
    return [*told, offer(Phrase.TAKE_BACK, "1"), offer(Phrase.GO_ON_ANYHOW, "2")]


def _cancelled(memory: Memory, facts: Facts) -> Speech:
    return [Line(Phrase.CANCELLED), offer(Phrase.MISTAKE, "1"), offer(Phrase.BOOK_AGAIN, "2")]


def _noted(memory: Memory, facts: Facts) -> Speech:
    when = [Line(Phrase.WHEN_CALLED, {"hours": facts.hours})] if facts.hours else []
    return [Line(Phrase.NOTED, {"phone": facts.phone}), *when, Line(Phrase.BYE)]


def _check(memory: Memory, facts: Facts) -> Speech:
    return [offer(Phrase.YES_BOOK, "1", when=facts.wanted), offer(Phrase.OTHERWISE, "2")]


def _bye(memory: Memory, facts: Facts) -> Speech:
    return [Line(Phrase.GOODBYE if memory.called else Phrase.BYE)]


def _only(*phrases: Phrase) -> "Says":
    def say(memory: Memory, facts: Facts) -> Speech:
        return [Line(phrase) for phrase in phrases]

    return say


def _choose(opening: Phrase, *choices: Phrase) -> "Says":
    offers = [offer(phrase, str(number)) for number, phrase in enumerate(choices, start=1)]

    def say(memory: Memory, facts: Facts) -> Speech:
        return [Line(opening), *offers]

    return say


Says = Callable[[Memory, Facts], Speech]
_LISTENS = {State.RECORD: Listen.RECORD, State.SEAT_RECORD: Listen.RECORD, State.TRANSFER: Listen.DIAL}
_SAYS: dict[State, Says] = {
    State.HOME: _home,
    State.LANGUAGES: another_language.which,
    State.CLOSED: _closed,
    State.OFFERED: offered,
    State.OWN: own_appointment,
    State.INVITED: referred.calling,
    State.REFERRED: referred.may_book,
    State.NUMBER: _only(Phrase.NUMBER),
    State.UNDO: _undo,
    State.CANCELLED: _cancelled,
    State.CALLED_OFF: called_off,
    State.INSTEAD: instead,
    State.MACHINE: left_on_a_machine,
    State.SETTLED: settled,
    State.TOPIC: offering.topics,
    State.WHERE: offering.where,
    State.USUAL: offering.a_list(Phrase.WHICH_SITE, Phrase.PLACE_OPTION, Phrase.MORE_PLACES),
    State.AREA: offering.a_list(Phrase.WHICH_AREA, Phrase.PLACE_OPTION, Phrase.MORE_PLACES),
    State.POSTCODE: _only(Phrase.TYPE_POSTCODE),
    State.COMMUNE: offering.a_list(Phrase.WHICH_COMMUNE, Phrase.PLACE_OPTION, Phrase.MORE_PLACES),
    State.TIMES: offering.times,
    State.OTHER: _choose(Phrase.ANYTHING_ELSE, Phrase.LATER, Phrase.ANOTHER_DAY, Phrase.ELSEWHERE),
    State.DAY: offering.days,
    State.NO_TIMES: offering.no_times,
    State.NAME: _choose(Phrase.KEPT, Phrase.SAY_NAME, Phrase.NO_NAME),
    State.RECORD: _only(Phrase.RECORD),
    State.REACH: _choose(Phrase.REACH, Phrase.LEAVE_NUMBER, Phrase.NO_NUMBER),
    State.PHONE: _only(Phrase.TYPE_PHONE),
    State.CHECK: _check,
    State.BOOKED: booked,
    State.RING_BACK: _only(Phrase.RING_BACK, Phrase.TYPE_PHONE),
    State.TOGETHER: together.menu,
    State.WORKSHOPS: together.workshops,
    State.WORKSHOP: together.workshop,
    State.DATES: together.dates,
    State.REGISTRATIONS: together.registrations,
    State.REGISTRATION: together.registration,
    State.SEAT_NAME: together.whose_seat,
    State.SEAT_RECORD: _only(Phrase.RECORD),
    State.DROP_INS: together.drop_ins,
    State.DROP_IN: together.drop_in,
    State.WENT: opinion.went,
    State.CLEAR: opinion.clear,
    State.CHANGE: opinion.change,
    State.TRANSFER: _only(Phrase.TRANSFER),
    State.NOTED: _noted,
    State.NO_NUMBER: _only(Phrase.CANNOT_CALL, Phrase.BYE),
    State.SORRY: _only(Phrase.SORRY, Phrase.BYE),
    State.BYE: _bye,
}
