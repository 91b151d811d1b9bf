"""What keys do on the way to a booking: where, when, who, and yes; None: nothing here. Pure."""

from notifications.voice import menus
from notifications.voice.keys import Step, enter, go, person, pick, to_times
from notifications.voice.memory import Facts, Memory
from notifications.voice.states import Caller, Effect, State, Why


def where(memory: Memory, key: str, facts: Facts) -> Step | None:
    """As soon as possible, the usual place, a neighbourhood, a postcode."""
    if key == "1":
        return go(memory, State.TIMES, sites=(), after="", seen=())
    if key == "2" and memory.usual and facts.usual:
        return go(memory, State.TIMES, sites=(memory.usual,), after="", seen=())
    following = {"2": State.USUAL, "3": State.AREA, "4": State.POSTCODE}.get(key)
    return go(memory, following, after="", seen=()) if following else None


def postcode(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Five digits."""
    return Step(memory, Effect.LOOK_UP, key) if len(key) == 5 and key.isdecimal() else None


def from_a_list(memory: Memory, key: str, facts: Facts) -> Step | None:
    """An option, a range of them, or the next page."""
    part = dict(menus.ranges(memory)).get(key)
    if part is not None:
        return Step(memory.but(part=tuple(part), page=0, misses=0))
    if key == menus.more_key(memory):
        return Step(memory.but(page=menus.next_page(memory), misses=0))
    value = pick(memory, key)
    if value is None:
        return None
    if memory.state is State.TOPIC:
        return go(memory, State.WHERE, topic=int(value))
    sites = tuple(int(each) for each in value.split("-"))
    return go(memory, State.TIMES, sites=sites, after="", seen=())


def times(memory: Memory, key: str, facts: Facts) -> Step | None:
    """One of the times, or something else."""
    if key == menus.OTHER_TIMES:
        last = memory.options[-1].value.partition("@")[2] if memory.options else ""
        return Step(enter(memory.but(last=last), State.OTHER))
    value = pick(memory, key)
    if value is None:
        return None
    return Step(memory.but(wanted=value), Effect.MOVE if memory.moving else Effect.HOLD)


def other(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Later, on another day, or elsewhere."""
    before = (State.OWN,) if memory.moving else (State.TOPIC,)
    elsewhere = Step(enter(memory.but(path=before), State.WHERE))
    if memory.state is State.NO_TIMES:
        if key == "3" and facts.reachable:
            return Step(memory, Effect.WAIT)
        return elsewhere if key == "1" else person(memory, Why.NOT_POSSIBLE) if key == "2" else None
    if key == "1":
        later = memory.but(seen=(*memory.seen, memory.after), after=memory.last)
        return Step(enter(later, State.TIMES))
    if key == "2":
        return Step(enter(memory, State.DAY))
    return elsewhere if key == "3" else None


def day(memory: Memory, key: str, facts: Facts) -> Step | None:
    """One of the days, or the days after them."""
    if key == menus.OTHER_TIMES and memory.options:
        return Step(enter(memory.but(last=memory.options[-1].value), State.DAY))
    value = pick(memory, key)
    if value is None:
        return None
    return Step(enter(memory.but(seen=(*memory.seen, memory.after), after=value), State.TIMES))


def name(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Say one's name, or not."""
    following = {"1": State.RECORD, "2": State.CHECK}.get(key)
    return go(memory, following) if following else None


def reach(memory: Memory, key: str, facts: Facts) -> Step | None:
    """A withheld number: leave one, or not."""
    following = {"1": State.PHONE, "2": State.NAME}.get(key)
    return go(memory, following) if following else None


def phone(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Ten digits."""
    if len(key) != 10 or not key.isdecimal():
        return None
    if memory.state is State.RING_BACK:
        return Step(memory.but(phone=key), Effect.CALL_BACK)
    return go(memory, State.NAME, phone=key)


def check(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Book it, or look at other times."""
    if key == "1":
        return Step(memory, Effect.BOOK)
    return to_times(memory) if key == "2" else None


def after_hold(memory: Memory, facts: Facts) -> Step:
    """A time is held: what is still to be asked?"""
    if memory.resident:
        return go(memory, State.CHECK)
    return go(memory, State.REACH if facts.caller is Caller.WITHHELD else State.NAME)
