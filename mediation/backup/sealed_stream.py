"""A stream sealed piece by piece: a line a piece, and a file that was cut, mixed or changed is refused.

The first line says in clear what the file is. Each other line is a Fernet token; inside stand the file's number (16 bytes),
the piece's own (8 bytes, from 0), its kind (1 byte) and its content. The last piece, of kind `end`, holds the manifest.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from cryptography.fernet import Fernet, InvalidToken

FORMAT = "mediation-backup-1"
# What is sealed at once: small enough to be held, large enough that its seal weighs nothing.
PIECE = 1 << 20
_DATA, _END = b"d", b"e"
_NUMBER, _PLACE = 16, 8


class Damaged(Exception):
    """The file was cut, changed, or put together from two; or it was sealed under another key."""


@dataclass(frozen=True)
class Heading:
    """What a backup says of itself without its key. `made_at`: RFC 3339, UTC. `key`: the fingerprint of its key."""

    engine: str
    made_at: str
    key: str

    def line(self) -> bytes:
        return json.dumps({"format": FORMAT, **vars(self)}).encode() + b"\n"


class Sealing:
    """Writes one file. Nothing is readable of it before `end` was called: whoever reads looks for that first."""

    def __init__(self, into: IO[bytes], heading: Heading, key: str) -> None:
        self._into, self._cipher = into, Fernet(key)
        self._number, self._place, self._held = os.urandom(_NUMBER), 0, bytearray()
        into.write(heading.line())

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) >= PIECE:
            self._seal(_DATA, bytes(self._held[:PIECE]))
            del self._held[:PIECE]
        return len(data)

    def end(self, manifest: dict[str, Any]) -> None:
        """The rest, and what is in the file."""
        if self._held:
            self._seal(_DATA, bytes(self._held))
        self._seal(_END, json.dumps(manifest).encode())

    def _seal(self, kind: bytes, content: bytes) -> None:
        inside = self._number + self._place.to_bytes(_PLACE, "big") + kind + content
        self._into.write(self._cipher.encrypt(inside) + b"\n")
        self._place += 1


def heading_of(file: IO[bytes]) -> Heading:
    """Reads the first line. Raises Damaged for a file that is no backup."""
    try:
        said = json.loads(file.readline(10_000))
        if said.pop("format") != FORMAT:
            raise Damaged
        return Heading(**said)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Damaged from None


def pieces(lines: Iterable[bytes], key: str) -> Iterator[bytes | dict[str, Any]]:
    """The pieces in their order, then the manifest, last and once. Raises Damaged where that is not so.

    What came before a `Damaged` must be thrown away: only the manifest says that all of it is here.
    """
    cipher, number, manifest = Fernet(key), b"", None
    for place, line in enumerate(lines):
        try:
            inside = cipher.decrypt(line.rstrip(b"\n"))
        except InvalidToken:
            raise Damaged from None
        number = number or inside[:_NUMBER]
        at, kind = inside[_NUMBER : _NUMBER + _PLACE], inside[_NUMBER + _PLACE : _NUMBER + _PLACE + 1]
        if manifest is not None or inside[:_NUMBER] != number or at != place.to_bytes(_PLACE, "big"):
            raise Damaged
        content = inside[_NUMBER + _PLACE + 1 :]
        if kind == _END:
            manifest = json.loads(content)
        else:
            yield content
    if manifest is None:
        raise Damaged
    yield manifest
