"""Which addresses may be dialled: the public internet, and what the user allows by name.

The last line is `Guard.socket`, called for every address right before it is dialled, so that neither a
literal address, nor a second DNS answer, nor a redirect gets past it.
"""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_FORBIDDEN: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "100.64.0.0/10",  # shared address space; cloud metadata at 100.100.100.200
        "168.63.129.16/32",  # the host agent of a large cloud, inside public space
        "192.0.0.0/24",  # protocol assignments; cloud metadata at 192.0.0.192
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
        "64:ff9b:1::/48",  # local NAT64
        "100::/64",  # discard
        "2001::/23",  # protocol assignments, Teredo, ORCHID
        "2002::/16",  # 6to4, retired: whatever IPv4 address is inside, nobody serves a public page there
        "3fff::/20",  # documentation
    )
)
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_PRIVATE_SUFFIX = re.compile(
    r"(?:^|\.)(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa)\.?$"
)
_PLACEHOLDER = re.compile(r"(?:^|\.)(?:test|invalid|example|example\.(?:com|net|org|edu))\.?$")


class ForbiddenAddressError(OSError):
    """Raised where a socket to a forbidden address would have been made."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{address} is not a public address")
        self.address = address


class Guard:
    """Decides about addresses and names.

    `allowed` are networks (CIDR) that may be dialled although not public.
    Raises ValueError for an `allowed` text that is no network.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = tuple(ipaddress.ip_network(text, strict=False) for text in allowed)
        self._private_names: set[str] = set()

    def permits(self, address: str) -> bool:
        """Say whether `address` (a literal IPv4 or IPv6 address, with or without a zone) may be dialled."""
        ip = literal_address(address)
        if ip is None:
            return False
        if any(ip.version == network.version and ip in network for network in self._allowed):
            return True
        embedded = _embedded(ip)
        if embedded is not None:
            return self.permits(str(embedded))
        return _is_public(ip)

    def is_public(self, address: str) -> bool:
        """Say whether `address` may be dialled without anybody's leave."""
        return _PUBLIC.permits(address)

    def note_addresses(self, host: str, addresses: Iterable[str]) -> None:
        """Remember `host` as private if one of its addresses is."""
        if not all(self.is_public(address) for address in addresses):
            self._private_names.add(host)

    def is_private_name(self, host: str) -> bool:
        """Say whether a name belongs to a private network, by its form or by the addresses seen so far."""
        return (
            "." not in host.rstrip(".") or bool(_PRIVATE_SUFFIX.search(host)) or host in self._private_names
        )

    def refuses_name(self, host: str) -> str | None:
        """Give the reason why `host` is not asked about at all, or None. `host` is in normal form.

        Names for documentation (RFC 2606) lead nowhere. Names of private networks are refused unless some
        network is allowed, in which case the address decides.
        """
        if _PLACEHOLDER.search(host):
            return "the name is reserved for examples (RFC 2606)"
        if literal := literal_address(host):
            return None if self.permits(str(literal)) else "not a public address"
        if not self._allowed and self.is_private_name(host):
            return "not a public name"
        return None

    def socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Make the socket for one address, as `aiohttp.TCPConnector(socket_factory=...)` asks for it.

        `info` is an entry of `socket.getaddrinfo`. Raises ForbiddenAddressError before a socket exists.
        """
        family, kind, protocol, _, address = info
        if not self.permits(address[0]):
            raise ForbiddenAddressError(address[0])
        return socket.socket(family=family, type=kind, proto=protocol)


_PUBLIC = Guard()


@lru_cache(maxsize=8192)
def literal_address(host: str) -> Address | None:
    """Give the address that `host` spells, or None for a name.

    `host` is in normal form, IPv6 with or without brackets.
    """
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _embedded(ip: Address) -> ipaddress.IPv4Address | None:
    """Give the IPv4 address that a network would really dial for a mapped or NAT64 address."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in NAT64:
            return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def _is_public(ip: Address) -> bool:
    if ip.version == 6 and ip not in _PUBLIC_V6:
        return False
    if any(ip.version == network.version and ip in network for network in _FORBIDDEN):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)
