"""Somebody's program on a real socket of this machine: it keeps what it took, and can misbehave in order."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import override_settings
from django.utils import timezone

from mediation.models import Organisation
from notifications.models import WebhookTarget


def a_program(organisation: Organisation) -> WebhookTarget:
    """A program of the organisation that has refused something, and had a trial."""
    now = timezone.now()
    target = WebhookTarget.objects.create(
        organisation=organisation, url="https://logiciel.example.org/x", secret="whsec_", made_at=now
    )
    refused = {"attempts": 2, "attempted_at": now, "status": 503, "answer": "<h1>Service Unavailable</h1>"}
    for more in (refused, {"trouble": "timeout", "attempts": 1, "attempted_at": now}, {}):
        target.deliveries.create(created_at=now, **more)
    return target


class Receiver:
    """`behave` is asked with the count of requests so far: a status, or one of "hang", "drip", "huge", "nonsense",
    "numbered", "elsewhere".
    """

    def __init__(self) -> None:
        self.behaviours: list[int | str] = []
        self.otherwise: int | str = 204
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.asked = 0
        self.delay_s = 0.0
        self.port = 0
        self.lock = threading.Lock()
        self.may_end = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/events?token=abc"

    def next(self) -> int | str:
        with self.lock:
            self.asked += 1
            return self.behaviours.pop(0) if self.behaviours else self.otherwise

    def take(self, headers: dict[str, str], body: bytes) -> None:
        with self.lock:
            self.taken.append((headers, body))

    def events(self) -> list[tuple[str, str]]:
        """(type, referral) of what it took, in order."""
        said = [json.loads(body) for _, body in self.taken]
        return [(each["type"], each["data"].get("referral")) for each in said]


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.receiver.delay_s)
        behaviour = self.receiver.next()
        if isinstance(behaviour, int):
            if 200 <= behaviour < 300:
                self.receiver.take({k.lower(): v for k, v in self.headers.items()}, body)
            self._answer(behaviour, b"" if behaviour == 204 else b"said so")
        else:
            getattr(self, f"_{behaviour}")()

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _numbered(self) -> None:
        """Takes it, and answers each time in other words, as many do."""
        length = len(self.receiver.taken)
        self.receiver.take({k.lower(): v for k, v in self.headers.items()}, self.body)
        self._answer(200, f"event {length}".encode())

    def _hang(self) -> None:
        self.receiver.may_end.wait(20)

    def _drip(self) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 400:
            if self.receiver.may_end.wait(0.05):
                return
            self.wfile.write(bytes([letter]))

    def _huge(self) -> None:
        self._answer(500, b"x" * 10_000_000)

    def _nonsense(self) -> None:
        self.wfile.write(b"220 mail.example.org ESMTP\r\n")

    def _elsewhere(self) -> None:
        self._answer(302, b"", Location="http://169.254.169.254/latest/meta-data/")

    def log_message(self, *args: Any) -> None:
        """Silent."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            return
        finally:
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver for the length of the block, which the settings let webhooks go to."""
    receiver = Receiver()
    handler = type("Handler", (_Handler,), {"receiver": receiver})
    server = _Server(("127.0.0.1", 0), handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        with override_settings(WEBHOOK_ALLOW=[f"127.0.0.1:{receiver.port}"]):
            yield receiver
    finally:
        receiver.may_end.set()
        server.shutdown()
        server.server_close()
        thread.join()
