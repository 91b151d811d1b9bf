"""Asking an address that somebody typed: calendars that are read, other programs that are told.

Whoever types an address must not reach through us what only we can reach. So the name is looked up once, every address
behind it must be public, and the connection goes to that very address (looking up again could give another one); each
redirection is looked at in the same way. Size and time are bounded as a whole, and no error says what the other side
answered. Only `settings.TRUSTED_OUTSIDE` (host:port) may be private, or go without encryption.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from threading import Timer
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from mediation.public_address import is_public

_REDIRECTIONS = (301, 302, 303, 307, 308)
_PIECE = 64 * 1024
_NOT_ELSEWHERE = ("authorization", "cookie")


class Reason(StrEnum):
    """Why an address was not asked, or did not answer as it should."""

    NOT_AN_ADDRESS = "not_an_address"
    NOT_ENCRYPTED = "not_encrypted"
    PRIVATE = "private"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too_slow"
    TOO_BIG = "too_big"
    TOO_MANY_REDIRECTIONS = "too_many_redirections"


class Refused(Exception):
    """The address was not asked, or its answer not taken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What the address answered; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Place(NamedTuple):
    """Where an address leads: the name that certificates are checked for, and the one address that is asked."""

    host: str
    port: int
    ip: str
    encrypted: bool


def ask(
    address: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    most_bytes: int = 1_000_000,
    seconds: float = 20.0,
    redirections: int = 3,
) -> Answer:
    """The answer of a public address, whatever its status, after at most so many redirections. Raises Refused.

    `seconds` bounds each exchange as a whole, `most_bytes` the answer's body. Credentials do not follow a redirection to
    another host; without redirections a 3xx is an answer like any other.
    """
    sent = {"Accept-Encoding": "identity", "User-Agent": "rendez-vous-numerique", **(headers or {})}
    for left in range(redirections, -1, -1):
        parts = parse(address)
        place = find(parts)
        answer = _exchange(place, parts, method, sent, body, most_bytes, seconds)
        onward = answer.headers.get("location", "")
        if answer.status not in _REDIRECTIONS or not onward or redirections == 0:
            return answer
        if left == 0:
            break
        address = urljoin(address, onward)
        if urlsplit(address).netloc != parts.netloc:
            sent = {name: value for name, value in sent.items() if name.lower() not in _NOT_ELSEWHERE}
    raise Refused(Reason.TOO_MANY_REDIRECTIONS)


def parse(address: str) -> SplitResult:
    """The parts of an address that may be asked, as far as its text tells. Raises Refused."""
    try:
        parts = urlsplit(address.strip())
        port, host = parts.port, parts.hostname
    except ValueError:
        raise Refused(Reason.NOT_AN_ADDRESS) from None
    if (
        parts.scheme not in ("http", "https")
        or not host
        or parts.username is not None
        or not address.isascii()
    ):
        raise Refused(Reason.NOT_AN_ADDRESS)
    if any(letter.isspace() for letter in address.strip()):
        raise Refused(Reason.NOT_AN_ADDRESS)
    if parts.scheme == "http" and f"{host}:{port or 80}" not in settings.TRUSTED_OUTSIDE:
        raise Refused(Reason.NOT_ENCRYPTED)
    return parts


def find(parts: SplitResult) -> Place:
    """Looks the host up, once. Raises Refused unless all that is behind its name is public."""
    host, encrypted = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(Reason.UNKNOWN_HOST) from None
    ips = [str(each[4][0]) for each in found]
    if f"{host}:{port}" not in settings.TRUSTED_OUTSIDE and not all(is_public(ip) for ip in ips):
        raise Refused(Reason.PRIVATE)
    return Place(host, port, ips[0], encrypted)


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, for a host whose certificate is checked by its name."""

    def __init__(self, place: Place, seconds: float) -> None:
        super().__init__(place.host, place.port, timeout=seconds)
        self.place, self.late = place, False
        # (`sock` is given away as soon as an answer begins.)
        self.line: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.line = socket.create_connection((self.place.ip, self.place.port), self.timeout)
        if self.place.encrypted:
            context = ssl.create_default_context()
            self.sock = self.line = context.wrap_socket(self.sock, server_hostname=self.place.host)

    def hang_up(self) -> None:
        """From another thread: whoever reads gets an error at once."""
        self.late = True
        if self.line is not None:
            with suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)


def _exchange(
    place: Place,
    parts: SplitResult,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    most_bytes: int,
    seconds: float,
) -> Answer:
    connection = _Pinned(place, seconds)
    late = Timer(seconds, connection.hang_up)
    late.daemon = True
    late.start()
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, target, body=body, headers=dict(headers))
        with connection.getresponse() as response:
            taken = _read(response, most_bytes)
        if connection.late:
            raise Refused(Reason.TOO_SLOW)
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, taken)
    except ssl.SSLCertVerificationError:
        raise Refused(Reason.CERTIFICATE) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        slow = isinstance(error, TimeoutError) or connection.late
        raise Refused(Reason.TOO_SLOW if slow else Reason.UNREACHABLE) from None
    finally:
        late.cancel()
        connection.close()


def _read(response: http.client.HTTPResponse, most_bytes: int) -> bytes:
    if (response.length or 0) > most_bytes:
        raise Refused(Reason.TOO_BIG)
    taken = bytearray()
    while piece := response.read(_PIECE):
        taken += piece
        if len(taken) > most_bytes:
            raise Refused(Reason.TOO_BIG)
    return bytes(taken)
