"""Who a host belongs to: its registrable domain, by the public suffix list that a package carries."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from guidelint.links.guard import literal_address

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def domain_of(url: str) -> str | None:
    """Return the registrable domain of a web address, its host where that has none; None for other texts."""
    host = host_of(url)
    if not host or literal_address(host) is not None:
        return host or None
    return _suffixes().privatesuffix(host) or host


def same_domain(first: str, second: str) -> bool:
    """Tell whether two addresses belong to one registrable domain; cheap where their hosts are equal."""
    return host_of(first) == host_of(second) or domain_of(first) == domain_of(second)


def host_of(url: str) -> str:
    """Return the host of an address in lower case, empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - reads a list of 10,000 names

    return PublicSuffixList()
