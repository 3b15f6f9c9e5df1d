"""Sorting the links that come in: which are asked, which are one page, and which are left alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from guidelint.links.inquiry import Inquiry
from guidelint.links.model import LinkResult, NetworkOptions, UnusableOptionsError
from guidelint.links.routes import Routes, missing_extra
from guidelint.links.urls import MalformedUrlError, Skip, Target, mask, read
from guidelint.links.verdict import Verdict

if TYPE_CHECKING:
    from guidelint.links.guard import Guard


class Intake:
    """Collects links.

    `inquiries` are the distinct pages to ask, `skipped` the results of links left alone, `order` all links
    once, as they came.
    """

    def __init__(self, options: NetworkOptions, guard: Guard, routes: Routes, today: date) -> None:
        self._options = options
        self._guard = guard
        self._routes = routes
        self._today = today
        self._pages: dict[str, Inquiry] = {}
        self._refused: dict[str, str | None] = {}
        self.skipped: dict[str, LinkResult] = {}
        self.order: list[str] = []

    @property
    def inquiries(self) -> list[Inquiry]:
        """The distinct pages, in the order of their first links."""
        return list(self._pages.values())

    def take(self, urls: Iterable[str]) -> None:
        """Sort links in. Raises UnusableOptionsError where a proxy is set that cannot be used."""
        for url in dict.fromkeys(urls):
            self.order.append(url)
            target = self._target(url)
            if isinstance(target, Skip):
                self.skipped[url] = LinkResult(url, Verdict.SKIPPED, mask(target.reason))
                continue
            inquiry = self._pages.get(target.key)
            if inquiry is None:
                inquiry = self._pages[target.key] = Inquiry(target)
            inquiry.add(url, target.fragment)

    def _target(self, url: str) -> Target | Skip:
        for rule in self._options.ignore:
            if rule.matches(url, self._today):
                return Skip(f"ignored: {rule.reason}")
        try:
            target = read(url)
        except MalformedUrlError as problem:
            return Skip(f"malformed: {problem}")
        if isinstance(target, Skip):
            return target
        if target.host not in self._refused:
            self._refused[target.host] = self._guard.refuses_name(target.host)
        if refused := self._refused[target.host]:
            return Skip(refused)
        proxy = self._routes.proxy_for(target.url)
        if proxy is None:
            onion = target.host.rstrip(".").endswith(".onion")
            return Skip("an onion address, and no proxy for Tor is set") if onion else target
        if lacking := missing_extra(proxy):
            raise UnusableOptionsError(lacking)
        return target
