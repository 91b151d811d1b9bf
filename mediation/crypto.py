"""Personal data at rest: encrypted columns, and keyed indexes to find a value without reading it."""

import hmac
import secrets
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models

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


def keyed_hash(purpose: str, value: str) -> str:
    """An HMAC-SHA256 of `value` in hex: equal values compare equal, nobody reads them back."""
    message = f"{purpose}\x1f{value}".encode()
    return hmac.digest(settings.INDEX_KEY.encode(), message, "sha256").hex()


def public_id() -> str:
    """Eight random readable characters (38 bits): names a topic or a site in an address."""
    return "".join(secrets.choice(_READABLE) for _ in range(8))


def link_token() -> str:
    """Twelve random characters (69 bits) for a short link; stored only as a keyed hash."""
    return _written(secrets.randbelow(len(_LINK) ** 12), 12)


def derived_token(purpose: str, value: str) -> str:
    """The same 22-character token each time for one secret `value`: a second press finds the first."""
    return _written(int(keyed_hash(purpose, value), 16), 22)


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
