"""One request, one answer.

Nothing is followed, nothing is retried, and no more is read than the question needs.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
import time
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import aiohttp
from msgspec import Struct
from yarl import URL

from guidelint.links.answer import Answer
from guidelint.links.bodies import Body, UnreadableBodyError
from guidelint.links.failures import Failure, name_failure
from guidelint.links.fragments import is_present
from guidelint.links.page_facts import PageFacts, parse_refresh
from guidelint.links.services.plain import patience

if TYPE_CHECKING:
    from http.cookies import BaseCookie

    from guidelint.links.model import HostHeader, NetworkOptions
    from guidelint.links.routes import Routes

HEAD_BYTES = 64 * 1024
FRAGMENT_BYTES = 2 * 1024 * 1024
BODY_SECONDS = 3.0
_ACCEPTED = 202
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_KEPT_HEADERS = (
    "retry-after",
    "date",
    "server",
    "etag",
    "last-modified",
    "cf-mitigated",
    "x-vercel-mitigated",
    "x-datadome",
    "x-amzn-waf-action",
)


class Request(Struct, frozen=True):
    """One GET.

    `names` are the fragments to look for; `fresh` asks for a new connection, `last` says that no other
    request to this host is planned; `validators` are conditional headers.
    """

    url: URL
    names: frozenset[str] = frozenset()
    fresh: bool = False
    last: bool = False
    cookies: BaseCookie[str] | None = None
    credentials: tuple[str, str] | None = None
    validators: Mapping[str, str] | None = None


class Fetcher:
    """Sends requests over connections that it keeps; use it inside one event loop and close it after."""

    def __init__(self, options: NetworkOptions, routes: Routes) -> None:
        self._options = options
        self._routes = routes
        self._headers = headers_by_origin(options.headers)
        self._tls: ssl.SSLContext | None = None
        self._ended: set[URL] = set()

    async def fetch(self, request: Request) -> Answer | Failure:
        """Send one request and give the answer, or why there is none. Never raises for what a server does."""
        start = time.monotonic()
        response: aiohttp.ClientResponse | None = None
        try:
            async with asyncio.timeout(patience(request.url.raw_host or "", self._options.timeout)):
                response = await self._send(request)
            return await self._answer(request, response, start)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as problem:
            return name_failure(problem, time.monotonic() - start)
        except Exception as problem:
            if not type(problem).__module__.startswith(("python_socks", "aiohttp_socks")):
                raise
            return name_failure(problem, time.monotonic() - start)
        finally:
            if response is not None:
                response.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._routes.close()

    async def _send(self, request: Request) -> aiohttp.ClientResponse:
        origin = request.url.origin()
        # Once told to close, a connection takes no further request (RFC 9112, 9.6), and some servers do not
        # say that they close it.
        route = self._routes.to(request.url, fresh=request.fresh or origin in self._ended)
        headers = dict(self._headers.get(str(origin), ())) if self._headers else {}
        headers.update(request.validators or {})
        if request.last:
            headers["Connection"] = "close"
            self._ended.add(origin)
        if request.credentials and "Authorization" not in headers:
            headers["Authorization"] = _basic(*request.credentials)
        return await route.session.request(
            "GET",
            request.url,
            headers=headers or None,
            cookies=request.cookies,
            allow_redirects=False,
            proxy=route.proxy,
            ssl=self._tls_context() if request.url.scheme == "https" else True,
        )

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls

    async def _answer(self, request: Request, response: aiohttp.ClientResponse, start: float) -> Answer:
        seconds = time.monotonic() - start
        headers = {name: value for name in _KEPT_HEADERS if (value := response.headers.get(name)) is not None}
        refresh = parse_refresh(response.headers["Refresh"]) if "Refresh" in response.headers else None
        empty = response.content.at_eof() or response.headers.get("Content-Length") == "0"
        is_html = "Content-Type" in response.headers and response.content_type in _HTML
        page, complete = PageFacts(_charset(response)), True
        if (is_html or response.status == _ACCEPTED) and not empty:
            complete, size = await self._read(response, page, request.names if is_html else frozenset())
            empty = complete and size == 0
        page.end()
        return Answer(
            url=request.url,
            status=response.status,
            headers=headers,
            seconds=seconds,
            location=response.headers.get("Location"),
            cookies=response.cookies if "Set-Cookie" in response.headers else None,
            refresh=refresh or page.refresh,
            title=page.title.strip(),
            heading=page.heading.strip(),
            ids=frozenset(page.ids) if is_html and request.names else None,
            complete=complete,
            shell=page.is_shell,
            empty=empty,
            hung_up=not response.content.at_eof(),
        )

    async def _read(
        self, response: aiohttp.ClientResponse, page: PageFacts, names: Collection[str]
    ) -> tuple[bool, int]:
        """Read a page until enough is known.

        Give whether that was to its end, and the bytes that were read.
        """
        try:
            if response.content.is_eof():
                return await _read_body(response, page, names)
            async with asyncio.timeout(
                self._options.timeout if names else min(self._options.timeout, BODY_SECONDS)
            ):
                return await _read_body(response, page, names)
        except (aiohttp.ClientError, OSError, TimeoutError, UnreadableBodyError):
            return False, 0


async def _read_body(
    response: aiohttp.ClientResponse, page: PageFacts, names: Collection[str]
) -> tuple[bool, int]:
    body = Body(response.headers.get("Content-Encoding", ""))
    size, limit = 0, FRAGMENT_BYTES if names else HEAD_BYTES
    while size < limit:
        data = await response.content.readany()
        if not data:
            return not page.unreadable, size
        data = body.decode(data)
        size += len(data)
        if not names:
            page.skim_bytes(data)
            continue
        page.feed_bytes(data)
        if all(is_present(name, page.ids) for name in names):
            break
    return False, size


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _charset(response: aiohttp.ClientResponse) -> str | None:
    try:
        return response.charset
    except (ValueError, KeyError):
        return None


def headers_by_origin(given: Sequence[HostHeader]) -> dict[str, dict[str, str]]:
    """Give headers by the origin that they are for, a bare host name meaning https."""
    headers: dict[str, dict[str, str]] = {}
    for header in given:
        origin = header.origin if "://" in header.origin else f"https://{header.origin}"
        headers.setdefault(str(URL(origin).origin()), {})[header.name] = header.value
    return headers
