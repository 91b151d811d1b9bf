"""Offers of the waiting list, answered by SMS: `1` takes the time, `2` leaves it. Joining the list by SMS."""

from datetime import datetime, timedelta

from bookings.actions.offer import accept, decline
from bookings.actions.wait import wait_for_earlier
from bookings.errors import BookingError, OfferOver
from bookings.models import Appointment, WaitingOffer
from bookings.people.who import RESIDENT_BY_SMS
from notifications.models import Message
from notifications.models.talk import Conversation
from notifications.talk.answers import Answered
from notifications.talk.meanings import Meaning, Said
from notifications.talk.words import Answer
from notifications.texts.kinds import Kind

_LATELY = timedelta(hours=24)
_YES, _NO = 1, 2


def last_asked(talk: Conversation, *, now: datetime) -> WaitingOffer | None:
    """The offer that is the last thing this number was asked; None when something else was asked since.

    A reminder says "reply 1" too, and so may a question of the conversation: a digit answers what came last.
    """
    about = Message.objects.filter(contact__value_index=talk.number_index, sent_at__isnull=False)
    offered = about.filter(kind=Kind.OFFER, sent_at__gt=now - _LATELY).select_related(
        "offer__entry__appointment"
    )
    message = offered.order_by("-sent_at").first()
    if message is None or message.sent_at is None or message.offer is None:
        return None
    if message.offer.status == WaitingOffer.Status.TAKEN:
        return None
    asked_since = bool(talk.question) and talk.asked_at is not None and talk.asked_at > message.sent_at
    if asked_since or about.filter(kind=Kind.REMINDER, sent_at__gt=message.sent_at).exists():
        return None
    return message.offer


def answer(said: Said, offer: WaitingOffer, *, now: datetime) -> Answered | None:
    """What a yes or a no does to an offer; None when something else was said."""
    if said.meaning is Meaning.CONFIRM or said.digit == _YES:
        return _yes(offer, now)
    if said.meaning is Meaning.CANCEL or said.digit == _NO:
        return _no(offer, now)
    return None


def _yes(offer: WaitingOffer, now: datetime) -> Answered:
    entry = offer.entry
    try:
        appointment = accept(offer.pk, by=RESIDENT_BY_SMS, now=now)
    except OfferOver:
        return Answered(Answer.OFFER_OVER, entry.appointment, language=entry.language)
    except BookingError:
        return Answered(Answer.OFFER_OVER, entry.appointment, for_the_team=True, language=entry.language)
    said = Answer.MOVED if entry.appointment_id else Answer.BOOKED
    return Answered(said, Appointment.objects.select_related("site").get(pk=appointment.pk), settled=True)


def _no(offer: WaitingOffer, now: datetime) -> Answered:
    decline(offer.pk, by=RESIDENT_BY_SMS, now=now)
    entry = offer.entry
    said = Answer.DECLINED if entry.appointment is None else Answer.DECLINED_AND_STANDS
    return Answered(said, entry.appointment, language=entry.language)


def join(appointment: Appointment, *, now: datetime) -> Answered:
    """Wants an earlier time at the same site, whenever that is. Raises `BookingError`."""
    wait_for_earlier(appointment.pk, sites=[appointment.site], by=RESIDENT_BY_SMS, now=now)
    return Answered(Answer.WAITING, appointment)
