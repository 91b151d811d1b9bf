"""The telephone simulator: messages are received by a page. Only under DEMO."""

from django.utils import timezone

from bookings.told import Why
from mediation.crypto import keyed_hash
from notifications.channels.contract import Accepted, Outgoing, Refused, Verdict
from notifications.encoding import size
from notifications.models import ChannelName, SimulatedMessage

NOBODY = ("+33639980404", "personne@example.org")
"""A number and an address that do not exist, to see what happens to somebody who cannot be told."""


def inbox_of(address: str) -> str:
    """The keyed hash under which a number (E.164) or an e-mail address finds what it received."""
    return keyed_hash("handset", address)


class Simulator:
    """Receives at once, and gives the receipt at once."""

    seconds = 1.0
    remote = False

    def __init__(self, name: ChannelName) -> None:
        self.name = name

    def send(self, message: Outgoing) -> Accepted:
        """Puts the message into the handset; the same reference twice is received once."""
        if message.to in NOBODY:
            why = Why.WRONG_NUMBER if self.name == ChannelName.SMS else Why.WRONG_ADDRESS
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
