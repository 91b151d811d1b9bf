"""Offers of the waiting list, answered by SMS: a yes or `1` takes the time, a no or `2` leaves it.

Who has left it is not asked any more: a later "ok" is thanks, and a later "oui" is read by somebody.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.actions.offer import accept, decline
from bookings.errors import BookingError, OfferOver
from bookings.models import Appointment, WaitingOffer
from bookings.people.who import RESIDENT_BY_SMS
from notifications.models import Message
from notifications.models.talk import Conversation
from notifications.talk.advice import pass_on
from notifications.talk.answers import Answered
from notifications.talk.deeds import Deed
from notifications.talk.meanings import Meaning, Said
from notifications.talk.questions import NO, YES
from notifications.talk.senses import AFFIRMS, POLITE, Sense, Why
from notifications.talk.turn import Turn
from notifications.talk.words import Answer
from notifications.texts.kinds import Kind

_LATELY = timedelta(hours=24)
_ASKS_TOO = (Kind.REMINDER, Kind.SURVEY)
_TAKING = frozenset({Sense.YES, Sense.OK, Sense.TAKES})


def last_asked(talk: Conversation, *, now: datetime) -> WaitingOffer | None:
    """The offer that is the last thing this number was asked; None when something else was asked since.

    A reminder says "reply 1" too, and so may a question of the conversation: a digit answers what came last.
    """
    about = Message.objects.filter(contact__value_index=talk.number_index, sent_at__isnull=False)
    offered = about.filter(kind=Kind.OFFER, sent_at__gt=now - _LATELY).select_related(
        "offer__entry__appointment", "offer__site"
    )
    message = offered.order_by("-sent_at").first()
    if message is None or message.sent_at is None or message.offer is None:
        return None
    if message.offer.status == WaitingOffer.Status.TAKEN:
        return None
    asked_since = bool(talk.question) and talk.asked_at is not None and talk.asked_at > message.sent_at
    if asked_since or about.filter(kind__in=_ASKS_TOO, sent_at__gt=message.sent_at).exists():
        return None
    return message.offer


def answer(said: Said, offer: WaitingOffer, turn: Turn) -> Answered | None:
    """What a yes or a no does to an offer; None when something else was said."""
    if said.meaning is Meaning.DIGIT and said.digit not in (YES, NO):
        return None
    declined = offer.status == WaitingOffer.Status.DECLINED
    core = said.senses - POLITE
    if said.digit == NO or (Sense.NO in core and core <= {Sense.NO, Sense.CANCELS}):
        return _no(offer, turn)
    if declined:
        return _afterwards(said, core, turn)
    if said.digit == YES or (core & _TAKING and core <= AFFIRMS | {Sense.DAY, Sense.LINK}):
        return _yes(offer, turn) if _names_it(said, offer, turn) else pass_on(turn, Why.OTHER_DAY)
    unclear = said.why is Why.COURTESY or said.meaning in (Meaning.CONFIRM, Meaning.CANCEL)
    return pass_on(turn, Why.AFTERWARDS) if unclear else None


def _afterwards(said: Said, core: frozenset[Sense], turn: Turn) -> Answered | None:
    """The time was left: kind words are only that, and whoever says yes after all is read by somebody."""
    if said.why is Why.COURTESY or (core and core <= {Sense.OK, Sense.WELL}):
        return Answered()
    if said.digit == YES or core & _TAKING or said.meaning is Meaning.CANCEL:
        return pass_on(turn, Why.AFTERWARDS)
    return None


def _names_it(said: Said, offer: WaitingOffer, turn: Turn) -> bool:
    """Whether a day or an hour that is named beside the yes is the one offered."""
    if said.named is None:
        return True
    zone = ZoneInfo(offer.site.timezone)
    return said.named.fits(offer.starts_at.astimezone(zone), turn.now.astimezone(zone).date())


def _yes(offer: WaitingOffer, turn: Turn) -> Answered:
    entry = offer.entry
    over = Answered(Answer.OFFER_OVER, entry.appointment, language=entry.language)
    try:
        appointment = accept(offer.pk, by=RESIDENT_BY_SMS, now=turn.now)
    except OfferOver:
        return over
    except BookingError:
        return Answered(over.answer, over.appointment, for_the_team=True, language=entry.language)
    said, done = (Answer.MOVED, Deed.MOVED) if entry.appointment_id else (Answer.BOOKED, Deed.BOOKED)
    appointment = Appointment.objects.select_related("site").get(pk=appointment.pk)
    turn.close(appointment)
    return Answered(said, appointment, done=done)


def _no(offer: WaitingOffer, turn: Turn) -> Answered:
    new = offer.status == WaitingOffer.Status.OPEN
    decline(offer.pk, by=RESIDENT_BY_SMS, now=turn.now)
    entry = offer.entry
    said = Answer.DECLINED if entry.appointment is None else Answer.DECLINED_AND_STANDS
    done = Deed.DECLINED if new else Deed.NOTHING
    return Answered(said, entry.appointment, language=entry.language, done=done)
