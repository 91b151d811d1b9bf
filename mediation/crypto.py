"""Personal data at rest: encrypted columns, and keyed indexes to find a value without reading it."""

import hmac
import secrets
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models

from mediation.key_names import NAMED, fingerprint

# No vowels (no accidental words), nothing that looks alike when read aloud or copied by hand.
_READABLE = "bcdfghjkmnpqrstvwxz23456789"
_LINK = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """`text` under the newest key; the empty string stays empty."""
    if not text:
        return ""
    return _cipher(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """What `encrypt` was given, under any key still listed."""
    if not stored:
        return ""
    return _cipher(tuple(settings.ENCRYPTION_KEYS)).decrypt(stored.encode()).decode()


class Hashed(str):
    """A keyed hash under the newest key; `older` holds those of the same value under the other keys that are listed."""

    older: tuple[str, ...] = ()

    def __getitem__(self, place: Any) -> str:
        """A part of it is the same part of the others too."""
        part = Hashed(super().__getitem__(place))
        part.older = tuple(each[place] for each in self.older)
        return part


def keyed_hash(purpose: str, value: str) -> str:
    """An HMAC-SHA256 of `value` in hex: equal values compare equal, nobody reads them back.

    While a key is being changed (several in `INDEX_KEYS`) it is `Hashed`: written under the newest, looked for under all
    by the columns of `KeyedHashField`. Whoever compares by hand does so with `every_hash`.
    """
    newest, *older = settings.INDEX_KEYS
    if not older:
        return hash_under(newest, purpose, value)
    hashed = Hashed(hash_under(newest, purpose, value))
    hashed.older = tuple(hash_under(key, purpose, value) for key in older)
    return hashed


def every_hash(hashed: str) -> tuple[str, ...]:
    """This hash under each key that is listed, the newest first."""
    return (str(hashed), *getattr(hashed, "older", ()))


def hash_under(key: str, purpose: str, value: str) -> str:
    """64 hexadecimal digits. Those of a named key end in its fingerprint: 224 bits are left of the hash itself."""
    digest = hmac.digest(key.encode(), f"{purpose}\x1f{value}".encode(), "sha256").hex()
    return digest[:-8] + mark if (mark := mark_of(key)) else digest


@lru_cache(maxsize=16)
def mark_of(key: str) -> str:
    """In what the hashes of this key end; nothing for a key without the beginning of `NAMED`."""
    return fingerprint(key) if key.startswith(NAMED) else ""


def new_index_key() -> str:
    """A new key for `INDEX_KEY`: 256 bits, no comma."""
    return NAMED + secrets.token_urlsafe(32)


def public_id() -> str:
    """Eight random readable characters (38 bits): names a topic or a site in an address."""
    return "".join(secrets.choice(_READABLE) for _ in range(8))


def link_token() -> str:
    """Twelve random characters (69 bits) for a short link; stored only as a keyed hash."""
    return _written(secrets.randbelow(len(_LINK) ** 12), 12)


def derived_token(purpose: str, value: str) -> str:
    """The same 22-character token each time for one secret `value`: a second press finds the first."""
    return derived_tokens(purpose, value)[0]


def derived_tokens(purpose: str, value: str) -> list[str]:
    """The token under each key that is listed, the newest first: what was given out before a change of keys is among them."""
    return [_written(int(each, 16), 22) for each in every_hash(keyed_hash(purpose, value))]


def _written(number: int, letters: int) -> str:
    """A number's last so many digits in the letters of links."""
    written = []
    for _ in range(letters):
        number, rest = divmod(number, len(_LINK))
        written.append(_LINK[rest])
    return "".join(written)


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that the database only ever sees encrypted. It cannot be searched: keep an index beside it."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else encrypt(str(value))

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        return value if value is None else decrypt(value)
