"""Registering for a workshop, taking a seat that is offered, giving it back: the effects of a call about workshops."""

from bookings.actions.answer_seat import accept_seat
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.leave_workshop import leave_workshop
from bookings.errors import AlreadyEnrolled, OfferOver, WorkshopFull
from bookings.models import Contact, Registration, Workshop
from bookings.people.who import RESIDENT_BY_PHONE, WayToReach
from mediation.crypto import derived_token
from notifications.voice import results
from notifications.voice.booking import participant
from notifications.voice.keys import Step
from notifications.voice.known import Turn
from notifications.voice.memory import Memory
from notifications.voice.phrases import Phrase
from notifications.voice.together import FULL


def join(memory: Memory, typed: str, turn: Turn) -> Step:
    """A seat on all dates or on one; on the list where there is none."""
    workshop = Workshop.objects.select_related("site").get(pk=memory.workshop)
    date = typed.removesuffix(FULL)
    wanted = Enrolment(
        workshop,
        [participant(memory, turn.ring.phone)],
        WayToReach(Contact.Kind.MOBILE, turn.ring.phone),
        [int(date)] if date else (),
        language=memory.language,
        wait=typed.endswith(FULL),
    )
    key = f"call:{turn.ring.sid}:{memory.steps}"
    token = derived_token("registration by telephone", key)
    try:
        made = enrol(wanted, by=RESIDENT_BY_PHONE, now=turn.now, idempotency_key=key, token=token)
    except WorkshopFull:
        return results.about_workshop(memory, Phrase.SEATS_GONE)
    except AlreadyEnrolled:
        return results.settled(memory, Phrase.ALREADY_ENROLLED)
    waits = made.state == Registration.State.WAITING
    return results.seated(memory, made.pk, Phrase.SEAT_WAITING if waits else Phrase.SEAT_YOURS)


def take(memory: Memory, typed: str, turn: Turn) -> Step:
    """The seat that is held for them."""
    try:
        accept_seat(memory.registration, by=RESIDENT_BY_PHONE, now=turn.now)
    except OfferOver:
        return results.settled(memory, Phrase.SEATS_GONE)
    return results.registered(memory, memory.registration, Phrase.SEAT_YOURS)


def leave(memory: Memory, typed: str, turn: Turn) -> Step:
    """They come no more, or do not want the seat, or wait no longer."""
    leave_workshop(memory.registration, by=RESIDENT_BY_PHONE, now=turn.now)
    return results.settled(memory.but(registration=0), Phrase.SEAT_LEFT)
