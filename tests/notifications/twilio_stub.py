"""A small stand-in for Twilio on a real socket: it keeps a ledger of what it took, and can misbehave."""

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

_REFUSALS = {
    "21211": (400, "The 'To' number is not a valid phone number."),
    "21610": (400, "Attempt to send to unsubscribed recipient"),
    "20429": (429, "Too many requests"),
    "20003": (401, "Authenticate"),
}
_UNREADABLE = {
    "nonsense": b"<html>proxy</html>",
    "no list": b'{"page": 0}',
    "null": b"null",
    "half": b'{"messages": [{"sid": "SM0"',
}


class Stub:
    """What was taken, and how to answer the next requests (each once, in order)."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self.behaviours: list[str] = []
        self.requests: list[str] = []
        self.retry_after = ""
        self.lock = threading.Lock()
        self.delay_s = 0.0
        self.a_page = 1000
        self.asking_s = 0.0

    def take(self, form: dict[str, str]) -> dict[str, Any]:
        with self.lock:
            self.taken.append(form)
            return self.shown(len(self.taken) - 1)

    def shown(self, index: int) -> dict[str, Any]:
        form = self.taken[index]
        if "Url" in form:
            return {
                "sid": f"CA{index:032d}",
                "to": form["To"],
                "from": form["From"],
                "status": form.get("status", "queued"),
            }
        return {
            "sid": f"SM{index:032d}",
            "to": form["To"],
            "from": form.get("From"),
            "body": form["Body"],
            "status": form.get("status", "queued"),
            "error_code": form.get("error_code"),
            "date_created": "Fri, 27 Nov 2026 09:01:00 +0000",
        }

    def behaviour(self) -> str:
        with self.lock:
            return self.behaviours.pop(0) if self.behaviours else ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Stub

    def log_message(self, *args: object) -> None:
        """Silent."""

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        sent = self.rfile.read(length)
        if len(sent) < length:
            # Whoever wrote died half-way: nobody takes half a request.
            self.close_connection = True
            return
        form = {name: values[0] for name, values in parse_qs(sent.decode()).items()}
        self.stub.requests.append("POST")
        time.sleep(self.stub.delay_s)
        behaviour = self.stub.behaviour()
        if behaviour in _REFUSALS:
            self._refuse(behaviour)
        elif behaviour == "500":
            self._answer(500, {"status": 500, "message": "Internal error"})
        elif behaviour == "accept then 503":
            self.stub.take(form)
            self._answer(503, {"status": 503, "message": "Service unavailable"})
        elif behaviour == "accept then reset":
            self.stub.take(form)
            self._reset()
        elif behaviour == "reset":
            self._reset()
        elif behaviour == "accept then hang":
            self.stub.take(form)
            time.sleep(1.5)
            self._reset()
        elif behaviour == "hang then accept":
            time.sleep(1.5)
            self.stub.take(form)
            self._reset()
        elif behaviour == "accept then nonsense":
            self.stub.take(form)
            self._send(201, b"<html>proxy</html>")
        else:
            self._answer(201, self.stub.take(form))

    def do_GET(self) -> None:
        self.stub.requests.append("GET")
        address = urlsplit(self.path)
        time.sleep(self.stub.asking_s)
        behaviour = self.stub.behaviour()
        if behaviour == "500":
            self._answer(500, {"status": 500, "message": "Internal error"})
            return
        if behaviour in _REFUSALS:
            self._refuse(behaviour)
            return
        if behaviour in _UNREADABLE:
            self._send(200, _UNREADABLE[behaviour])
            return
        listed = address.path.rsplit("/", 1)[1].removesuffix(".json")
        if listed not in {"Messages", "Calls"}:
            self._answer(200, self.stub.shown(int(listed[2:])))
            return
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        to, page = asked.get("To"), int(asked.get("Page", "0"))
        with self.stub.lock:
            found = [
                self.stub.shown(index)
                for index, form in enumerate(self.stub.taken)
                if to in (None, form["To"]) and ("Url" in form) is (listed == "Calls")
            ]
        size = min(self.stub.a_page, int(asked.get("PageSize", "50")))
        here = found[::-1][page * size : (page + 1) * size]
        same = {"To": to} if to else {}
        following = urlencode({**same, "PageSize": size, "Page": page + 1})
        more = f"{address.path}?{following}" if len(found) > (page + 1) * size else None
        self._answer(200, {listed.lower(): here, "next_page_uri": more, "page": page, "page_size": size})

    def _refuse(self, code: str) -> None:
        status, message = _REFUSALS[code]
        self._answer(status, {"code": int(code), "status": status, "message": message})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, json.dumps(body).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 429 and self.stub.retry_after:
            self.send_header("Retry-After", self.stub.retry_after)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _reset(self) -> None:
        """A connection that dies with RST, as when a proxy is killed."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


class _Server(ThreadingHTTPServer):
    # Workers open dozens of connections at once; a full queue would be a fault that nobody asked for.
    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections are broken on purpose."""


@contextmanager
def a_twilio() -> Iterator[tuple[Stub, str]]:
    """A running stub and its address."""
    stub = Stub()
    handler = type("Handler", (_Handler,), {"stub": stub})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
