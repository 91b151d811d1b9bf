"""A server elsewhere, on this machine: it answers what a test says, and remembers what it was asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Handler = Callable[[BaseHTTPRequestHandler], None]


class Elsewhere:
    """Its `address`, and the requests it has had: (method, path, headers in small letters)."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.address = f"http://{self.host}"
        self.asked: list[tuple[str, str, dict[str, str]]] = []


@contextmanager
def server(answer: Handler) -> Iterator[Elsewhere]:
    """Serves until the block ends; `answer` writes each response."""

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            there.asked.append((self.command, self.path, headers))
            answer(self)

        do_REPORT = do_GET  # noqa: N815 - so http.server calls it

        def log_message(self, *args: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    listening.daemon_threads = True
    there = Elsewhere(listening.server_address[1])
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        listening.shutdown()
        listening.server_close()


def says(body: bytes, status: int = 200, **headers: str) -> Handler:
    """The same answer to everybody."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer
