"""What a key asks for, carried out by the same actions as on the web. Each effect says where the call goes next."""

from collections.abc import Callable
from datetime import timedelta

from bookings.actions.call_off import cancel, restore
from bookings.actions.confirm import confirm
from bookings.actions.say_late import say_late
from bookings.errors import (
    BookingError,
    Busy,
    NotStanding,
    SlotTaken,
    TooFar,
    TooLate,
    TooManyAhead,
    TooManyTries,
    TooSoon,
)
from bookings.interruptions.questions import question_by_number
from bookings.people.recognise import standing_by_number
from bookings.people.tries import note_try, refuse_too_many
from bookings.people.who import RESIDENT_BY_PHONE
from notifications.voice import booking, instead, of_partners, opinion_kept, results, waiting, workshops
from notifications.voice.handover import call_back, to_a_person
from notifications.voice.keys import Step
from notifications.voice.known import Turn
from notifications.voice.memory import Memory
from notifications.voice.phrases import Phrase
from notifications.voice.states import Effect

_HOUR, _QUARTER = timedelta(hours=1), timedelta(minutes=15)
_PER_NUMBER, _PER_CALLER, _OVERALL = 5, 6, 60
_MOST_IN_A_ROW = 5
_GONE = (SlotTaken, TooSoon, TooFar)


def carry_out(step: Step, turn: Turn) -> Memory:
    """Does what the step asks for, and what follows from it, until there is something to say."""
    for _ in range(_MOST_IN_A_ROW):
        if step.effect is Effect.NOTHING:
            return step.memory
        step = _EFFECTS[step.effect](step.memory, step.typed, turn)
    return step.memory


def _find(memory: Memory, typed: str, turn: Turn) -> Step:
    """By booking number. An unknown number and one tried too often get the same answer."""
    now, caller = turn.now, turn.ring.phone or turn.ring.sid
    try:
        refuse_too_many("find number", typed, limit=_PER_NUMBER, within=_QUARTER, now=now)
        refuse_too_many("find caller", caller, limit=_PER_CALLER, within=_HOUR, now=now)
        refuse_too_many("find by phone", "overall", limit=_OVERALL, within=_HOUR, now=now)
    except TooManyTries:
        return results.not_that(memory, Phrase.NUMBER_UNKNOWN)
    if (found := of_partners.by_number(memory, typed, now=now)) is not None:
        return found
    if (surveyed := opinion_kept.by_code(memory, typed, now=now)) is not None:
        return surveyed
    appointment = standing_by_number(typed, now=now)
    if appointment is not None:
        return results.found(memory, appointment.pk)
    asked = question_by_number(typed)
    if asked is not None:
        return results.instead(memory, asked)
    for scope, key in (("find number", typed), ("find caller", caller), ("find by phone", "overall")):
        note_try(scope, key, now=now)
    return results.not_that(memory, Phrase.NUMBER_UNKNOWN)


def _confirm(memory: Memory, typed: str, turn: Turn) -> Step:
    confirm(memory.appointment, by=RESIDENT_BY_PHONE, now=turn.now)
    return results.settled(memory, Phrase.CONFIRMED)


def _late(memory: Memory, typed: str, turn: Turn) -> Step:
    say_late(memory.appointment, by=RESIDENT_BY_PHONE, now=turn.now)
    return results.settled(memory, Phrase.LATE_NOTED)


def _cancel(memory: Memory, typed: str, turn: Turn) -> Step:
    cancel(memory.appointment, by=RESIDENT_BY_PHONE, now=turn.now)
    return results.cancelled(memory)


def _restore(memory: Memory, typed: str, turn: Turn) -> Step:
    restore(memory.appointment, by=RESIDENT_BY_PHONE, now=turn.now)
    return results.restored(memory)


def _person(memory: Memory, typed: str, turn: Turn) -> Step:
    return to_a_person(memory, turn)


def _call_back(memory: Memory, typed: str, turn: Turn) -> Step:
    return call_back(memory, turn)


Carry = Callable[[Memory, str, Turn], Step]


def _or_else(effect: Carry) -> Carry:
    """What a caller hears when an action refuses."""

    def carried(memory: Memory, typed: str, turn: Turn) -> Step:
        try:
            return effect(memory, typed, turn)
        except _GONE:
            return results.taken(memory)
        except (TooLate, NotStanding):
            return results.impossible(memory, Phrase.TOO_LATE)
        except TooManyAhead:
            return results.impossible(memory, Phrase.TOO_MANY)
        except Busy:
            return Step(memory.but(notice=Phrase.BUSY))
        except BookingError:
            return results.impossible(memory, Phrase.WRONG_KEY)

    return carried


_EFFECTS: dict[Effect, Carry] = {
    Effect.FIND: _find,
    Effect.CONFIRM: _or_else(_confirm),
    Effect.LATE: _or_else(_late),
    Effect.CANCEL: _or_else(_cancel),
    Effect.RESTORE: _or_else(_restore),
    Effect.LOOK_UP: booking.look_up,
    Effect.HOLD: _or_else(booking.keep_time),
    Effect.RELEASE: booking.let_go,
    Effect.MOVE: _or_else(booking.move_there),
    Effect.BOOK: _or_else(booking.book_it),
    Effect.TAKE_OFFER: _or_else(waiting.take_offer),
    Effect.LEAVE_OFFER: _or_else(waiting.leave_offer),
    Effect.TAKE_INSTEAD: _or_else(instead.take),
    Effect.NONE_SUITS: _or_else(instead.none),
    Effect.WAIT: _or_else(waiting.join),
    Effect.JOIN: _or_else(workshops.join),
    Effect.TAKE_SEAT: _or_else(workshops.take),
    Effect.LEAVE_SEATS: _or_else(workshops.leave),
    Effect.DECLINE: _or_else(of_partners.say_no),
    Effect.NOT_ME: _or_else(of_partners.not_me),
    Effect.RATE: opinion_kept.rate,
    Effect.PERSON: _person,
    Effect.CALL_BACK: _call_back,
}
