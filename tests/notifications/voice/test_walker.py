"""The walker goes where a provider would go, and nowhere else. The line it calls here is made up."""

import pytest

from notifications.handset.exchange import LineFailed, NotNow
from notifications.handset.reading import NotTwiml
from notifications.handset.walker import Walker, laid_down, taken_up
from notifications.handset.wire import Reply

GATHER = '<Gather input="dtmf" numDigits="{}" timeout="10" finishOnKey="" action="/twilio/voice?step=1" method="POST"/>'
AGAIN = '<Redirect method="POST">/twilio/voice?step=1</Redirect>'
QUESTION = GATHER.format(2) + AGAIN


class MadeUp(Walker):
    """A walker whose line says what the test wants; `posted` is what it was asked."""

    def __init__(self, *answers: str, status: int = 200, kind: str = "application/xml") -> None:
        super().__init__("+33639980001", "+33261910000", "CA1")
        self.answers, self.status, self.kind = list(answers), status, kind
        self.posted: list[dict[str, str]] = []

    def send(self, path: str, form: dict[str, str]) -> Reply:
        self.posted.append({**form, "path": path})
        inside = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return Reply(self.status, self.kind, f"<Response>{inside}</Response>".encode())


def test_keys_go_together_and_those_beyond_the_answer_are_lost() -> None:
    walker = MadeUp(QUESTION, "<Hangup/>").call().type("4")
    assert (walker.typed, len(walker.posted)) == ("4", 1)
    walker.type("56")
    assert (walker.posted[-1]["Digits"], walker.posted[-1]["path"]) == ("45", "/twilio/voice?step=1")
    assert walker.over


def test_a_silence_goes_on_after_the_question_without_a_key() -> None:
    walker = MadeUp(QUESTION).call().wait()
    assert "Digits" not in walker.posted[-1] and walker.digits == 2


def test_a_call_is_laid_down_between_two_keys_and_taken_up_elsewhere() -> None:
    first = MadeUp(QUESTION).call().type("4")
    who = {"phone": first.phone, "line": first.line, "sid": first.sid, "reference": ""}
    second = taken_up(laid_down(first), **who)
    assert (second.typed, second.digits) == ("4", 2)
    assert second.waiting is not None and second.waiting.attrib["action"] == "/twilio/voice?step=1"


@pytest.mark.parametrize(
    "inside", ["", "<Pause/>", GATHER.format(1), AGAIN], ids=["empty", "pause", "silent", "loop"]
)
def test_a_line_that_leads_nowhere_is_no_line(inside: str) -> None:
    with pytest.raises(NotTwiml):
        MadeUp(inside).call()


@pytest.mark.parametrize(
    ("status", "kind"), [(500, "application/xml"), (403, "text/html"), (200, "text/html")]
)
def test_an_address_that_does_not_answer_as_it_must_has_failed(status: int, kind: str) -> None:
    with pytest.raises(LineFailed):
        MadeUp(QUESTION, status=status, kind=kind).call()


def test_nobody_presses_more_than_is_read_nor_speaks_where_keys_are() -> None:
    walker = MadeUp(QUESTION).call()
    for too_much in (lambda: walker.press("123"), walker.speak, walker.nobody_answers):
        with pytest.raises(NotNow):
            too_much()


def test_a_call_of_ours_is_reported_by_our_reference_with_the_ends_the_other_way() -> None:
    walker = MadeUp("<Hangup/>").pick_up("a-reference", by="machine_end_beep")
    asked = walker.posted[0]
    assert (asked["From"], asked["To"], asked["Direction"]) == (walker.line, walker.phone, "outbound-api")
    assert (asked["path"], asked["AnsweredBy"]) == ("/twilio/voice?message=a-reference", "machine_end_beep")
    walker.status = 204
    walker.hang_up("no-answer")
    assert walker.posted[-1]["path"] == "/twilio/status?reference=a-reference"
    assert walker.posted[-1]["CallStatus"] == "no-answer"
