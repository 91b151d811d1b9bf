"""A partner's invitation, answered by SMS: no declines it, yes gets a link to choose a time; nothing else changes anything.

A yes books nothing by itself: nobody has named a time. A no may be taken back on the page behind the link, or by telephone.
"""

from datetime import datetime, timedelta

from django.conf import settings

from bookings.actions.answer_referral import decline
from bookings.errors import BookingError
from bookings.models import Referral
from bookings.people.links import new_referral_link
from bookings.people.who import RESIDENT_BY_SMS
from bookings.referrals.states import State
from notifications.models import ChannelName, Message
from notifications.models.talk import Conversation
from notifications.talk.advice import now_and_then, pass_on
from notifications.talk.answers import Answered
from notifications.talk.deeds import Deed
from notifications.talk.meanings import Meaning, Said
from notifications.talk.questions import YES
from notifications.talk.senses import AFFIRMS, POLITE, Sense, Why
from notifications.talk.turn import Turn
from notifications.talk.words import Answer
from notifications.texts.kinds import Kind

_REMEMBERED = timedelta(days=60)
_INVITES = (Kind.REFERRAL_INVITATION, Kind.REFERRAL_CHASER)
_ANSWERABLE = (State.INVITED, State.DECLINED)


def last_invited(talk: Conversation, *, now: datetime) -> Referral | None:
    """The referral whose invitation is the last thing that was said to this number; None when something else was."""
    said = Message.objects.filter(
        contact__value_index=talk.number_index, sent_at__gt=now - _REMEMBERED, channel=ChannelName.SMS
    ).exclude(kind=Kind.ANSWER)
    last = said.order_by("-sent_at", "-pk").select_related("referral__resident").first()
    if last is None or last.kind not in _INVITES or last.sent_at is None or last.referral is None:
        return None
    if talk.question and talk.asked_at is not None and talk.asked_at > last.sent_at:
        return None
    return last.referral if last.referral.at in _ANSWERABLE and last.referral.resident else None


def answer(said: Said, referral: Referral, turn: Turn) -> Answered | None:
    """What a yes or a no does to an invitation; None when something else was said: a person reads that."""
    core = said.senses - POLITE
    if said.why is Why.COURTESY:
        return Answered()
    if _others_invited(referral, turn):
        return pass_on(turn, said.why or Why.OTHER_WORDS)
    if core == {Sense.NO}:
        return _no(referral, turn)
    affirms = said.digit == YES or (core and core <= AFFIRMS | {Sense.WISH})
    if affirms or said.meaning in (Meaning.HELP, Meaning.MOVE, Meaning.WHEN, Meaning.EARLIER):
        return _how_to_choose(referral, turn)
    return pass_on(turn, said.why or Why.AFTERWARDS)


def _others_invited(referral: Referral, turn: Turn) -> bool:
    """Whether somebody else was invited on this telephone: nobody could tell whose answer it is."""
    there = Referral.objects.filter(contact__value_index=turn.talk.number_index, state=State.INVITED)
    return there.exclude(pk=referral.pk).exists()


def _no(referral: Referral, turn: Turn) -> Answered:
    """Said twice, it is noted already."""
    if referral.at is State.DECLINED:
        return Answered()
    try:
        decline(referral.pk, by=RESIDENT_BY_SMS, now=turn.now)
    except BookingError:
        return pass_on(turn, Why.AFTERWARDS)
    return Answered(Answer.REFUSED, language=referral.language, done=Deed.REFUSED)


def _how_to_choose(referral: Referral, turn: Turn) -> Answered:
    """Where one chooses a time; said again now and then only."""
    link = f"{settings.PUBLIC_URL}/r/{new_referral_link(referral, now=turn.now)}"
    return now_and_then(turn, Answered(Answer.INVITED, language=referral.language, link=link))
