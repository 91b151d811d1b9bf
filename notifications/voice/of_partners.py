"""What a caller says about a partner's hand-over, carried out: found by its number, no, that is not me."""

from datetime import datetime

from bookings.actions import answer_referral
from bookings.models import Appointment
from bookings.people.recognise import referred_by_number
from bookings.people.who import RESIDENT_BY_PHONE
from bookings.referrals.states import State
from notifications.voice import results
from notifications.voice.keys import Step, enter
from notifications.voice.known import Turn
from notifications.voice.memory import Memory
from notifications.voice.phrases import Phrase
from notifications.voice.states import State as Question


def by_number(memory: Memory, typed: str, *, now: datetime) -> Step | None:
    """What bears these eight digits: a hand-over, or the appointment that it led to; None for no such number."""
    referral = referred_by_number(typed)
    if referral is None:
        return None
    if referral.at is State.BOOKED:
        if referral.registration_id is not None:
            return results.has_seats(memory, referral.registration_id)
        standing = Appointment.objects.upcoming(now).filter(pk=referral.appointment_id or 0).first()
        return results.found(memory, standing.pk) if standing else None
    return results.referred(memory, referral.pk)


def say_no(memory: Memory, typed: str, turn: Turn) -> Step:
    """They want no appointment; calling again with the number offers one again."""
    answer_referral.decline(memory.referral, by=RESIDENT_BY_PHONE, now=turn.now)
    return results.settled(memory.but(referral=0), Phrase.DECLINED)


def not_me(memory: Memory, typed: str, turn: Turn) -> Step:
    """A wrong number: nothing was told of anybody, and nobody calls there again."""
    answer_referral.not_me(memory.referral, by=RESIDENT_BY_PHONE, now=turn.now)
    return Step(enter(memory.but(referral=0, path=()), Question.BYE, Phrase.NOT_ME_NOTED))
