"""The telephone simulator: messages are received by a page, and a page rings. Only under DEMO."""

from uuid import UUID

from django.utils import timezone

from bookings.records.told import Why
from notifications.channels.contract import Accepted, Outgoing, Refused, Verdict
from notifications.channels.voice_twilio import report_call
from notifications.models import ChannelName, SimulatedMessage
from notifications.models.handset import SimulatedCall, inbox_of, key_of
from notifications.texts.encoding import size

NOBODY = ("+33639980404", "personne@example.org")
"""A number and an address that do not exist, to see what happens to somebody who cannot be told."""
_STATUS = {
    SimulatedCall.State.RINGING: "ringing",
    SimulatedCall.State.TALKING: "in-progress",
    SimulatedCall.State.OVER: "completed",
    SimulatedCall.State.MISSED: "no-answer",
}


class Simulator:
    """Receives at once, and gives the receipt at once."""

    seconds = 1.0
    remote = False

    def __init__(self, name: ChannelName) -> None:
        self.name = name

    def send(self, message: Outgoing) -> Accepted:
        """Puts the message into the handset; the same reference twice is received once."""
        if message.to in NOBODY:
            why = Why.WRONG_ADDRESS if self.name == ChannelName.EMAIL else Why.WRONG_NUMBER
            raise Refused(Verdict.PERMANENT, "nobody", why)
        SimulatedMessage.objects.get_or_create(
            reference=message.reference,
            defaults={
                "channel": self.name,
                "to": message.to,
                "to_index": inbox_of(message.to),
                "subject": message.subject,
                "body": message.body,
                "parts": size(message.body).parts if self.name == ChannelName.SMS else 0,
                "received_at": timezone.now(),
            },
        )
        return Accepted(provider_id=f"simulated-{message.reference}", delivered=True)

    def find(self, message: Outgoing) -> Accepted | None:
        """Whether the handset has it."""
        if not SimulatedMessage.objects.filter(reference=message.reference).exists():
            return None
        return Accepted(provider_id=f"simulated-{message.reference}", delivered=True)

    def follow(self, provider_id: str) -> Accepted | None:
        """Receipts are given at once: there is nothing more to know."""
        return None


class Ringing(Simulator):
    """Has a telephone ring on its page. What becomes of it is reported to the webhooks, as a provider does."""

    def __init__(self) -> None:
        super().__init__(ChannelName.VOICE)

    def send(self, message: Outgoing) -> Accepted:
        """Rings; the same reference twice rings once."""
        super().send(message)
        defaults = {
            "reference": UUID(message.reference),
            "number": message.to,
            "inbox": key_of(message.to),
            "state": SimulatedCall.State.RINGING,
            "started_at": timezone.now(),
        }
        return _so_far(SimulatedCall.objects.get_or_create(sid=_sid(message), defaults=defaults)[0])

    def find(self, message: Outgoing) -> Accepted | None:
        """Whether it has rung there."""
        return self.follow(_sid(message))

    def follow(self, provider_id: str) -> Accepted | None:
        """What the telephone knows of the call; nothing once it has forgotten it."""
        call = SimulatedCall.objects.filter(sid=provider_id).first()
        return _so_far(call) if call else None


def simulated(name: ChannelName) -> Simulator:
    """The demonstration's channel of that name (`SIMULATED_CHANNEL` in the settings names this function)."""
    return Ringing() if name == ChannelName.VOICE else Simulator(name)


def _sid(message: Outgoing) -> str:
    return f"CA{UUID(message.reference).hex}"


def _so_far(call: SimulatedCall) -> Accepted:
    return report_call(call.sid, _STATUS[SimulatedCall.State(call.state_at(timezone.now()))])
