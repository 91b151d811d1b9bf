"""What a telephone provider does with a call: asks the line's addresses, and goes through what they answer."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from notifications.handset import wire
from notifications.handset.reading import WAITS, NotTwiml, Said, choices, sentences, verbs

MOST_REDIRECTS = 5
VOICE = "/twilio/voice"


class NotNow(Exception):
    """The line does not wait for this; the text says what it was."""


class LineFailed(Exception):
    """The line's address did not answer as it must; the text holds the status only."""


@dataclass
class Exchange:
    """One call, of the two numbers `phone` and `line`. `said`: what was heard last, sentence by sentence.

    `reference`: the message that the service calls for; empty when it was called. Where the call stands is three plain
    values: the line's last `answer`, the place `at` which it waits there, and what was `typed` since.
    """

    phone: str
    line: str
    sid: str
    reference: str = ""
    answer: bytes = b""
    at: int = -1
    typed: str = ""
    said: list[Said] = field(default_factory=list)
    over: bool = False
    last: tuple[str, dict[str, str]] | None = None

    # -- What is heard ---------------------------------------------------------------------------
    @property
    def heard(self) -> list[str]:
        """What was said last, in words."""
        return [each.text for each in self.said]

    @property
    def languages(self) -> set[str]:
        """The languages of the voices."""
        return {each.language for each in self.said}

    @property
    def choices(self) -> dict[str, str]:
        """key → the sentence that offers it."""
        return choices(self.heard)

    @property
    def waiting(self) -> ET.Element | None:
        """The verb at which the line waits."""
        return verbs(self.answer)[self.at] if self.at >= 0 and not self.over else None

    @property
    def digits(self) -> int:
        """How many keys make an answer; none when no keys are read."""
        verb = self.waiting
        return int(verb.attrib["numDigits"]) if verb is not None and verb.tag == "Gather" else 0

    # -- What is asked ---------------------------------------------------------------------------
    def send(self, path: str, form: dict[str, str]) -> wire.Reply:
        """How a request gets there."""
        return wire.post(path, form)

    def _form(self, more: dict[str, str]) -> dict[str, str]:
        ends = (self.line, self.phone) if self.reference else (self.phone, self.line)
        who = {"CallSid": self.sid, "From": ends[0], "To": ends[1], "CallStatus": "in-progress"}
        direction = "outbound-api" if self.reference else "inbound"
        return {**who, "AccountSid": "AC0", "Direction": direction, "ApiVersion": "2010-04-01", **more}

    def _ask(self, address: str, more: dict[str, str], *, redirects: int = 0) -> Self:
        whole = urlsplit(urljoin(f"{settings.PUBLIC_URL}{VOICE}", address))
        path = f"{whole.path}?{whole.query}" if whole.query else whole.path
        self.last = (path, self._form(more))
        self.answer, self.at, self.typed, self.said = self._post(*self.last), -1, "", []
        return self._walk(verbs(self.answer), redirects=redirects)

    def _post(self, path: str, form: dict[str, str]) -> bytes:
        reply = self.send(path, form)
        if reply.status != 200 or not reply.content_type.startswith("application/xml"):
            raise LineFailed(f"answered {reply.status}")
        return reply.body

    def _walk(self, path: list[ET.Element], *, start: int = 0, redirects: int = 0) -> Self:
        saying: list[ET.Element] = []
        for number, verb in enumerate(path[start:], start):
            if verb.tag == "Say":
                saying.append(verb)
                continue
            self.said += [*sentences(saying), *sentences(verb)]
            saying = []
            if verb.tag in WAITS:
                if verb.tag != "Dial" and number + 1 == len(path):
                    raise NotTwiml("nothing follows a silence: the line would go dead")
                self.at = number
                return self
            if verb.tag == "Redirect":
                return self._redirected(verb, redirects)
            if verb.tag == "Hangup":
                self.over = True
                return self
        raise NotTwiml("the line goes dead without a word")

    def _redirected(self, verb: ET.Element, redirects: int) -> Self:
        if redirects == MOST_REDIRECTS:
            raise NotTwiml("redirected for ever")
        return self._ask((verb.text or "").strip(), {}, redirects=redirects + 1)

    def _expects(self, *tags: str) -> ET.Element:
        verb = self.waiting
        if verb is None or verb.tag not in tags:
            raise NotNow(f"the line does not wait for {' or '.join(tags)}")
        return verb
