"""Looking for a place, holding a time, booking it, moving to it: the effects of a call that take a mediator's time.

What an action refuses is said by `effects.py`.
"""

from datetime import timedelta

from django.conf import settings

from bookings.actions.book import book
from bookings.actions.follow import book_referred, follow_booking
from bookings.actions.handle_call_back import drop_half_made
from bookings.actions.hold import hold, release
from bookings.actions.move import move
from bookings.actions.wish import Wish
from bookings.errors import InvalidContact, NobodyToCall
from bookings.models import Appointment, Contact, Resident
from bookings.people.who import RESIDENT_BY_PHONE, Participant, WayToReach
from bookings.referrals.states import Who
from mediation.gazetteer.listed import gazetteer
from mediation.gazetteer.reading import read
from notifications.voice import results
from notifications.voice.choosing import after_hold
from notifications.voice.keys import Step, enter, go
from notifications.voice.known import Turn, facts_for, topic_of, wanted
from notifications.voice.memory import Memory
from notifications.voice.options import options_near
from notifications.voice.phrases import Phrase
from notifications.voice.states import State


def look_up(memory: Memory, typed: str, turn: Turn) -> Step:
    """A postcode, that of a CEDEX too: none, one or several communes."""
    reading = read(typed, gazetteer())
    options = options_near(reading.places, memory.language)
    if not options:
        return results.not_that(memory, Phrase.POSTCODE_UNKNOWN)
    if len(options) == 1:
        sites = tuple(int(each) for each in options[0].value.split("-"))
        return go(memory, State.TIMES, sites=sites, after="", seen=())
    step = go(memory, State.COMMUNE)
    return Step(step.memory.but(options=options))


def keep_time(memory: Memory, typed: str, turn: Turn) -> Step:
    site, at = wanted(memory)
    topic = topic_of(memory)
    if site is None or topic is None:
        return results.taken(memory)
    held = hold(topic, site, starts_at=at, now=turn.now)
    return after_hold(memory.but(hold=held.pk), facts_for(memory, turn))


def let_go(memory: Memory, typed: str, turn: Turn) -> Step:
    release(memory.hold)
    return Step(memory.but(hold=0))


def move_there(memory: Memory, typed: str, turn: Turn) -> Step:
    site, at = wanted(memory)
    appointment = Appointment.objects.select_related("topic", "site").get(pk=memory.appointment)
    moved = move(appointment, starts_at=at, site=site, by=RESIDENT_BY_PHONE, now=turn.now, offered=True)
    return results.booked(memory, moved.pk)


def book_it(memory: Memory, typed: str, turn: Turn) -> Step:
    site, at = wanted(memory)
    topic = topic_of(memory)
    if site is None or topic is None:
        return results.taken(memory)
    phone = memory.phone or turn.ring.phone
    wish = Wish(
        topic=topic,
        site=site,
        starts_at=at,
        participants=[participant(memory, phone)],
        reach=_reach(memory, phone),
        language=memory.language,
        mode=topic.usual_way,
        shown_at=turn.now - timedelta(minutes=settings.HOLD_MINUTES),
        hold_id=memory.hold or None,
        offered=True,
    )
    key = f"call:{turn.ring.sid}:{memory.steps}"
    try:
        made = _book(memory, wish, turn, key)
    except InvalidContact:
        return Step(enter(memory.but(phone=""), State.PHONE, Phrase.PHONE_WRONG))
    except NobodyToCall:
        return Step(enter(memory, State.PHONE, Phrase.NEEDS_NUMBER))
    if phone:
        drop_half_made(phone, booked_id=made.pk, now=turn.now)
    return results.booked(memory, made.pk)


def _book(memory: Memory, wish: Wish, turn: Turn, key: str) -> Appointment:
    """A partner's hand-over is booked with it: the one that led here, or one the caller has about this."""
    by, now = RESIDENT_BY_PHONE, turn.now
    if memory.referral:
        return book_referred(memory.referral, wish, who=Who.PERSON, by=by, now=now, idempotency_key=key)
    made = book(wish, by=by, now=now, idempotency_key=key)
    if memory.resident:
        follow_booking(made, by=by, now=now)
    return made


def _reach(memory: Memory, phone: str) -> WayToReach:
    """Where they call from; for who withholds it, how the partner said that they are reached."""
    if phone:
        return WayToReach(Contact.Kind.MOBILE, phone)
    contact = Contact.objects.filter(referrals=memory.referral).first() if memory.referral else None
    if contact is None or not contact.value:
        return WayToReach(Contact.Kind.NONE)
    return WayToReach(contact.kind, contact.value, shared=contact.shared)


def participant(memory: Memory, phone: str) -> Participant:
    """The resident who was recognised; or a new one whose name the team writes down when it has been heard."""
    if memory.resident:
        name = Resident.objects.values_list("name", flat=True).get(pk=memory.resident)
        return Participant(name, resident_id=memory.resident)
    return Participant(f"Au téléphone, {phone[-4:]}" if phone else "Au téléphone")
