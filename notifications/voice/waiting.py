"""The waiting list by telephone: joining it, taking or leaving the time one was asked about."""

from bookings.actions.offer import accept, decline
from bookings.actions.referred_waiting import join_for
from bookings.actions.wait import Wait, wait, wait_for_earlier
from bookings.errors import OfferOver
from bookings.models import Appointment, Contact
from bookings.people.who import RESIDENT_BY_PHONE, WayToReach
from bookings.public import catalogue
from bookings.referrals.states import Who
from notifications.voice import results
from notifications.voice.booking import participant
from notifications.voice.keys import Step
from notifications.voice.known import Turn, topic_of
from notifications.voice.memory import Memory
from notifications.voice.phrases import Phrase


def take_offer(memory: Memory, typed: str, turn: Turn) -> Step:
    """The time is theirs, if nobody was faster."""
    had_one = bool(memory.appointment)
    try:
        appointment = accept(memory.offer, by=RESIDENT_BY_PHONE, now=turn.now)
    except OfferOver:
        return results.offer_over(memory, Phrase.OFFER_OVER)
    return results.booked(memory.but(offer=0, moving=had_one, waits=True), appointment.pk)


def leave_offer(memory: Memory, typed: str, turn: Turn) -> Step:
    """They stay on the list."""
    decline(memory.offer, by=RESIDENT_BY_PHONE, now=turn.now)
    return results.offer_over(memory, Phrase.OFFER_LEFT)


def join(memory: Memory, typed: str, turn: Turn) -> Step:
    """An earlier time than their appointment, at the same site; or any, where none was free."""
    if memory.appointment:
        appointment = Appointment.objects.select_related("site").get(pk=memory.appointment)
        wait_for_earlier(appointment.pk, sites=[appointment.site], by=RESIDENT_BY_PHONE, now=turn.now)
        return results.waits(memory)
    topic = topic_of(memory)
    if topic is None:
        return results.taken(memory)
    phone = memory.phone or turn.ring.phone
    asked = Wait(
        topic=topic,
        sites=[site for pk, site in catalogue.sites().items() if pk in memory.sites],
        person=participant(memory, phone),
        reach=WayToReach(Contact.Kind.MOBILE, phone),
        language=memory.language,
    )
    key = f"call:{turn.ring.sid}:{memory.steps}"
    entry = wait(asked, by=RESIDENT_BY_PHONE, now=turn.now, idempotency_key=key)
    if memory.referral:
        join_for(memory.referral, entry, who=Who.PERSON, by=RESIDENT_BY_PHONE, now=turn.now)
    return results.waits(memory)
