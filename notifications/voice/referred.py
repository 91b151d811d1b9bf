"""Who was referred by a partner: what they hear, and what their keys do. Pure.

When we call, nothing tells of the partner before somebody has pressed a key: a machine, or whoever else is at home, hears
that the service called.
"""

from notifications.voice.keys import Step, enter, go
from notifications.voice.lines import Line, offer
from notifications.voice.memory import Facts, Memory
from notifications.voice.phrases import Phrase
from notifications.voice.states import Effect, State

Speech = list[Line]


def calling(memory: Memory, facts: Facts) -> Speech:
    """Our call, before anything is said of whom it is from."""
    return [offer(Phrase.WHO_REFERRED, "1"), offer(Phrase.NOT_ME, "2")]


def listens(memory: Memory, key: str, facts: Facts) -> Step | None:
    """It is for them, or not."""
    if key == "1":
        return go(memory, State.REFERRED)
    return Step(memory, Effect.NOT_ME) if key == "2" else None


def may_book(memory: Memory, facts: Facts) -> Speech:
    """Who referred them, and what they can do; never what for."""
    told = [Line(Phrase.REFERRED_BY, {"name": facts.referred.partner})] if facts.referred else []
    return [
        *told,
        offer(Phrase.TIMES_FREE, "1"),
        offer(Phrase.ANOTHER_PLACE, "2"),
        offer(Phrase.DO_NOT_WANT, "3"),
        offer(Phrase.SOMETHING_ELSE, "4"),
    ]


def choose(memory: Memory, key: str, facts: Facts) -> Step | None:
    """The first times where they are expected, another place, no, or something else altogether."""
    known = facts.referred
    if key == "3":
        return Step(memory, Effect.DECLINE)
    if key == "4":
        return Step(enter(memory.but(referral=0, path=()), State.HOME))
    if known is None or key not in ("1", "2"):
        return None
    theirs = memory.but(topic=known.topic, resident=known.resident, moving=False, after="", seen=())
    if key == "2":
        return go(theirs, State.WHERE)
    return go(theirs.but(sites=known.sites), State.TIMES)
