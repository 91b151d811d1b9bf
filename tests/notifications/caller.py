"""Somebody with a telephone: walks the line's TwiML as strictly as a provider does, and signs what it asks.

Anything this reader does not know, or that Twilio would refuse, is an `AssertionError`: an unknown verb or attribute, a
menu of more than four choices, an answer that is not XML, or larger than 64 kB, a line that is silent for ever.
"""

import re
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from twilio.request_validator import RequestValidator

TOKEN = "a-token-of-the-tests"
MOST_BYTES = 64_000
MOST_REDIRECTS = 5
KEYS = re.compile(r"(?:faites|press) ([0-9*#])\.")

# Verb → attributes it may have. What Twilio knows besides is not used, and so not allowed.
ATTRIBUTES = {
    "Response": set(),
    "Say": {"language", "voice"},
    "Pause": {"length"},
    "Gather": {"input", "numDigits", "timeout", "finishOnKey", "action", "method"},
    "Redirect": {"method"},
    "Record": {"action", "method", "maxLength", "timeout", "finishOnKey", "playBeep"},
    "Dial": {"timeout", "action", "method"},
    "Hangup": set(),
}
WITHIN = {"Response": set(ATTRIBUTES) - {"Response"}, "Gather": {"Say", "Pause"}}


def signed(client: Client, address: str, form: dict[str, str], token: str = TOKEN):
    """Posts a form as the provider does."""
    signature = RequestValidator(token).compute_signature(settings.PUBLIC_URL + address, form)
    return client.post(address, form, headers={"X-Twilio-Signature": signature})


def strictly(xml: bytes) -> ET.Element:
    """The answer as a tree, every verb and attribute looked at."""
    assert len(xml) < MOST_BYTES
    root = ET.fromstring(xml)  # noqa: S314 - our own answer
    assert root.tag == "Response"
    for parent in root.iter():
        assert parent.tag in ATTRIBUTES, parent.tag
        assert set(parent.attrib) <= ATTRIBUTES[parent.tag], parent.attrib
        assert {child.tag for child in parent} <= WITHIN.get(parent.tag, set()), parent.tag
        if parent.tag == "Say":
            assert parent.text and parent.text.strip(), "a voice that says nothing"
            assert parent.attrib["language"] in {"fr-FR", "en-GB"}
            assert parent.attrib["voice"]
        if parent.tag in {"Gather", "Record", "Dial"}:
            assert parent.attrib["method"] == "POST"
        if parent.tag == "Gather":
            assert parent.attrib["input"] == "dtmf" and parent.attrib["finishOnKey"] == ""
            assert parent.attrib["timeout"] == "10"
    return root


@dataclass
class Caller:
    """A telephone and what it hears. `heard` is what was said last, sentence by sentence."""

    phone: str = "+33639980001"
    line: str = "+33261910000"
    sid: str = field(default_factory=lambda: f"CA{uuid.uuid4().hex}")
    client: Client = field(default_factory=Client)
    heard: list[str] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)
    over: bool = False
    called_us: bool = True
    dialled: str = ""
    waiting: ET.Element | None = None
    after: list[ET.Element] = field(default_factory=list)
    last: tuple[str, dict[str, str]] | None = None
    answer: bytes = b""
    posts: int = 0

    # -- What a person does ----------------------------------------------------------------------
    def call(self) -> "Caller":
        """Dials the line."""
        return self._ask("/twilio/voice", {"CallStatus": "ringing"})

    def pick_up(self, reference: str, *, by: str = "human") -> "Caller":
        """Answers a call that the service has made for that message; `by` a person or an answering machine."""
        self.called_us = False
        address = f"/twilio/voice?message={reference}"
        return self._ask(address, {"CallStatus": "in-progress", "AnsweredBy": by})

    def press(self, keys: str) -> "Caller":
        """Presses keys, one answer's worth."""
        assert not self.over, "the line is dead"
        gather = self._expects("Gather", "Record")
        if gather.tag == "Record":
            return self._ask(gather.attrib["action"], {**_RECORDED, "Digits": keys[:1]})
        assert len(keys) <= int(gather.attrib["numDigits"]), (
            f"only {gather.attrib['numDigits']} digits are read"
        )
        return self._ask(gather.attrib["action"], {"Digits": keys})

    def choose(self, words: str) -> "Caller":
        """Presses the key of the choice whose sentence holds these words."""
        return self.press(self.key_of(words))

    def wait(self) -> "Caller":
        """Presses nothing: what comes after the pause."""
        self._expects("Gather", "Record")
        return self._walk(self.after)

    def speak(self) -> "Caller":
        """Says something after the tone."""
        record = self._expects("Record")
        form = {**_RECORDED, "RecordingSid": f"RE{uuid.uuid4().hex}", "Digits": "#"}
        return self._ask(record.attrib["action"], form)

    def nobody_answers(self, status: str = "no-answer") -> "Caller":
        """The transfer's other end."""
        dial = self._expects("Dial")
        return self._ask(dial.attrib["action"], {"DialCallStatus": status})

    def hang_up(self) -> "Caller":
        """Puts the receiver down; the provider reports it."""
        self.over = True
        response = signed(self.client, "/twilio/status", self._form({"CallStatus": "completed"}))
        assert response.status_code == 204
        return self

    def again(self) -> bytes:
        """The provider sends the last request once more."""
        assert self.last is not None
        return self._post(*self.last)

    # -- What a person hears ---------------------------------------------------------------------
    @property
    def text(self) -> str:
        """All that was said last."""
        return " ".join(self.heard)

    @property
    def choices(self) -> dict[str, str]:
        """key → the sentence that offers it."""
        return {found[1]: words for words in self.heard if (found := KEYS.search(words))}

    def key_of(self, words: str) -> str:
        """The key of a choice."""
        keys = [key for key, sentence in self.choices.items() if words in sentence]
        assert len(keys) == 1, f"{words!r} is not one of {self.choices}"
        return keys[0]

    # -- What a provider does --------------------------------------------------------------------
    def _form(self, more: dict[str, str]) -> dict[str, str]:
        ends = (self.phone, self.line) if self.called_us else (self.line, self.phone)
        who = {"CallSid": self.sid, "From": ends[0], "To": ends[1], "CallStatus": "in-progress"}
        direction = "inbound" if self.called_us else "outbound-api"
        return {**who, "AccountSid": "AC0", "Direction": direction, "ApiVersion": "2010-04-01", **more}

    def _ask(self, address: str, more: dict[str, str]) -> "Caller":
        whole = urlsplit(urljoin(f"{settings.PUBLIC_URL}/twilio/voice", address))
        path = f"{whole.path}?{whole.query}" if whole.query else whole.path
        self.last = (path, self._form(more))
        self.answer = self._post(*self.last)
        self.heard, self.languages, self.waiting, self.after = [], set(), None, []
        return self._walk(list(strictly(self.answer)))

    def _post(self, path: str, form: dict[str, str]) -> bytes:
        self.posts += 1
        response = signed(self.client, path, form)
        assert response.status_code == 200, response.status_code
        assert response["Content-Type"].startswith("application/xml")
        return bytes(response.content)

    def _walk(self, verbs: list[ET.Element]) -> "Caller":
        for number, verb in enumerate(verbs):
            if verb.tag in {"Say", "Gather"}:
                self._hear(verb)
            if verb.tag in {"Gather", "Record", "Dial"}:
                self.waiting, self.after = verb, verbs[number + 1 :]
                assert self.after or verb.tag == "Dial", "nothing follows a silence: the line would go dead"
                return self
            if verb.tag == "Redirect":
                return self._ask((verb.text or "").strip(), {})
            if verb.tag == "Hangup":
                self.over = True
                return self
        raise AssertionError("the line goes dead without a word")

    def _hear(self, verb: ET.Element) -> None:
        said = [verb] if verb.tag == "Say" else [each for each in verb if each.tag == "Say"]
        self.heard += [str(each.text) for each in said]
        self.languages |= {each.attrib["language"] for each in said}
        keys = [found[1] for each in said if (found := KEYS.search(str(each.text)))]
        assert len(keys) <= 4, f"a menu of {len(keys)} choices"
        assert len(keys) == len(set(keys)), f"one key twice: {self.heard}"

    def _expects(self, *tags: str) -> ET.Element:
        assert self.waiting is not None and self.waiting.tag in tags, f"the line does not wait for {tags}"
        return self.waiting


_RECORDED = {"RecordingUrl": "https://example.org/recording", "RecordingDuration": "2"}
