"""Which docs root answers for an address of the web."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidelint.site.docs_root import DocsRoot

WEB_PORTS = {"http": 80, "https": 443}


class Location(NamedTuple):
    """What an absolute URL names: a path in the site of a docs root.

    `prefix` is the path of the site on its host; `is_alias` tells that the URL is an old address.
    """

    root: DocsRoot
    path: str
    prefix: str
    is_alias: bool


class Addresses:
    """The addresses of docs roots. `aliases` are further ones: pairs of an old and a current prefix."""

    def __init__(self, roots: Sequence[DocsRoot], aliases: Sequence[tuple[str, str]]) -> None:
        self.roots, self.aliases = roots, aliases

    def locate(self, url: str, home: DocsRoot | None = None) -> Location | None:
        """Return which docs root answers for an absolute URL.

        Of several the one that has a file there, else the one with the longest address, else
        `home`. The scheme, the port that it implies and a leading ``www.`` make no difference.
        None for an address outside of every docs root. Raises `ValueError` for an impossible port.
        """
        host, path = _host_and_path(url)
        found = [
            Location(root, unquote(path[len(own_path) :]), own_path, is_alias)
            for own_path, root, is_alias in self._addresses.get(host, ())
            if (path + "/").startswith(own_path)
        ]
        found.sort(key=lambda location: (-len(location.prefix), location.root is not home))
        holding = (location for location in found if location.root.at(location.path))
        return next(holding, found[0] if found else None)

    @cached_property
    def _addresses(self) -> dict[str, list[tuple[str, DocsRoot, bool]]]:
        """By the host: the path of a docs root there, the docs root, and whether that is an old address."""
        current = [(_host_and_path(root.base_url), root, False) for root in self.roots]
        old = [
            (_host_and_path(old.removesuffix("/") + "/"), root, True)
            for old, new in self.aliases
            for root in self.roots
            if root.base_url == new
        ]
        addresses: dict[str, list[tuple[str, DocsRoot, bool]]] = {}
        for (host, path), root, is_alias in current + old:
            addresses.setdefault(host, []).append((path, root, is_alias))
        return addresses

    def is_foreign(self, host: str) -> bool:
        """Tell whether no docs root answers for `host`: lower case, without a port and a leading ``www.``."""
        return host not in self._addresses

    def is_own_host(self, url: str) -> bool:
        """Tell whether a docs root is built for the host of `url`; what else answers there is not known."""
        host, _ = _host_and_path(url)
        return any(_host_and_path(root.base_url)[0] == host for root in self.roots)


@lru_cache(maxsize=4096)
def _host_and_path(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return _host(parts.netloc), parts.path or "/"


@lru_cache(maxsize=1024)
def _host(netloc: str) -> str:
    parts = SplitResult("", netloc, "", "", "")
    host, port = (parts.hostname or "").removeprefix("www."), parts.port
    return host if port is None or port in WEB_PORTS.values() else f"{host}:{port}"
