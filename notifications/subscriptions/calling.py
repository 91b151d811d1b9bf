"""One call to a target: resolved once, checked, and made to the very address that was checked.

A check that is followed by a second resolution can be deceived by a name that changes in between. So the socket is opened
here, to the address, and the name is kept for TLS (SNI and certificate) and `Host`. No redirect is followed, no proxy asked.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult

from mediation.public_address import is_public
from notifications.subscriptions.addresses import WrongAddress, is_allowed, port_of, split

SECONDS = 15.0
"""For the whole call: connecting, sending, and however slowly the answer comes."""
MOST_READ = 64 * 1024
EXCERPT = 500
_USER_AGENT = "mediation-webhooks/1"


@dataclass(frozen=True)
class Reply:
    """What came of a call: a status and the beginning of the answer, or (`trouble`) why there is none."""

    status: int | None = None
    excerpt: str = ""
    trouble: str = ""

    @property
    def taken(self) -> bool:
        """Whether the receiver has it. A redirect is no yes."""
        return self.status is not None and 200 <= self.status < 300


def call(url: str, body: bytes, headers: Mapping[str, str], *, allowed: Collection[str]) -> Reply:
    """Posts `body`. Never raises: whatever goes wrong has a name in `Reply.trouble`."""
    until = time.monotonic() + SECONDS
    try:
        parts = split(url, allowed)
        connected = _connect(parts, resolve(parts, allowed), until)
    except WrongAddress as error:
        return Reply(trouble="address" if error.code == "private" else error.code)
    except OSError as error:
        return Reply(trouble=_trouble(error))
    try:
        return _ask(parts, connected, body, headers, until)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Reply(trouble=_trouble(error))
    finally:
        connected.close()


def resolve(parts: SplitResult, allowed: Collection[str]) -> list[str]:
    """The IP addresses of a target, all of them public. Raises `WrongAddress` if one is not, `OSError` without any."""
    found = socket.getaddrinfo(parts.hostname, port_of(parts), type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not is_allowed(parts, allowed) and not all(map(is_public, addresses)):
        raise WrongAddress("private")
    return addresses


def _connect(parts: SplitResult, addresses: list[str], until: float) -> socket.socket:
    """To the first address that answers; the others are no less checked."""
    failed: OSError | None = None
    for address in addresses:
        try:
            plain = socket.create_connection((address, port_of(parts)), timeout=_left(until))
        except OSError as error:
            failed = error
            continue
        if parts.scheme != "https":
            return plain
        try:
            plain.settimeout(_left(until))
            return _tls().wrap_socket(plain, server_hostname=parts.hostname)
        except BaseException:
            plain.close()
            raise
    raise failed or OSError


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """The certificates this machine trusts, read once."""
    return ssl.create_default_context()


def _ask(
    parts: SplitResult, connected: socket.socket, body: bytes, headers: Mapping[str, str], until: float
) -> Reply:
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", port_of(parts))
    line.sock = _Timed(connected, until)  # All that is asked of a socket here.
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Content-Type": "application/json", "User-Agent": _USER_AGENT, "Connection": "close", **headers}
    line.request("POST", path, body=body, headers=sent)
    answer = line.getresponse()
    try:
        return Reply(answer.status, _excerpt(answer.read(MOST_READ)))
    except (OSError, http.client.HTTPException):
        # The status says whether it was taken; of the rest only the log would have been richer.
        return Reply(answer.status)


def _excerpt(answer: bytes) -> str:
    """The beginning of an answer as one line of plain text, for the log."""
    words = answer[: 4 * EXCERPT].decode("utf-8", "replace").split()
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(words))[:EXCERPT]


def _trouble(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, socket.gaierror | UnicodeError):
        return "name"
    if isinstance(error, ssl.SSLError):
        return "tls"
    return "unreachable" if isinstance(error, OSError) else "not_http"


def _left(until: float) -> float:
    """The seconds that are left. Raises `TimeoutError` when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed:
    """A socket whose time-out is that of the whole call: a receiver that sends a byte every few seconds ends, too."""

    def __init__(self, connected: socket.socket, until: float) -> None:
        self.connected = connected
        self.until = until

    def sendall(self, data: bytes) -> None:
        """As a socket's own, within the time that is left."""
        self.connected.settimeout(_left(self.until))
        self.connected.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What `http.client` reads an answer from."""
        return io.BufferedReader(_Heard(self.connected, self.until))

    def close(self) -> None:
        """Left to who opened it: `http.client` closes as soon as it has read the headers."""


class _Heard(io.RawIOBase):
    """What comes in, while there is time."""

    def __init__(self, connected: socket.socket, until: float) -> None:
        self.connected = connected
        self.until = until

    def readable(self) -> bool:
        """It is what it is for."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As a socket's own, within the time that is left."""
        self.connected.settimeout(_left(self.until))
        return self.connected.recv_into(buffer)
