"""Somebody at the page of the demonstration's telephone, with forms alone."""

import re
from html import unescape
from typing import Self

from django.test import Client
from django.urls import reverse

from notifications.handset.reading import key_offered
from notifications.models import SimulatedCall


class Telephone:
    """A number's telephone; `text` is the page that is open, without its marks."""

    def __init__(self, number: str) -> None:
        self.client = Client()
        self.home = self._post(reverse("simulator"), address=number)
        self.page = ""
        self.look()

    def look(self) -> Self:
        """Opens the messages, or opens them again."""
        self.page = self.client.get(self.home).content.decode()
        return self

    def dial(self, **more: str) -> Self:
        """Calls the service."""
        return self._on_the_call(self._post(f"{self.home}appeler/", **more))

    def does(self, gesture: str, *, call: SimulatedCall | None = None) -> Self:
        """A button of the call that is open, or of a call that rings."""
        call = call or self.call
        return self._on_the_call(self._post(self.address_of(call), does=gesture, turn=str(call.turn)))

    def press(self, keys: str) -> Self:
        """Keys, one after the other."""
        for key in keys:
            self._on_the_call(self._post(self.address_of(self.call), press=key, turn=str(self.call.turn)))
        return self

    def choose(self, words: str) -> Self:
        """Presses the key of the last sentence that holds these words."""
        sentence = next(said for said in reversed(self.sentences) if words in said)
        return self.press(key_offered(sentence))

    def write(self, body: str) -> Self:
        """Sends an SMS to the service."""
        self._post(f"{self.home}ecrire/", body=body)
        return self.look()

    @property
    def call(self) -> SimulatedCall:
        """The last call of this telephone."""
        return SimulatedCall.objects.filter(inbox=self.home.split("/")[2]).latest("pk")

    @property
    def sentences(self) -> list[str]:
        """What the transcript says, line by line."""
        return [unescape(each) for each in re.findall(r'<li class="turn[^>]*>([^<]*)</li>', self.page)]

    @property
    def text(self) -> str:
        """All words of the page."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page)).split())

    @staticmethod
    def address_of(call: SimulatedCall) -> str:
        return reverse("handset_call", args=[call.key])

    def _post(self, path: str, **form: str) -> str:
        answer = self.client.post(path, form)
        assert answer.status_code == 302, answer.status_code
        return str(answer["Location"]).partition("#")[0]

    def _on_the_call(self, address: str) -> Self:
        self.page = self.client.get(address).content.decode()
        return self
