"""Workshops and drop-ins by telephone: what is heard, and what the keys do. Pure.

Whoever withholds their number can hear everything; to register, a person takes over: there would be no way to tell them that
a date is off.
"""

from notifications.voice import menus
from notifications.voice.keys import Step, enter, go, person, pick
from notifications.voice.lines import Line, offer
from notifications.voice.memory import Facts, Memory, Seat
from notifications.voice.offering import a_list
from notifications.voice.phrases import Phrase
from notifications.voice.states import Effect, State, Why

Speech = list[Line]
FULL = "w"
"""At the end of an option's value: a date without seats, for which one waits."""


# -- What is said ------------------------------------------------------------------------------------
def menu(memory: Memory, facts: Facts) -> Speech:
    """Workshops ahead, one's own, the drop-ins of today."""
    return [
        offer(Phrase.HEAR_WORKSHOPS, "1"),
        offer(Phrase.MY_WORKSHOPS, "2"),
        offer(Phrase.HEAR_DROP_INS, "3"),
    ]


def workshops(memory: Memory, facts: Facts) -> Speech:
    """What each helps with, its next date, where."""
    if not memory.options:
        return _nothing(Phrase.NO_WORKSHOPS)
    return a_list(Phrase.WHICH_WORKSHOP, Phrase.TOPIC_OPTION, Phrase.MORE_WORKSHOPS)(memory, facts)


def workshop(memory: Memory, facts: Facts) -> Speech:
    """When and where, how many dates; registering, or waiting."""
    told = facts.workshop
    if told is None:
        return _nothing(Phrase.NO_WORKSHOPS)
    several = told.dates > 1
    said = [Line(Phrase.ONE_WORKSHOP, {"name": told.topic, "when": told.when, "site": told.site})]
    if several:
        said.append(Line(Phrase.SO_MANY_DATES, {"number": told.number}))
    if told.full:
        said += [Line(Phrase.NO_SEATS), offer(Phrase.JOIN_LIST, "1")]
    else:
        said.append(offer(Phrase.JOIN_ALL if several else Phrase.JOIN, "1"))
    one = [offer(Phrase.JOIN_ONE_DATE, "2")] if several and told.single else []
    return [*said, *one, offer(Phrase.MORE_WORKSHOPS, "3")]


dates = a_list(Phrase.WHICH_DATE, Phrase.TIME_OPTION, Phrase.MORE_DATES)


def registrations(memory: Memory, facts: Facts) -> Speech:
    """Those of the number that calls."""
    if not memory.options:
        return _nothing(Phrase.NO_REGISTRATION)
    return a_list(Phrase.WHICH_REGISTRATION, Phrase.TIME_OPTION, Phrase.MORE_REGISTRATIONS)(memory, facts)


def registration(memory: Memory, facts: Facts) -> Speech:
    """When, where, how it stands; what can be done."""
    seat = facts.seat
    if seat is None:
        return _nothing(Phrase.NO_REGISTRATION)
    opening = {"waiting": Phrase.YOUR_WAIT, "offered": Phrase.YOUR_OFFER}.get(seat.state, Phrase.YOUR_SEAT)
    said = [Line(opening, {"when": seat.when, "site": seat.site, "hours": seat.until})]
    if seat.dates > 1:
        said.append(Line(Phrase.SO_MANY_DATES, {"number": seat.number}))
    return [*said, *_can(seat), offer(Phrase.MENU, "3"), Line(Phrase.HANG_UP)]


def _can(seat: Seat) -> Speech:
    if seat.state == "offered":
        return [offer(Phrase.TAKE_SEAT, "1"), offer(Phrase.REFUSE_SEAT, "2")]
    return [offer(Phrase.LEAVE_LIST if seat.state == "waiting" else Phrase.NO_LONGER_COME, "1")]


def whose_seat(memory: Memory, facts: Facts) -> Speech:
    """Whoever nobody knows may say a name."""
    return [offer(Phrase.SAY_NAME, "1"), offer(Phrase.NO_NAME, "2")]


def drop_ins(memory: Memory, facts: Facts) -> Speech:
    """Where one may come today without appointment."""
    if not memory.options:
        return _nothing(Phrase.NO_DROP_INS)
    return a_list(Phrase.WHERE_TODAY, Phrase.PLACE_OPTION, Phrase.MORE_PLACES)(memory, facts)


def drop_in(memory: Memory, facts: Facts) -> Speech:
    """From when to when, and how long one waits now: an honest range, or that nobody knows."""
    told = facts.drop_in
    if told is None:
        return _nothing(Phrase.NO_DROP_INS)
    said = [Line(Phrase.DROP_IN_TODAY, {"site": told.site, "hours": told.hours})]
    if told.wait:
        said.append(Line(Phrase.DROP_IN_WAIT, {"number": told.wait}))
    elif told.under_way:
        said.append(Line(Phrase.DROP_IN_UNKNOWN))
    late = [Line(Phrase.DROP_IN_LATE)] if told.too_late else []
    return [*said, *late, offer(Phrase.MENU, "3"), Line(Phrase.HANG_UP)]


def _nothing(phrase: Phrase) -> Speech:
    return [Line(phrase), offer(Phrase.MENU, "3"), Line(Phrase.HANG_UP)]


# -- What keys do ------------------------------------------------------------------------------------
def choose_what(memory: Memory, key: str, facts: Facts) -> Step | None:
    """One's own are those of a number: whoever withholds it asks a person."""
    if key == "2" and not facts.reachable:
        return person(memory, Why.NOT_POSSIBLE)
    following = {"1": State.WORKSHOPS, "2": State.REGISTRATIONS, "3": State.DROP_INS}.get(key)
    return go(memory, following) if following else None


def choose_workshop(memory: Memory, key: str, facts: Facts) -> Step | None:
    """One of them, or the next ones."""
    value = pick(memory, key)
    return go(memory, State.WORKSHOP, workshop=int(value)) if value else _leafed(memory, key)


def choose_workshop_date(memory: Memory, key: str, facts: Facts) -> Step | None:
    """That date alone: a seat, or the list where it has none."""
    value = pick(memory, key)
    return _join(memory, facts, value) if value else _leafed(memory, key)


def about_workshop(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Register for all of it, for one date, or hear others."""
    told = facts.workshop
    if key == "3":
        return go(memory, State.WORKSHOPS if told else State.HOME)
    if told is None:
        return None
    if key == "1":
        return _join(memory, facts, FULL if told.full else "")
    several = told.dates > 1 and told.single
    return go(memory, State.DATES) if key == "2" and several else None


def _join(memory: Memory, facts: Facts, value: str) -> Step:
    if not facts.reachable:
        return person(memory, Why.NOT_POSSIBLE)
    return Step(memory, Effect.JOIN, value)


def choose_registration(memory: Memory, key: str, facts: Facts) -> Step | None:
    """One of theirs."""
    value = pick(memory, key)
    return go(memory, State.REGISTRATION, registration=int(value)) if value else _leafed(memory, key)


def about_registration(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Take the seat, leave it, come no more, leave the list."""
    if key == "3":
        return go(memory, State.HOME)
    seat = facts.seat
    if seat is None or key not in ("1", "2"):
        return None
    if seat.state == "offered":
        return Step(memory, Effect.TAKE_SEAT if key == "1" else Effect.LEAVE_SEATS)
    return Step(memory, Effect.LEAVE_SEATS) if key == "1" else None


def say_a_name(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Who has the seat says a name, or not."""
    if key == "1":
        return go(memory, State.SEAT_RECORD)
    return Step(enter(memory, State.REGISTRATION)) if key == "2" else None


def choose_drop_in(memory: Memory, key: str, facts: Facts) -> Step | None:
    """One of the places."""
    value = pick(memory, key)
    return go(memory, State.DROP_IN, drop_in=int(value)) if value else _leafed(memory, key)


def about_drop_in(memory: Memory, key: str, facts: Facts) -> Step | None:
    """The menu."""
    return go(memory, State.HOME) if key == "3" else None


def _leafed(memory: Memory, key: str) -> Step | None:
    """The next page; where there was nothing, the menu."""
    if not memory.options:
        return go(memory, State.HOME) if key == "3" else None
    if key and key == menus.more_key(memory):
        return Step(memory.but(page=menus.next_page(memory), misses=0))
    return None
