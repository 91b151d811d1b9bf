"""Which addresses a webhook may go to: public ones only. Pure.

Whoever adds a target chooses where this machine connects to. Its own network (other services, a cloud's metadata address)
must not be reached that way, whichever way the address is written.
"""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

MOST = 500
"""Characters in an address."""
# RFC 6052 and RFC 8215: IPv4 addresses within IPv6 ones, translated by a gateway on the way.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
# IPv4-compatible addresses (RFC 4291, long out of use): `::7f00:1` is 127.0.0.1 to who still knows them.
_COMPATIBLE = IPv6Network("::/96")


class WrongAddress(Exception):
    """An address that no webhook may go to; `code` says why: "form", "https", "login" or "private"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_public(written: str) -> bool:
    """Whether an IP address is one of the public internet. What stands within another address is looked at instead."""
    address = ip_address(written.partition("%")[0])
    if isinstance(address, IPv6Address):
        address = _within(address)
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _within(address: IPv6Address) -> IPv4Address | IPv6Address:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _COMPATIBLE or any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


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
