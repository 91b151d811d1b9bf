"""Somebody with a telephone: calls, presses keys, speaks, waits, hangs up; picks up when it rings.

The one walker of the line that there is: the telephone of demonstrations and the tests' callers are both this one.
"""

import uuid
from typing import Any, Self

from notifications.handset.exchange import VOICE, Exchange, LineFailed, NotNow
from notifications.handset.reading import verbs

WITHHELD = "anonymous"
_STATUS = "/twilio/status"
_RECORDED = {"RecordingUrl": "https://example.org/recording", "RecordingDuration": "2"}


class Walker(Exchange):
    """What a person does on the telephone. Each raises `NotNow` where the line does not wait for it, `NotTwiml` or
    `LineFailed` where the line's answer is none.
    """

    def call(self) -> Self:
        """Dials the line."""
        return self._ask(VOICE, {"CallStatus": "ringing"})

    def pick_up(self, reference: str, *, by: str = "human") -> Self:
        """Answers a call that the service has made for that message; `by` a person or an answering machine."""
        self.reference = reference
        return self._ask(f"{VOICE}?message={reference}", {"CallStatus": "in-progress", "AnsweredBy": by})

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


def laid_down(walker: Walker) -> dict[str, Any]:
    """Where a call stands, for another process to go on from."""
    return {"answer": walker.answer.decode(), "at": walker.at, "typed": walker.typed}


def taken_up(known: dict[str, Any], *, phone: str, line: str, sid: str, reference: str) -> Walker:
    """The call that was laid down."""
    walker = Walker(phone, line, sid, reference)
    walker.answer, walker.at, walker.typed = known["answer"].encode(), known["at"], known["typed"]
    return walker
