"""An API and the pages behind it on two loopback addresses, and what asking about links to them gives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guidelint.links.model import HostHeader, NetworkOptions, ServiceOptions
from tests.links.servers import LOOPBACK, JumpingClock, Reply, Server, ask, page, serving

if TYPE_CHECKING:
    from guidelint.links.history import History
    from guidelint.links.model import LinkResult

PAGES = "127.0.0.2"
SECONDS = 1.0
MONTH = 30 * 86400.0


def answer(data: object, status: int = 200, **headers: str) -> Reply:
    """An answer of an API in JSON."""
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Reply(status, json.dumps(data), named, "application/json; charset=utf-8")


@dataclass
class Asked:
    """The results by path as given, and what each server saw."""

    results: Mapping[str, LinkResult]
    api: Server
    pages: Server
    warnings: Sequence[str] = ()
    defects: Sequence[tuple[str, str]] = ()

    @property
    def counts(self) -> tuple[int, int]:
        """How many requests the API got, and how many the pages."""
        return len(self.api.seen), len(self.pages.seen)

    @property
    def only(self) -> LinkResult:
        """The one result."""
        [result] = self.results.values()
        return result


@dataclass
class World:
    """A service under test: its name, what its API answers, and the pages that readers see."""

    service: str
    api: Mapping[str, object]
    pages: Mapping[str, object] = field(default_factory=lambda: {"*": page()})
    token: str | None = None
    off: bool = False
    suffix: str = ""
    country: str = "us"
    options: Mapping[str, object] = field(default_factory=dict)

    def ask(self, *paths: str, history: History | None = None, months: int = 1) -> Asked:
        """Ask about links to the pages, once a month; a path begins with a slash."""
        return asyncio.run(self._ask(paths, history, months))

    async def _ask(self, paths: Sequence[str], history: History | None, months: int) -> Asked:
        api, pages = Server(self.api), Server(self.pages, PAGES)
        async with serving(api, pages):
            options = NetworkOptions(
                timeout=SECONDS,
                allow_networks=LOOPBACK,
                services=None if self.off else self._services(api),
                **dict(self.options),  # type: ignore[arg-type]
            )
            urls = {f"{pages.url}{path}": path for path in paths}
            for month in range(months):
                found = await ask(list(urls), options, history, JumpingClock(skipped=month * MONTH))
        results = {urls[url]: result for url, result in found.links.items()}
        return Asked(results, api, pages, found.warnings, found.defects)

    def _services(self, api: Server) -> ServiceOptions:
        tokens = [HostHeader(api.url, "Authorization", f"Bearer {self.token}")] if self.token else []
        return ServiceOptions(
            on=frozenset({self.service}),
            instances={self.service: {PAGES: api.url + self.suffix}},
            tokens=tokens,
            country=self.country,
            heading_ids=_headings,
        )


def _headings(text: str) -> frozenset[str]:
    return frozenset(line.strip("# ").lower() for line in text.splitlines() if line.startswith("#"))
