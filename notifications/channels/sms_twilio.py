"""SMS through Twilio."""

import time
from typing import Any

from django.conf import settings

from notifications.channels.contract import Accepted, InDoubt, Outgoing, Refused
from notifications.channels.twilio_rest import Meanings, callback_address, twilio_client, verdict_of, why_of

# A hostel's shared telephone gets many. The largest page that Twilio gives.
_PAGE = 1000
_FAILED = {"undelivered", "failed", "canceled"}
_DELIVERED = {"delivered", "read"}


def report(provider_id: str, status: str, code: str) -> Accepted:
    """What a Twilio status says of a message: taken at least, delivered, or failed after all."""
    failure = Refused(verdict_of(code), code, why_of(code)) if status in _FAILED else None
    return Accepted(provider_id, delivered=status in _DELIVERED, failure=failure)


class TwilioSms:
    """Sends from TWILIO_SMS_FROM: a number or a sender name, or a messaging service (MG…)."""

    remote = True

    def __init__(self) -> None:
        self.seconds: float = settings.TWILIO_TIMEOUT
        self.client = twilio_client()

    def send(self, message: Outgoing) -> Accepted:
        """Creates the message at Twilio. Raises `Refused` or `InDoubt`."""
        sender = settings.TWILIO_SMS_FROM
        origin = {"messaging_service_sid": sender} if sender.startswith("MG") else {"from_": sender}
        with Meanings():
            made = self.client.messages.create(
                to=message.to,
                body=message.body,
                status_callback=callback_address(message.reference),
                **origin,
            )
            return _taken(made)

    def find(self, message: Outgoing) -> Accepted | None:
        """Looks through what Twilio took for that number for this very body.

        Without a filter on dates: one that has not left Twilio yet has no `DateSent`, and would be missed. A list
        too long to be read in the time that a lease allows answers nothing.
        """
        until = time.monotonic() + 2 * self.seconds
        with Meanings(asking=True):
            page = self.client.messages.page(to=message.to, page_size=_PAGE)
            while page is not None:
                for made in page:
                    if made.body == message.body:
                        return _taken(made)
                if time.monotonic() > until:
                    raise InDoubt("too many")
                page = page.next_page()
        return None

    def follow(self, provider_id: str) -> Accepted | None:
        """How far one message has come."""
        with Meanings(asking=True):
            return _taken(self.client.messages(provider_id).fetch())


def _taken(made: Any) -> Accepted:
    if not made.sid:
        raise InDoubt("no id")
    return report(made.sid, str(made.status), str(made.error_code or ""))
