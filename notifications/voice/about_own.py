"""What is said about the caller's own appointment: never a name, never what it is about. Pure."""

from notifications.texts.kinds import Kind
from notifications.voice import menus
from notifications.voice.lines import Line, offer
from notifications.voice.memory import Facts, Memory, Own, may_wait
from notifications.voice.phrases import Phrase

Speech = list[Line]


def own_appointment(memory: Memory, facts: Facts) -> Speech:
    """When and where, and the four things that can be done; close to its time "late" takes the place of "confirm"."""
    own = facts.own
    if own is None:
        return []
    said = told_of(memory.called, own) if memory.notice == Phrase.CALLING else [_standing(own, Phrase.YOURS)]
    first = offer(Phrase.LATE if own.near else Phrase.CONFIRM, "1")
    rest = [offer(Phrase.MOVE, "2"), offer(Phrase.CANCEL, "3"), offer(Phrase.ANOTHER, "4")]
    return [*said, first, *rest]


def _standing(own: Own, phrase: Phrase = Phrase.OWN) -> Line:
    return Line(Phrase.OWN_BEGUN if own.begun else phrase, {"when": own.when, "site": own.site})


def told_of(called: str, own: Own) -> Speech:
    """What we call for, twice: nobody can read it again."""
    if called in (Kind.CANCELLED_BY_US, Kind.CHOICE):
        told = [Line(Phrase.CALLED_OFF, {"when": own.when, "site": own.site})]
    else:
        told = [*([Line(Phrase.HAS_MOVED)] if called == Kind.MOVED else []), _standing(own)]
    return [*told, Line(Phrase.ONCE_MORE), *told]


def called_off(memory: Memory, facts: Facts) -> Speech:
    """An appointment that we had to cancel: another one, or good-bye."""
    told = told_of(memory.called, facts.own) if facts.own else []
    return [*told, offer(Phrase.BOOK_AGAIN, "1"), Line(Phrase.HANG_UP)]


def instead(memory: Memory, facts: Facts) -> Speech:
    """An appointment that we had to cancel, three other times, or none of them."""
    told = [Line(Phrase.CALLED_OFF, {"when": facts.own.when, "site": facts.own.site})] if facts.own else []
    listed = [offer(Phrase.TIME_OPTION, key, name=each.name) for key, each in menus.visible(memory)]
    return [*told, Line(Phrase.OTHER_TIMES_FOR_YOU), *listed, offer(Phrase.NONE_OF_THESE, "4")]


def left_on_a_machine(memory: Memory, facts: Facts) -> Speech:
    """What an answering machine keeps: the same, and the number to call."""
    told = told_of(memory.called, facts.own) if facts.own else []
    return [*told, Line(Phrase.REACH_US, {"phone": facts.service_phone}), Line(Phrase.GOODBYE)]


def booked(memory: Memory, facts: Facts) -> Speech:
    """The time, the place, the number; a telephone that cannot read them again hears them twice."""
    own = facts.own
    if own is None:
        return settled(memory, facts)
    told = [
        Line(Phrase.WHEN, {"when": own.when, "site": own.site}),
        *([Line(Phrase.ADDRESS, {"address": own.address})] if own.address else []),
        Line(Phrase.YOUR_NUMBER, {"number": own.number}),
    ]
    again = [Line(Phrase.TEXTED)] if facts.texted else [Line(Phrase.AGAIN), *told]
    return [Line(Phrase.MOVED if memory.moving else Phrase.BOOKED), *told, *again, *settled(memory, facts)]


def settled(memory: Memory, facts: Facts) -> Speech:
    """What they came for is done: something else, an earlier time, or good-bye."""
    sooner = [offer(Phrase.BE_TOLD_SOONER, "2")] if may_wait(memory, facts) else []
    return [offer(Phrase.MENU, "1"), *sooner, Line(Phrase.HANG_UP)]


def offered(memory: Memory, facts: Facts) -> Speech:
    """A free time for whoever waits."""
    told = Line(Phrase.OFFERED, {"when": facts.offered})
    return [told, offer(Phrase.TAKE_OFFER, "1"), offer(Phrase.LEAVE_OFFER, "2")]
