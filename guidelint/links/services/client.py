"""Asking an API: one request, its answer as text and as JSON, and nothing of ours for any other host."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import aiohttp

from guidelint.links.bodies import Body, UnreadableBodyError
from guidelint.links.failures import Failure, Kind, name_failure
from guidelint.links.fetch import headers_by_origin
from guidelint.links.redirects import REDIRECTS, resolve_or_none
from guidelint.links.services.model import ApiAnswer
from guidelint.links.urls import MalformedUrlError, http_target

if TYPE_CHECKING:
    from yarl import URL

    from guidelint.links.guard import Guard
    from guidelint.links.model import NetworkOptions
    from guidelint.links.routes import Routes
    from guidelint.links.services.model import Question

MOST_BYTES = 8 * 1024 * 1024
MOST_HOPS = 3
SHARE_OF_RUN = 0.25
_PAGE_BEGINS = ("<!doctype html", "<html")


class ApiClient:
    """Sends questions to APIs. Tokens go to their own origins alone, and no redirect is followed to another.

    A question may take the time of a request, but no more than a quarter of the run: there must be time left
    to ask for the pages themselves.
    """

    def __init__(self, options: NetworkOptions, routes: Routes, guard: Guard) -> None:
        self._routes = routes
        self._guard = guard
        self._timeout = min(options.timeout, options.max_time * SHARE_OF_RUN)
        tokens = options.services.tokens if options.services else ()
        self._headers = {**headers_by_origin(tokens)}
        for origin, headers in headers_by_origin(options.headers).items():
            self._headers[origin] = {**self._headers.get(origin, {}), **headers}
        self._tls: ssl.SSLContext | None = None

    def authorised(self, url: str) -> bool:
        """Tell whether a request to `url` carries a token."""
        try:
            origin = http_target(url).origin
        except MalformedUrlError:
            return False
        return any(name.lower() == "authorization" for name in self._headers.get(origin, ()))

    async def ask(self, question: Question, validator: str | None = None) -> ApiAnswer | Failure:
        """Ask, and give the answer, or why there is none. Never raises for what a server does.

        `validator` is an entity tag: where it still holds, the answer has status 304.
        """
        start = time.monotonic()
        try:
            async with asyncio.timeout(self._timeout):
                return await self._ask(question, validator, start)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError, UnreadableBodyError) as problem:
            return name_failure(problem, time.monotonic() - start)
        except Exception as problem:
            if not type(problem).__module__.startswith(("python_socks", "aiohttp_socks")):
                raise
            return name_failure(problem, time.monotonic() - start)

    async def _ask(self, question: Question, validator: str | None, start: float) -> ApiAnswer | Failure:
        url = http_target(question.url).url
        for _ in range(MOST_HOPS):
            if reason := self._guard.refuses_name(url.raw_host or ""):
                return Failure(Kind.FORBIDDEN, reason)
            response = await self._send(url, question, validator)
            try:
                answer = await _answer(response, time.monotonic() - start)
                if response.status not in REDIRECTS:
                    return answer
                onward = _onward(url, response.headers.get("Location"))
            finally:
                response.close()
            if onward is None or question.body is not None:
                return Failure(Kind.UNREADABLE, "the API redirects to another host")
            url = onward
        return Failure(Kind.UNREADABLE, "the API redirects too often")

    async def _send(self, url: URL, question: Question, validator: str | None) -> aiohttp.ClientResponse:
        route = self._routes.to(url, fresh=False)
        headers = {"Accept": "application/json", **dict(question.headers)}
        headers |= self._headers.get(str(url.origin()), {})
        if validator:
            headers["If-None-Match"] = validator
        if question.body is not None:
            headers["Content-Type"] = "application/json"
        return await route.session.request(
            "GET" if question.body is None else "POST",
            url,
            headers=headers,
            data=question.body,
            allow_redirects=False,
            proxy=route.proxy,
            ssl=self._tls_context() if url.scheme == "https" else True,
        )

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls


async def _answer(response: aiohttp.ClientResponse, seconds: float) -> ApiAnswer | Failure:
    body = Body(response.headers.get("Content-Encoding", ""))
    data = b""
    async for piece in response.content.iter_any():
        data += body.decode(piece)
        if len(data) > MOST_BYTES:
            return Failure(Kind.UNREADABLE, "the answer is too long")
    text = data.decode("utf-8", "replace")
    if text.lstrip()[:20].lower().startswith(_PAGE_BEGINS) and response.status < 400:
        return Failure(Kind.UNREADABLE, "a page came instead of an answer")
    headers: Mapping[str, str] = {name.lower(): value for name, value in response.headers.items()}
    return ApiAnswer(response.status, headers, text, _json(text), seconds)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _onward(url: URL, location: str | None) -> URL | None:
    """Give where a redirect leads if that is the same origin."""
    absolute = resolve_or_none(url, location) if location else None
    if absolute is None:
        return None
    onward = http_target(absolute).url
    return onward if onward.origin() == url.origin() else None
