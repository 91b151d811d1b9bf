"""Somebody with a telephone: walks the line's TwiML as a provider does, and asks the line's own addresses.

The one walker there is: the telephone of demonstrations and the tests' callers are both this one.
"""

import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from notifications.handset import wire
from notifications.handset.reading import WAITS, NotTwiml, Said, choices, sentences, verbs

MOST_REDIRECTS = 5
WITHHELD = "anonymous"
_VOICE = "/twilio/voice"
_STATUS = "/twilio/status"
_RECORDED = {"RecordingUrl": "https://example.org/recording", "RecordingDuration": "2"}


class NotNow(Exception):
    """The line does not wait for this; the text says what it was."""


class LineFailed(Exception):
    """The line's address did not answer as it must; the text holds the status only."""


@dataclass
class Walker:
    """One call, of the two numbers `phone` and `line`. `said`: what was heard last, sentence by sentence.

    `reference`: the message that the service calls for; empty when it was called. Where the call stands is three
    plain values: the line's last `answer`, the place `at` which it waits there, and what was `typed` since. So a call
    can be laid down between two keys.
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

    # -- What a person does ----------------------------------------------------------------------
    def call(self) -> Self:
        """Dials the line."""
        return self._ask(_VOICE, {"CallStatus": "ringing"})

    def pick_up(self, reference: str, *, by: str = "human") -> Self:
        """Answers a call that the service has made for that message; `by` a person or an answering machine."""
        self.reference = reference
        return self._ask(f"{_VOICE}?message={reference}", {"CallStatus": "in-progress", "AnsweredBy": by})

    def press(self, keys: str) -> Self:
        """Presses keys, one answer's worth."""
        verb = self._expects("Gather", "Record")
        if verb.tag == "Record":
            return self._ask(verb.attrib["action"], {**_RECORDED, "Digits": keys[:1]})
        if len(keys) > self.digits:
            raise NotNow(f"only {self.digits} digits are read")
        return self._ask(verb.attrib["action"], {"Digits": keys})

    def wait(self) -> Self:
        """Presses nothing: what comes after the pause."""
        self._expects("Gather", "Record")
        return self._walk(verbs(self.answer), start=self.at + 1)

    def type(self, keys: str) -> Self:
        """Presses keys as they come: they go once they make an answer."""
        self.typed += keys
        if len(self.typed) < self.digits:
            return self
        return self.press(self.typed[: self.digits or None])

    def fall_silent(self) -> Self:
        """Presses nothing more: what was typed is the answer, if anything was."""
        return self.press(self.typed) if self.typed else self.wait()

    def speak(self) -> Self:
        """Says something after the tone."""
        record = self._expects("Record")
        form = {**_RECORDED, "RecordingSid": f"RE{uuid.uuid4().hex}", "Digits": "#"}
        return self._ask(record.attrib["action"], form)

    def nobody_answers(self, status: str = "no-answer") -> Self:
        """The transfer's other end."""
        return self._ask(self._expects("Dial").attrib["action"], {"DialCallStatus": status})

    def somebody_answers(self) -> Self:
        """The transfer's other end picks up, and both have talked."""
        return self.nobody_answers("completed")

    def hang_up(self, status: str = "completed") -> Self:
        """Puts the receiver down, or never took it up; the provider reports it."""
        self.over = True
        address = f"{_STATUS}?reference={self.reference}" if self.reference else _STATUS
        reply = self.send(address, self._form({"CallStatus": status}))
        if reply.status != 204:
            raise LineFailed(f"a report was answered {reply.status}")
        return self

    # -- What a person hears ---------------------------------------------------------------------
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

    # -- What a provider does --------------------------------------------------------------------
    def send(self, path: str, form: dict[str, str]) -> wire.Reply:
        """How a request gets there."""
        return wire.post(path, form)

    def _form(self, more: dict[str, str]) -> dict[str, str]:
        ends = (self.line, self.phone) if self.reference else (self.phone, self.line)
        who = {"CallSid": self.sid, "From": ends[0], "To": ends[1], "CallStatus": "in-progress"}
        direction = "outbound-api" if self.reference else "inbound"
        return {**who, "AccountSid": "AC0", "Direction": direction, "ApiVersion": "2010-04-01", **more}

    def _ask(self, address: str, more: dict[str, str], *, redirects: int = 0) -> Self:
        whole = urlsplit(urljoin(f"{settings.PUBLIC_URL}{_VOICE}", address))
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
        for number, verb in enumerate(path[start:], start):
            if verb.tag in {"Say", "Gather"}:
                self.said += sentences(verb)
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


def laid_down(walker: Walker) -> dict[str, Any]:
    """Where a call stands, for another process to go on from."""
    return {"answer": walker.answer.decode(), "at": walker.at, "typed": walker.typed}


def taken_up(known: dict[str, Any], *, phone: str, line: str, sid: str, reference: str) -> Walker:
    """The call that was laid down."""
    walker = Walker(phone, line, sid, reference)
    walker.answer, walker.at, walker.typed = known["answer"].encode(), known["at"], known["typed"]
    return walker
