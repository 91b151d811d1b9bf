"""How long a caller waits for an answer of the line, with forty callers at once: two workers, PostgreSQL.

Each books by keys, as heard: a topic and a time that are drawn, as soon as possible, without a name; whoever is too late for
a time takes another. The requests are signed as the provider signs them.
"""

import base64
import hashlib
import hmac
import json
import os
import random
import re
import threading
import time
import uuid
from html import unescape
from statistics import quantiles
from urllib.parse import urlencode

import django
from _server import Answer, Browser, processor_seconds, served

CALLERS, CALLS, WARM = 40, 5, 1
TOKEN = "bench-only"  # noqa: S105
KEYS = re.compile(r"<Say[^>]*>([^<]*?(?:faites|press) ([0-9])\.)</Say>")
ACTION = re.compile(r'action="([^"]+)"')
AHEAD = ("prendre un rendez-vous", "plus tôt possible", "sans dire", "réserver")
ASIDE = ("autre sujet", "autre heure")
BOOKED = "numéro de réservation"


class Provider(Browser):
    """A telephone provider: its requests are signed."""

    def post_signed(self, address: str, form: dict[str, str]) -> Answer:
        """A webhook."""
        signed = f"http://127.0.0.1:{self.port}{address}" + "".join(
            name + form[name] for name in sorted(form)
        )
        signature = base64.b64encode(hmac.digest(TOKEN.encode(), signed.encode(), hashlib.sha1)).decode()
        body = urlencode(form).encode()
        head = (
            f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"X-Twilio-Signature: {signature}\r\n\r\n"
        )
        return self._ask(head.encode() + body)


class Caller:
    """Somebody with a telephone, on one connection with the provider; `waits` are the seconds of each answer."""

    def __init__(self, port: int, waits: list[float]) -> None:
        self.provider, self.waits = Provider(port), waits

    def book(self, number: int) -> None:
        """One call, from the greeting to the booking number."""
        self.drawn = random.Random(number)  # noqa: S311 - a choice of keys
        self.who = {"From": f"+336399{86_000 + number % 4_000}", "CallSid": f"CA{uuid.uuid4().hex}"}
        said = self._ask("/twilio/voice", {"CallStatus": "ringing"})
        while BOOKED not in said:
            key = self._key({unescape(sentence): key for sentence, key in KEYS.findall(said)})
            said = self._ask(unescape(_action(said)), {"CallStatus": "in-progress", "Digits": key})
        self._post("/twilio/status", {"CallStatus": "completed"})

    def _key(self, choices: dict[str, str]) -> str:
        """What leads on to a booking; among topics and times any."""
        ahead = [key for sentence, key in choices.items() if any(words in sentence for words in AHEAD)]
        anything = [key for sentence, key in choices.items() if not any(words in sentence for words in ASIDE)]
        if not anything:
            raise RuntimeError(f"nothing to choose: {choices}")
        return ahead[0] if ahead else self.drawn.choice(anything)

    def _ask(self, address: str, form: dict[str, str]) -> str:
        began = time.perf_counter()
        said = self._post(address, form)
        self.waits.append(time.perf_counter() - began)
        return said

    def _post(self, address: str, form: dict[str, str]) -> str:
        form = {"To": "+33261910000", "Direction": "inbound", **self.who, **form}
        answer = self.provider.post_signed(address, form)
        if answer.status not in (200, 204):
            raise RuntimeError(f"{address} got {answer.status}")
        return answer.text


def _action(said: str) -> str:
    found = ACTION.search(said)
    if found is None:
        raise RuntimeError(f"the line does not wait: {said}")
    return found[1]


def run(port: int, calls: int, first: int) -> list[float]:
    """The seconds of every answer to forty callers who begin together and make so many calls each."""
    waits: list[float] = []
    failed: list[BaseException] = []
    together = threading.Barrier(CALLERS)

    def call(number: int) -> None:
        own: list[float] = []
        caller = Caller(port, own)
        together.wait()
        try:
            for turn in range(calls):
                caller.book(first + number * calls + turn)
        except Exception as error:
            failed.append(error)
        waits.extend(own)

    threads = [threading.Thread(target=call, args=(number,)) for number in range(CALLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return waits


def fill() -> None:
    """Makes the load that the line's own bench stands on, unless an earlier round did."""
    django.setup()
    from django.utils import timezone

    from bookings.synthetic.generate import generate
    from mediation.models import Site

    if not Site.objects.exists():
        generate(mediators=300, appointments=40_000, sites=120, seed=1, now=timezone.now())


def main() -> None:
    os.environ["TWILIO_AUTH_TOKEN"] = TOKEN
    fill()
    first = int(os.environ["ROUND"]) * CALLERS * (CALLS + WARM)
    with served() as server:
        run(server.port, WARM, first)
        before = processor_seconds(server.pid)
        waits = run(server.port, CALLS, first + CALLERS * WARM)
        spent = processor_seconds(server.pid) - before
    p95 = quantiles(waits, n=20)[-1] * 1000
    print(
        json.dumps(
            {"name": "an answer of the line, 40 callers, p95", "value": p95, "unit": "ms", "at_most": 0.5}
        )
    )
    print(json.dumps({"name": "  processor time of one", "value": spent / len(waits) * 1000, "unit": "ms"}))


main()
