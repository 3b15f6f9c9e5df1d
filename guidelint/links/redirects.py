"""Following redirects by hand, one hop at a time, with every hop looked at."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from aiohttp import CookieJar
from msgspec import Struct, field

from guidelint.links import walls
from guidelint.links.model import Hop
from guidelint.links.urls import MalformedUrlError, Target, http_target, mask, resolve, scheme_of

if TYPE_CHECKING:
    from http.cookies import BaseCookie

    from yarl import URL

    from guidelint.links.answer import Answer
    from guidelint.links.guard import Guard

MAX_HOPS = 20
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
REFRESH_SECONDS = 10.0
_FORBIDDEN_SCHEMES = frozenset({"file", "javascript", "data", "vbscript", "about", "blob", "view-source"})


class End(StrEnum):
    """Why a chain of redirects ended where no page is."""

    LOOP = "the redirects run in a circle"
    TOO_MANY = "too many redirects"
    FORBIDDEN = "redirects to where no page may send its reader"
    NOWHERE = "a redirect without a readable destination"
    SIGN_IN = "redirects to a sign-in page"
    APP = "hands over to an app"


class Chain(Struct):
    """The way from a link to its page: the hops so far, their cookies, and where to ask next."""

    start: Target
    url: URL
    hops: tuple[Hop, ...] = ()
    fragment_replaced: bool = False
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _jar: CookieJar | None = None

    @classmethod
    def begin(cls, start: Target) -> Chain:
        """Start at the link itself."""
        return cls(start, start.url)

    def again(self) -> Chain:
        """Give a chain to ask once more: from the failing page if only permanent redirects led there."""
        if self.hops and all(hop.permanent for hop in self.hops):
            return Chain(self.start, self.url, self.hops, self.fragment_replaced, set(self._seen), self._jar)
        return Chain.begin(self.start)

    def cookies(self) -> BaseCookie[str] | None:
        """The cookies to send with the next request."""
        return self._jar.filter_cookies(self.url) if self._jar is not None else None

    @property
    def credentials(self) -> tuple[str, str] | None:
        """User and password of the link, for its own origin alone."""
        if self.start.credentials is None or self.url.origin() != self.start.url.origin():
            return None
        return self.start.credentials

    @property
    def permanent_url(self) -> str | None:
        """Where the leading permanent hops end, or None."""
        last = None
        for hop in self.hops:
            if not hop.permanent:
                break
            last = hop.target
        return last

    def follow(self, answer: Answer, guard: Guard) -> tuple[End, str] | bool:
        """Look at an answer: False where it is the page, True where the chain moved on, else why it ended."""
        location = self._destination(answer)
        if location is None:
            return (End.NOWHERE, str(End.NOWHERE)) if answer.status in REDIRECTS else False
        return self._move(answer, location, guard)

    def _destination(self, answer: Answer) -> str | None:
        if answer.status in REDIRECTS or (answer.status == 300 and answer.location):
            return answer.location or None
        if answer.status == 200 and answer.refresh is not None:
            seconds, address = answer.refresh
            if seconds <= REFRESH_SECONDS and _page(resolve_or_none(self.url, address)) not in (
                None,
                _page(str(self.url)),
            ):
                return address
        return None

    def _move(self, answer: Answer, location: str, guard: Guard) -> tuple[End, str] | bool:
        self._seen.add((str(self.url), self._cookie_text()))
        self._take_cookies(answer)
        try:
            absolute = resolve(self.url, location)
            scheme = scheme_of(absolute)
            if scheme in _FORBIDDEN_SCHEMES:
                return End.FORBIDDEN, f"redirects to a {scheme}: address"
            if scheme not in ("http", "https"):
                return End.APP, f"hands over to an app ({scheme}:)"
            target = http_target(absolute)
        except MalformedUrlError as problem:
            return End.NOWHERE, f"redirects to a broken address: {problem}"
        hop = Hop(mask(str(self.url)), answer.status, mask(absolute), answer.status in PERMANENT)
        if refused := guard.refuses_name(target.host):
            return End.FORBIDDEN, f"redirects to {target.host}: {refused}"
        self.hops = (*self.hops, hop)
        if _leads_to_sign_in(self.start.url, target.url):
            return End.SIGN_IN, f"redirects to a sign-in page ({target.url.raw_host}{target.url.raw_path})"
        if len(self.hops) > MAX_HOPS:
            return End.TOO_MANY, f"more than {MAX_HOPS} redirects"
        self.url = target.url
        self.fragment_replaced = self.fragment_replaced or target.fragment is not None
        if (str(self.url), self._cookie_text()) in self._seen:
            return End.LOOP, str(End.LOOP)
        return True

    def _take_cookies(self, answer: Answer) -> None:
        if answer.cookies:
            if self._jar is None:
                self._jar = CookieJar(unsafe=True)
            self._jar.update_cookies(answer.cookies, self.url)

    def _cookie_text(self) -> str:
        cookies = self.cookies()
        return cookies.output(header="", sep=";") if cookies else ""


def resolve_or_none(base: URL, address: str) -> str | None:
    """Resolve an address found on a page, or give None where it is broken."""
    try:
        return resolve(base, address)
    except MalformedUrlError:
        return None


def _page(url: str | None) -> str | None:
    return url.partition("#")[0] if url else None


def _leads_to_sign_in(start: URL, target: URL) -> bool:
    """A link that was itself to a sign-in page is not kept from anything by arriving there."""
    return walls.is_sign_in(target.raw_host or "", target.raw_path) and not walls.is_sign_in(
        start.raw_host or "", start.raw_path
    )
