"""What the keys 1 to 4 (and typed numbers) do at each question; None: nothing here. Pure."""

from collections.abc import Callable

from bookings.numbers import BOOKING
from notifications.voice import another_language, choosing, opinion, referred, together
from notifications.voice.keys import Step, go, person, pick
from notifications.voice.memory import Facts, Memory, may_wait
from notifications.voice.states import Effect, State, Why


def new_booking(memory: Memory) -> Step:
    """From the beginning: what about?"""
    fresh = memory.but(
        moving=False,
        topic=0,
        sites=(),
        after="",
        seen=(),
        wanted="",
        appointment=0,
        referral=0,
        recorded=False,
    )
    return go(fresh, State.TOPIC)


def home(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Book, find one's appointment, workshops and drop-ins, say how it went, another language."""
    if key == "1":
        return new_booking(memory)
    if key == "2":
        return go(memory, State.NUMBER)
    if key == "3":
        return go(memory, State.TOGETHER)
    if key == "4":
        return opinion.say_how(memory)
    return another_language.asked(memory, key, facts)


def closed(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Go on without a person, or be called back."""
    if key == "1":
        return go(memory, first_question(memory))
    return person(memory, Why.CLOSED) if key == "2" else another_language.asked(memory, key, facts)


def own(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Confirm (or be late, when it is near), move, cancel, book another."""
    if key == "1":
        near = facts.own is not None and facts.own.near
        return Step(memory, Effect.LATE if near else Effect.CONFIRM)
    if key == "2" and facts.own is not None:
        theirs = memory.but(moving=True, topic=facts.own.topic, sites=(facts.own.site_id,))
        theirs = theirs.but(avoid=f"{facts.own.site_id}@{facts.own.starts_at}")
        return go(theirs.but(after="", seen=(), wanted=""), State.TIMES)
    if key == "3":
        return Step(memory, Effect.CANCEL)
    return new_booking(memory) if key == "4" else another_language.asked(memory, key, facts)


def undo(memory: Memory, key: str, facts: Facts) -> Step | None:
    """What was called off minutes ago: take it back, or go on."""
    if key == "1":
        return Step(memory.but(appointment=memory.undo, undo=0), Effect.RESTORE)
    if key == "2":
        gone = memory.but(undo=0)
        return go(gone, first_question(gone))
    return another_language.asked(memory, key, facts)


def cancelled(memory: Memory, key: str, facts: Facts) -> Step | None:
    """A mistake, or another time."""
    if key == "1":
        return Step(memory, Effect.RESTORE)
    return new_booking(memory) if key == "2" else None


def called_off(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Another appointment in place of the one we cancelled."""
    return new_booking(memory) if key == "1" else None


def instead(memory: Memory, key: str, facts: Facts) -> Step | None:
    """One of three other times, or none of them."""
    if key == "4":
        return Step(memory, Effect.NONE_SUITS)
    value = pick(memory, key)
    if value is not None:
        return Step(memory, Effect.TAKE_INSTEAD, value)
    return another_language.asked(memory, key, facts)


def settled(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Something else; or to be told of an earlier time."""
    if key == "2" and may_wait(memory, facts):
        return Step(memory, Effect.WAIT)
    return go(memory, State.HOME) if key == "1" else None


def offered(memory: Memory, key: str, facts: Facts) -> Step | None:
    """A time that is free: take it, or leave it."""
    effect = {"1": Effect.TAKE_OFFER, "2": Effect.LEAVE_OFFER}.get(key)
    return Step(memory, effect) if effect else another_language.asked(memory, key, facts)


def booking_number(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Of a booking; eight digits also of who was referred, and of a sheet of paper."""
    return Step(memory, Effect.FIND, key) if BOOKING.fits(key) else None


def who_was_referred(memory: Memory, key: str, facts: Facts) -> Step | None:
    """Times where they are expected, another place, no; another language while nothing was chosen."""
    return referred.choose(memory, key, facts) or another_language.asked(memory, key, facts)


def first_question(memory: Memory) -> State:
    """What a call begins with: a mistake to put right, a free time for the caller, another one for theirs, their appointment,
    what a partner sent them for, or the menu.
    """
    if memory.undo:
        return State.UNDO
    if memory.offer:
        return State.OFFERED
    if memory.instead:
        return State.INSTEAD
    if memory.appointment:
        return State.OWN
    return State.REFERRED if memory.referral else State.HOME


Choice = Callable[[Memory, str, Facts], Step | None]
CHOICES: dict[State, Choice] = {
    State.HOME: home,
    State.LANGUAGES: another_language.choose,
    State.CLOSED: closed,
    State.OFFERED: offered,
    State.OWN: own,
    State.INVITED: referred.listens,
    State.REFERRED: who_was_referred,
    State.UNDO: undo,
    State.CANCELLED: cancelled,
    State.CALLED_OFF: called_off,
    State.INSTEAD: instead,
    State.SETTLED: settled,
    State.BOOKED: settled,
    State.NUMBER: booking_number,
    State.TOGETHER: together.choose_what,
    State.WORKSHOPS: together.choose_workshop,
    State.WORKSHOP: together.about_workshop,
    State.DATES: together.choose_workshop_date,
    State.REGISTRATIONS: together.choose_registration,
    State.REGISTRATION: together.about_registration,
    State.SEAT_NAME: together.say_a_name,
    State.DROP_INS: together.choose_drop_in,
    State.DROP_IN: together.about_drop_in,
    State.WENT: opinion.rate,
    State.CLEAR: opinion.rate,
    State.CHANGE: opinion.change_what,
    State.WHERE: choosing.where,
    State.POSTCODE: choosing.postcode,
    State.TOPIC: choosing.from_a_list,
    State.USUAL: choosing.from_a_list,
    State.AREA: choosing.from_a_list,
    State.COMMUNE: choosing.from_a_list,
    State.DAY: choosing.day,
    State.TIMES: choosing.times,
    State.OTHER: choosing.other,
    State.NO_TIMES: choosing.other,
    State.NAME: choosing.name,
    State.REACH: choosing.reach,
    State.PHONE: choosing.phone,
    State.RING_BACK: choosing.phone,
    State.CHECK: choosing.check,
}
