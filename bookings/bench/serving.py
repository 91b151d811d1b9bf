"""The product behind gunicorn, and clients that send it requests as fast as it answers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import TypeVar

from django.conf import settings

T = TypeVar("T")
CLIENTS, WORKERS = 8, 2


def dealt(items: Sequence[T]) -> list[Sequence[T]]:
    """A part for each client."""
    return [items[client::CLIENTS] for client in range(CLIENTS)]


@contextmanager
def served() -> Iterator[int]:
    """The product behind gunicorn with two workers, on a free port, for the length of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "mediation/gunicorn_conf.py", "mediation.wsgi"]
    command += ["--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    environment = {**os.environ, "DATABASE_URL": settings.DATABASE_URL, "ALLOWED_HOSTS": "127.0.0.1"}
    environment["API_REQUESTS_A_MINUTE"] = "1000000"
    silent = subprocess.DEVNULL
    server = subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, stdout=silent, stderr=silent
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("gunicorn did not start")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn does not answer")


def requests(port: int, clients: Sequence[Sequence[bytes]], *, expect: int = 200) -> float:
    """Requests a second, each client on one connection of its own, one request after the other."""
    failed: list[int] = []
    together = Barrier(len(clients) + 1)

    def run(requests: Sequence[bytes]) -> None:
        together.wait()
        line = _Line(port)
        failed.extend(status for status in map(line.ask, requests) if status != expect)

    threads = [Thread(target=run, args=(requests,)) for requests in clients]
    for thread in threads:
        thread.start()
    together.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    if failed:
        raise RuntimeError(f"unexpected answers: {sorted(set(failed))}, {len(failed)} times")
    return sum(map(len, clients)) / spent


class _Line:
    """A connection that asks and reads no more than it must: the client should not be what is measured."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open()

    def open(self) -> None:
        """Connects (again: gunicorn may close a connection after an answer)."""
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def ask(self, request: bytes) -> int:
        """Sends one request and reads its whole answer; its status."""
        self.socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            piece = self.socket.recv(65_536)
            if not piece:
                raise RuntimeError("the server hung up")
            answer += piece
        head, _, body = answer.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        left = int(fields.get(b"content-length", b"0")) - len(body)
        while left > 0:
            left -= len(self.socket.recv(65_536))
        if fields.get(b"connection") == b"close":
            self.socket.close()
            self.open()
        return int(head.split(b" ", 2)[1])
