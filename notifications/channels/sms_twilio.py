"""SMS through Twilio."""

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from notifications.channels.contract import Accepted, InDoubt, Outgoing, Refused
from notifications.channels.twilio_rest import Meanings, callback_address, twilio_client, verdict_of, why_of

# A hostel's shared telephone gets many. The largest page that Twilio gives.
_PAGE = 1000
# For so few numbers their own lists are as cheap as a page of everybody's.
_FEW = 3
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
        return self._found_for(message.to, [message]).get(message.reference)

    def find_all(self, messages: Sequence[Outgoing]) -> dict[str, Accepted | InDoubt | None]:
        """One page of all that Twilio took lately has most of them; the rest is looked for number by number.

        That page only ever says "yes": it has not everything, and nobody promises its order. "No" is what the whole list
        of a number says.
        """
        until = time.monotonic() + 2 * self.seconds
        found: dict[str, Accepted | InDoubt | None] = {}
        waiting: dict[str, list[Outgoing]] = {}
        try:
            found.update(self._lately(messages) if len({each.to for each in messages}) > _FEW else {})
            for message in messages:
                if message.reference not in found:
                    waiting.setdefault(message.to, []).append(message)
            for to, theirs in waiting.items():
                if time.monotonic() > until:
                    break
                found.update(self._asked_for(to, theirs))
        except InDoubt as wait:
            # It wants to be left alone: said once, and nobody's question is used up.
            first = next(each for each in messages if each.reference not in found)
            found[first.reference] = wait
        return found

    def _asked_for(self, to: str, messages: Sequence[Outgoing]) -> dict[str, Accepted | InDoubt | None]:
        """What the list of one number says of these; raises only what concerns every question."""
        try:
            known = self._found_for(to, messages)
        except InDoubt as doubt:
            if doubt.too_fast:
                raise
            return {each.reference: doubt for each in messages}
        return {each.reference: known.get(each.reference) for each in messages}

    def _found_for(self, to: str, messages: Sequence[Outgoing]) -> dict[str, Accepted]:
        until = time.monotonic() + 2 * self.seconds
        wanted, found = {each.body: each.reference for each in messages}, {}
        with Meanings(asking=True):
            page = self.client.messages.page(to=to, page_size=_PAGE)
            while page is not None:
                found.update(_among(page, wanted))
                if len(found) == len(messages):
                    break
                if time.monotonic() > until:
                    raise InDoubt("too many")
                page = page.next_page()
        return found

    def _lately(self, messages: Sequence[Outgoing]) -> dict[str, Accepted]:
        wanted = {each.body: each.reference for each in messages}
        try:
            with Meanings(asking=True):
                return _among(self.client.messages.page(page_size=_PAGE), wanted)
        except InDoubt as doubt:
            if doubt.too_fast:
                raise
            return {}

    def follow(self, provider_id: str) -> Accepted | None:
        """How far one message has come."""
        with Meanings(asking=True):
            return _taken(self.client.messages(provider_id).fetch())


def _among(page: Iterable[Any], wanted: Mapping[str, str]) -> dict[str, Accepted]:
    """Those of a page whose body is wanted, by the reference that goes with it."""
    return {wanted[made.body]: _taken(made) for made in page if made.body in wanted}


def _taken(made: Any) -> Accepted:
    if not made.sid:
        raise InDoubt("no id")
    return report(made.sid, str(made.status), str(made.error_code or ""))
