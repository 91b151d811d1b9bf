"""What is said about the caller's own appointment: never a name, never what it is about. Pure."""

from notifications.voice.lines import Line, offer
from notifications.voice.memory import Facts, Memory
from notifications.voice.phrases import Phrase

Speech = list[Line]


def own_appointment(memory: Memory, facts: Facts) -> Speech:
    """When and where, and the four things that can be done; close to its time "late" takes the place of "confirm"."""
    own = facts.own
    if own is None:
        return []
    said = Line(Phrase.OWN_BEGUN if own.begun else Phrase.OWN, {"when": own.when, "site": own.site})
    first = offer(Phrase.LATE if own.near else Phrase.CONFIRM, "1")
    rest = [offer(Phrase.MOVE, "2"), offer(Phrase.CANCEL, "3"), offer(Phrase.ANOTHER, "4")]
    return [said, first, *rest]


def booked(memory: Memory, facts: Facts) -> Speech:
    """The time, the place, the number; a telephone that cannot read them again hears them twice."""
    own = facts.own
    if own is None:
        return settled(memory, facts)
    told = [
        Line(Phrase.WHEN, {"when": own.when, "site": own.site}),
        Line(Phrase.ADDRESS, {"address": own.address}),
        Line(Phrase.YOUR_NUMBER, {"number": own.number}),
    ]
    again = [Line(Phrase.TEXTED)] if facts.texted else [Line(Phrase.AGAIN), *told]
    return [Line(Phrase.MOVED if memory.moving else Phrase.BOOKED), *told, *again, *settled(memory, facts)]


def settled(memory: Memory, facts: Facts) -> Speech:
    """What they came for is done: something else, or good-bye."""
    return [offer(Phrase.MENU, "1"), Line(Phrase.HANG_UP)]
