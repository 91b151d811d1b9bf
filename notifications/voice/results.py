"""Where a call goes once an effect was carried out, or could not be. Pure."""

from notifications.voice.keys import ROUNDS, Step, enter, go, person, to_times
from notifications.voice.memory import Memory
from notifications.voice.phrases import Phrase
from notifications.voice.states import State, Why


def not_that(memory: Memory, notice: Phrase) -> Step:
    """What was typed leads nowhere: once more, and after the third time a person."""
    misses = memory.misses + 1
    if misses >= ROUNDS:
        return person(memory.but(notice=notice), Why.NOT_POSSIBLE)
    return Step(memory.but(misses=misses, notice=notice))


def found(memory: Memory, appointment_id: int) -> Step:
    """The appointment is known: what is to be done with it?"""
    return go(memory.but(appointment=appointment_id), State.OWN)


def referred(memory: Memory, referral_id: int) -> Step:
    """A partner sent the caller: what is to be done about it?"""
    return go(memory.but(referral=referral_id), State.REFERRED)


def instead(memory: Memory, appointment_id: int) -> Step:
    """Theirs could not be kept: which other time?"""
    return go(memory.but(instead=appointment_id), State.INSTEAD)


def instead_gone(memory: Memory) -> Step:
    """Somebody else was faster: the next three; without any, a person."""
    return Step(enter(memory, State.INSTEAD, Phrase.TAKEN))


def about_workshop(memory: Memory, notice: Phrase) -> Step:
    """What was to be had is gone: the workshop as it is now."""
    return Step(enter(memory, State.WORKSHOP, notice))


def registered(memory: Memory, registration_id: int, notice: Phrase) -> Step:
    """A seat, or a place in the list: read out as it stands."""
    return Step(enter(memory.but(registration=registration_id, path=()), State.REGISTRATION, notice))


def has_seats(memory: Memory, registration_id: int) -> Step:
    """Seats at a workshop are known: what is to be done with them?"""
    return go(memory.but(registration=registration_id), State.REGISTRATION)


def seated(memory: Memory, registration_id: int, notice: Phrase) -> Step:
    """The same of a new registration; whoever nobody knows is asked for a name, and has the seat whatever they do."""
    if memory.resident or memory.recorded:
        return registered(memory, registration_id, notice)
    return Step(enter(memory.but(registration=registration_id, path=()), State.SEAT_NAME, notice))


def settled(memory: Memory, notice: Phrase) -> Step:
    """It is done and was said: something else, or good-bye."""
    return Step(enter(memory.but(path=()), State.SETTLED, notice))


def cancelled(memory: Memory) -> Step:
    """Called off; one key takes it back."""
    return Step(enter(memory.but(path=()), State.CANCELLED))


def restored(memory: Memory) -> Step:
    """It stands again."""
    return Step(enter(memory.but(path=()), State.OWN, Phrase.RESTORED))


def booked(memory: Memory, appointment_id: int) -> Step:
    """It stands: read out the time, the place and the number."""
    done = memory.but(appointment=appointment_id, hold=0, wanted="", path=(), recorded=False)
    return Step(enter(done, State.BOOKED))


def offer_over(memory: Memory, notice: Phrase) -> Step:
    """The time that was offered is left, or somebody else's: on with the call."""
    rest = memory.but(offer=0, path=())
    return Step(enter(rest, State.OWN if memory.appointment else State.HOME, notice))


def waits(memory: Memory) -> Step:
    """On the waiting list: something else, or good-bye."""
    return settled(memory.but(waits=True), Phrase.ON_THE_LIST)


def taken(memory: Memory) -> Step:
    """Somebody else was faster, or the time is over: the next times."""
    step = to_times(memory.but(hold=0), Phrase.TAKEN)
    return Step(step.memory)


def impossible(memory: Memory, notice: Phrase) -> Step:
    """Not by the keys: a person."""
    return person(memory.but(notice=notice), Why.NOT_POSSIBLE)


def handed_over(memory: Memory, dial: str) -> Step:
    """A site's telephone rings."""
    return Step(memory.but(state=State.TRANSFER, dial=dial))


def noted(memory: Memory, call_back_id: int) -> Step:
    """Somebody will call back."""
    return Step(memory.but(state=State.NOTED, hold=0, call_back=call_back_id))


def number_needed(memory: Memory) -> Step:
    """Nobody can call back a number that is withheld."""
    return Step(memory.but(state=State.RING_BACK, misses=0))
