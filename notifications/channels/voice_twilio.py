"""Calls through Twilio: the telephone rings, and the line itself speaks (see `notifications/voice/outgoing.py`).

A call has no text to compare. Whether the provider has taken one is known by our reference, which the line's first
request and the report of its end both carry; until one of them comes, by a call of ours to that number, placed since,
that belongs to no other message.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bookings.records.told import Why
from notifications.channels.contract import Accepted, InDoubt, Outgoing, Refused, Verdict
from notifications.channels.twilio_rest import Meanings, callback_address, twilio_client
from notifications.models import Message

RINGS_SECONDS = 25
# A call that is asked about was placed within the last hours: a message in doubt is given up after that.
_LATELY = timedelta(hours=24)
# More calls than that to one number are no list to choose from.
_LOOKED_THROUGH = 1000

_MEANS = {
    "busy": (Verdict.RETRY, Why.UNREACHABLE),
    "no-answer": (Verdict.RETRY, Why.UNREACHABLE),
    "canceled": (Verdict.PERMANENT, Why.PROVIDER),
    "failed": (Verdict.PERMANENT, Why.UNREACHABLE),
}


def report_call(provider_id: str, status: str) -> Accepted:
    """What a Twilio status says of a call: placed at least, heard to its end (by a person or a machine), or not."""
    if status in _MEANS:
        verdict, why = _MEANS[status]
        return Accepted(provider_id, failure=Refused(verdict, status, why))
    return Accepted(provider_id, delivered=status == "completed")


class TwilioVoice:
    """Calls from TWILIO_VOICE_FROM."""

    remote = True

    def __init__(self) -> None:
        self.seconds: float = settings.TWILIO_TIMEOUT
        self.client = twilio_client()

    def send(self, message: Outgoing) -> Accepted:
        """Has the telephone ring. Raises `Refused` or `InDoubt`."""
        with Meanings():
            return _placed(
                self.client.calls.create(
                    to=message.to,
                    from_=settings.TWILIO_VOICE_FROM,
                    url=f"{settings.PUBLIC_URL}{reverse('twilio_voice')}?message={message.reference}",
                    status_callback=callback_address(message.reference),
                    timeout=RINGS_SECONDS,
                    machine_detection="DetectMessageEnd",
                )
            )

    def find(self, message: Outgoing) -> Accepted | None:
        """A call of ours to that number that is no other message's.

        Without a filter on dates at Twilio: a call that waits for its turn has no start, and would be missed.
        """
        with Meanings(asking=True):
            placed = self.client.calls.list(
                to=message.to,
                from_=settings.TWILIO_VOICE_FROM,
                limit=_LOOKED_THROUGH,
                page_size=_LOOKED_THROUGH,
            )
            if len(placed) == _LOOKED_THROUGH:
                raise InDoubt("too many")
        since = timezone.now() - _LATELY
        ours = {call.sid: call for call in placed if (call.date_created or since) >= since}
        others = Message.objects.filter(provider_id__in=ours).exclude(reference=message.reference)
        for sid in others.values_list("provider_id", flat=True):
            del ours[sid]
        return _placed(next(iter(ours.values()))) if ours else None

    def follow(self, provider_id: str) -> Accepted | None:
        """How far one call has come."""
        with Meanings(asking=True):
            return _placed(self.client.calls(provider_id).fetch())


def _placed(call: Any) -> Accepted:
    if not call.sid:
        raise InDoubt("no id")
    return report_call(call.sid, str(call.status))
