"""Which IP addresses are the public internet's. Pure.

Whoever types an address for us to ask (a calendar, a program to be told) chooses where this machine connects to. Its own network
(other services, a cloud's metadata address) must not be reached that way, whichever way an address is written.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# RFC 6052 and RFC 8215: IPv4 addresses within IPv6 ones, translated by a gateway on the way.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
# IPv4-compatible addresses (RFC 4291, long out of use): `::7f00:1` is 127.0.0.1 to who still knows them.
_COMPATIBLE = IPv6Network("::/96")


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
    if address in _COMPATIBLE or any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address
