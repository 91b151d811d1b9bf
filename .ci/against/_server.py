"""The product behind gunicorn with two workers, as the Procfile runs it, and a browser that costs next to nothing."""

import os
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

WORKERS = 2


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served(NamedTuple):
    """Where it listens, and the process that others descend from."""

    port: int
    pid: int


@contextmanager
def served() -> Iterator[Served]:
    """Serves the tree of the working directory for the length of the block."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "mediation/gunicorn_conf.py", "mediation.wsgi"]
    command += ["--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    environment = {**os.environ, "ALLOWED_HOSTS": "127.0.0.1", "PORT": str(port)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            wait_for(port, server)
            yield Served(port, server.pid)
        finally:
            server.terminate()


def wait_for(port: int, server: "subprocess.Popen[bytes]", seconds: float = 120) -> None:
    """Until it takes connections. Raises `RuntimeError` when it ends or takes too long."""
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        if server.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


def descendants(pid: int) -> list[int]:
    """A process and all that come from it."""
    found = [pid]
    for each in found:
        with open(f"/proc/{each}/task/{each}/children", encoding="ascii") as children:
            found += [int(child) for child in children.read().split()]
    return found


def pss_mb(pid: int) -> float:
    """The memory that a process holds; of what it shares, its part only (PSS)."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def processor_seconds(pid: int) -> float:
    """The processor's time that a process and all that come from it have taken so far."""
    spent = 0
    for each in descendants(pid):
        with open(f"/proc/{each}/stat", encoding="ascii") as stat:
            values = stat.read().rpartition(")")[2].split()
        spent += int(values[11]) + int(values[12])
    return spent / os.sysconf("SC_CLK_TCK")


class Answer(NamedTuple):
    """What came back."""

    status: int
    fields: dict[bytes, bytes]
    body: bytes

    @property
    def text(self) -> str:
        """The page, unpacked."""
        packed = self.fields.get(b"content-encoding") == b"gzip"
        return (zlib.decompress(self.body, 31) if packed else self.body).decode()


class Browser:
    """One connection, one request after the other. It keeps no page: each visit is somebody's first."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connect()

    def get(self, address: str) -> Answer:
        """A page."""
        return self._ask(
            f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        )

    def post(self, address: str, body: bytes) -> Answer:
        """A form."""
        head = (
            f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        return self._ask(head.encode() + body)

    def _connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=120)

    def _ask(self, request: bytes) -> Answer:
        self.socket.sendall(request)
        head, _, body = self._read(b"").partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        pairs = (line.partition(b": ") for line in lines[1:])
        fields = {name.lower(): value for name, _, value in pairs}
        length = int(fields.get(b"content-length", b"0"))
        while len(body) < length:
            body += self._piece()
        if fields.get(b"connection", b"").lower() == b"close":
            self.socket.close()
            self._connect()
        return Answer(int(lines[0].split(b" ", 2)[1]), fields, body)

    def _read(self, answer: bytes) -> bytes:
        while b"\r\n\r\n" not in answer:
            answer += self._piece()
        return answer

    def _piece(self) -> bytes:
        piece = self.socket.recv(262_144)
        if not piece:
            raise RuntimeError("the server hung up")
        return piece
