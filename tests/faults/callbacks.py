"""A provider's reports as they come in bad times: twice, shuffled, some never, some from somebody who cannot sign."""

import random
import threading
import time
from dataclasses import dataclass, field

import requests
from twilio.request_validator import RequestValidator

from tests.notifications.twilio_stub import Stub

LOST = 0.2


@dataclass
class Reporter:
    """Reports on every message the stand-in takes, until it is stopped. `dropped`: those of which nothing is said."""

    twilio: Stub
    token: str
    chance: random.Random
    dropped: set[int] = field(default_factory=set)
    answers: set[int] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Ends once all that was taken has been reported on."""
        self.over.set()
        self.thread.join(120)
        assert not self.thread.is_alive()

    def _run(self) -> None:
        done = 0
        while not self.over.is_set() or done < len(self.twilio.taken):
            taken = range(done, len(self.twilio.taken))
            reports = [report for index in taken for report in self._reports(index)]
            self.chance.shuffle(reports)
            for index, status, token in reports:
                self._post(index, status, token)
            done += len(taken)
            time.sleep(0.05)

    def _reports(self, index: int) -> list[tuple[int, str, str]]:
        if self.chance.random() < LOST:
            self.dropped.add(index)
            return [(index, "failed", "not-our-token")]
        said = ["sent", "delivered", "delivered", "sent"]
        return [(index, status, self.token) for status in said] + [(index, "undelivered", "not-our-token")]

    def _post(self, index: int, status: str, token: str) -> None:
        address = self.twilio.taken[index]["StatusCallback"]
        form = {"MessageSid": f"SM{index:032d}", "MessageStatus": status}
        signature = RequestValidator(token).compute_signature(address, form)
        headers = {"X-Twilio-Signature": signature}
        self.answers.add(requests.post(address, form, headers=headers, timeout=10).status_code)
