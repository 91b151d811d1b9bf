"""Somebody with a telephone, in a test: the walker of the product, whose requests go through Django's test client.

What a provider would refuse is `NotTwiml`, `NotNow` or `LineFailed`: each fails the test that it happens in.
"""

import uuid
from dataclasses import dataclass, field
from typing import Self

from django.test import Client

from notifications.handset.reading import verbs
from notifications.handset.walker import Walker
from notifications.handset.wire import Reply, signature

TOKEN = "a-token-of-the-tests"
strictly = verbs


def signed(client: Client, address: str, form: dict[str, str], token: str = TOKEN):
    """Posts a form as the provider does."""
    return client.post(address, form, headers={"X-Twilio-Signature": signature(address, form, token=token)})


@dataclass
class Caller(Walker):
    """A telephone and what it hears. `heard` is what was said last, sentence by sentence."""

    phone: str = "+33639980001"
    line: str = "+33261910000"
    sid: str = field(default_factory=lambda: f"CA{uuid.uuid4().hex}")
    client: Client = field(default_factory=Client)

    def send(self, path: str, form: dict[str, str]) -> Reply:
        """Errors of ours are raised, not answered."""
        response = signed(self.client, path, form)
        return Reply(response.status_code, response.get("Content-Type", ""), bytes(response.content))

    def choose(self, words: str) -> Self:
        """Presses the key of the choice whose sentence holds these words."""
        return self.press(self.key_of(words))

    def again(self) -> bytes:
        """The provider sends the last request once more."""
        assert self.last is not None
        return self._post(*self.last)

    @property
    def text(self) -> str:
        """All that was said last."""
        return " ".join(self.heard)

    def key_of(self, words: str) -> str:
        """The key of a choice."""
        keys = [key for key, sentence in self.choices.items() if words in sentence]
        assert len(keys) == 1, f"{words!r} is not one of {self.choices}"
        return keys[0]
