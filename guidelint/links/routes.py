"""Which way a request takes: directly, through a proxy, or not at all."""

from __future__ import annotations

import asyncio
import importlib.util
from typing import TYPE_CHECKING, Any

import aiohttp
from msgspec import Struct
from yarl import URL

from guidelint.links.bodies import ACCEPTED
from guidelint.links.resolver import GuardedResolver, Lookup

if TYPE_CHECKING:
    from guidelint.links.guard import Guard
    from guidelint.links.model import NetworkOptions

_LINE_BYTES = 64 * 1024
_HEADERS = 1000
_IDLE_SECONDS = 5.0
_FAREWELL_SECONDS = 0.1
_SOCKS = frozenset({"socks4", "socks4a", "socks5", "socks5h"})


class Route(Struct, frozen=True):
    """A session to send with, and the HTTP proxy to name with each request."""

    session: aiohttp.ClientSession
    proxy: str | None


class Routes:
    """Sessions by route, made when first needed. A fresh route never uses a connection twice."""

    def __init__(self, options: NetworkOptions, guard: Guard, lookup: Lookup) -> None:
        self._options = options
        self._guard = guard
        self._lookup = lookup
        self._proxied = bool(options.proxies.http or options.proxies.https or options.proxies.onion)
        self._sessions: dict[tuple[str, bool], aiohttp.ClientSession] = {}
        self._used_tls = False

    def to(self, url: URL, *, fresh: bool) -> Route:
        """Give the route for a URL. Raises ValueError for an `.onion` address without a proxy for it."""
        proxy = self.proxy_for(url)
        self._used_tls = self._used_tls or url.scheme == "https"
        kind = "direct"
        if proxy is not None:
            kind = proxy if URL(proxy).scheme in _SOCKS else "proxy"
        session = self._sessions.get((kind, fresh))
        if session is None:
            session = self._sessions[kind, fresh] = self._session(kind, fresh=fresh)
        return Route(session, proxy if kind == "proxy" else None)

    def proxy_for(self, url: URL) -> str | None:
        """Give the proxy for a URL, or None for the direct way."""
        proxies = self._options.proxies
        if not self._proxied:
            return None
        host = (url.raw_host or "").rstrip(".")
        if host.endswith(".onion"):
            return proxies.onion
        if any(host == name.lstrip(".") or host.endswith("." + name.lstrip(".")) for name in proxies.bypass):
            return None
        return proxies.https if url.scheme == "https" else proxies.http

    async def close(self) -> None:
        """Close all sessions and give their transports a turn to end; with TLS that takes two messages."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
        await asyncio.sleep(_FAREWELL_SECONDS if self._used_tls else 0)

    def _session(self, kind: str, *, fresh: bool) -> aiohttp.ClientSession:
        common: dict[str, Any] = {"limit": 0, "force_close": fresh}
        if not fresh:
            common["keepalive_timeout"] = _IDLE_SECONDS
        if kind == "direct":
            connector: aiohttp.TCPConnector = aiohttp.TCPConnector(
                resolver=GuardedResolver(self._lookup, self._guard),
                socket_factory=self._guard.socket,
                ttl_dns_cache=None,
                **common,
            )
        elif kind == "proxy":
            connector = aiohttp.TCPConnector(**common)
        else:
            connector = _socks_connector(kind, common)
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._options.user_agent, "Accept-Encoding": ACCEPTED},
            auto_decompress=False,
            middlewares=(_without_hidden_retry,),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._options.timeout * 0.9),
            read_bufsize=64 * 1024,
            max_line_size=_LINE_BYTES,
            max_field_size=_LINE_BYTES,
            max_headers=_HEADERS,
        )


class DroppedError(aiohttp.ClientError):
    """Raised when a connection was dropped; the cause is the exception of aiohttp."""


async def _without_hidden_retry(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a request once more by itself: the plan decides when to ask again."""
    try:
        return await send(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as problem:
        raise DroppedError from problem


def missing_extra(proxy: str) -> str | None:
    """Say what must be installed for a proxy, or give None."""
    if URL(proxy).scheme in _SOCKS and importlib.util.find_spec("aiohttp_socks") is None:
        return "a SOCKS proxy needs the package aiohttp-socks (the extra `socks`)"
    return None


def _socks_connector(proxy: str, common: dict[str, Any]) -> aiohttp.TCPConnector:
    from aiohttp_socks import ProxyConnector  # noqa: PLC0415 - an extra

    plain = proxy.replace("socks5h://", "socks5://").replace("socks4a://", "socks4://")
    connector: aiohttp.TCPConnector = ProxyConnector.from_url(plain, rdns=True, **common)
    return connector
