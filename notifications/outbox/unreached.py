"""A message to somebody who was referred has not arrived: later, a call to the same number, a desk, or the referrer."""

from datetime import datetime

from bookings.actions.step import locked_referral
from bookings.models import Contact, Referral
from bookings.people.contacts import BY_PHONE
from bookings.records.told import Why
from notifications.channels import available
from notifications.channels.routes import RING_AFTER, Route
from notifications.models import ChannelName, Message
from notifications.outbox import write as outbox
from notifications.outbox.referred import no_channel_left, still_so
from notifications.outbox.write import Saying
from notifications.texts.kinds import Kind

_WRONG = frozenset({Why.WRONG_NUMBER, Why.WRONG_ADDRESS})
"""Nobody is there: calling the same number helps nobody, the referrer may know another."""


def go_on(message: Message, *, later: datetime | None, now: datetime) -> None:
    """What is tried next, while the referral stands as the message told it; in the transaction that noted the failure.

    `later`: when the same channel is worth another try. That we write no more is worth none.
    """
    referral = locked_referral(message.referral_id or 0)
    if message.expires_at <= now or not still_so(message, referral):
        return
    if message.kind == Kind.REFERRAL_EXPIRED or referral.contact is None:
        return
    number = referral.contact.value if referral.contact.kind in BY_PHONE else ""
    rings = ChannelName.VOICE in available() and message.why in RING_AFTER
    if later is not None:
        route = Route(ChannelName(message.channel), referral.contact.value)
        _put_instead(message, referral, route, later, now)
    elif message.channel == ChannelName.SMS and rings and number:
        _put_instead(message, referral, Route(ChannelName.VOICE, number), now, now)
    else:
        wrong = message.why in _WRONG or referral.contact.kind == Contact.Kind.EMAIL
        no_channel_left(referral.pk, phone=bool(number) and not wrong, now=now)


def _put_instead(
    message: Message, referral: Referral, route: Route, send_after: datetime, now: datetime
) -> None:
    instead = Saying(
        kind=Kind(message.kind),
        rule=message.rule,
        route=route,
        send_after=send_after,
        expires_at=message.expires_at,
        referral=referral,
        instead_of=message,
    )
    outbox.put([instead], now=now)
