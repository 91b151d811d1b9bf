"""Which addresses a webhook may go to: public ones only. Pure.

Whoever adds a target chooses where this machine connects to. Its own network (other services, a cloud's metadata address)
must not be reached that way, whichever way the address is written.
"""

from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from mediation.public_address import is_public

MOST = 500
"""Characters in an address."""


class WrongAddress(Exception):
    """An address that no webhook may go to; `code` says why: "form", "https", "login" or "private"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def split(url: str, allowed: Collection[str]) -> SplitResult:
    """The parts of a target's address. https only, but for the `host:port` of `allowed`. Raises `WrongAddress`."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and port_of(parts) > 0
    except ValueError:
        raise WrongAddress("form") from None
    if not named or len(url) > MOST or not url.isascii() or any(c <= " " or c == "\x7f" for c in url):
        raise WrongAddress("form")
    if parts.username is not None or parts.password is not None:
        raise WrongAddress("login")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_allowed(parts, allowed)):
        raise WrongAddress("https")
    if _is_private_literal(parts.hostname or "") and not is_allowed(parts, allowed):
        raise WrongAddress("private")
    return parts


def _is_private_literal(host: str) -> bool:
    """An address written as numbers needs no resolution. (Other spellings of one are looked up, and checked then.)"""
    try:
        return not is_public(host)
    except ValueError:
        return False


def port_of(parts: SplitResult) -> int:
    """The port of an address, its scheme's where it names none. Raises `ValueError` for one that cannot be."""
    if parts.port is not None:
        return parts.port
    return 443 if parts.scheme == "https" else 80


def is_allowed(parts: SplitResult, allowed: Collection[str]) -> bool:
    """Whether the settings open exactly this host and port, private or not."""
    return f"{parts.hostname}:{port_of(parts)}" in allowed
