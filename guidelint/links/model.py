"""What goes into a check of external links and what comes out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from guidelint.links.verdict import State, Verdict


class UnusableOptionsError(ValueError):
    """Raised for options that cannot be used, such as a proxy whose package is not installed."""


class Hop(Struct, frozen=True):
    """One redirect: `url` answered with `status` and sent us to `target`.

    `permanent` holds for 301 and 308. A page that refreshes itself to another address is a hop with
    status 200.
    """

    url: str
    status: int
    target: str
    permanent: bool


class Past(Struct, frozen=True):
    """What the history knows about a link before this run.

    `streak` counts the failing runs in a row; `final_url` is where the link ended when it was last good.
    """

    verdict: Verdict
    checked: datetime
    last_good: datetime | None = None
    first_failure: datetime | None = None
    last_failure: datetime | None = None
    streak: int = 0
    final_url: str | None = None


class Evidence(Struct, frozen=True):
    """What a service says of a page: which one, the state, a text for a reader, and what it speaks of."""

    service: str
    state: State
    text: str
    subject: str = ""


class LinkResult(Struct, frozen=True):
    """The verdict on one link, with its evidence.

    `url` is the link as written (it may hold a password: show `urls.mask(url)`); every other text is
    masked. `status` is that of the first hop for a moved link, else the last one. `attempts` counts the
    requests that were sent for the page, `seconds` is the time of the last asking. `permanent` says that
    every hop is a 301 or 308, `permanent_url` is where the leading permanent hops end: the address a fix
    may write. `tried` has one line per asking. `host_gone` names the host when the failure is the whole
    host's, so that a report can say it once. `past` is what the history knew before. `evidence` is what a
    service said besides.
    """

    url: str
    verdict: Verdict
    reason: str = ""
    status: int | None = None
    final_url: str | None = None
    attempts: int = 0
    seconds: float = 0.0
    hops: tuple[Hop, ...] = ()
    permanent: bool = False
    permanent_url: str | None = None
    flaky: bool = False
    tried: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    host_gone: str | None = None
    from_history: bool = False
    past: Past | None = None
    evidence: Evidence | None = None


class Progress(Struct, frozen=True):
    """How far a run is: hosts and distinct pages, done and in all; requests in flight; verdicts so far."""

    hosts: int
    hosts_done: int
    pages: int
    pages_done: int
    in_flight: int
    waiting: int
    verdicts: Mapping[Verdict, int]
    seconds: float


class Results(Struct, frozen=True):
    """The verdicts, one per distinct link as written, in the order they were given.

    `network_down` is a sentence when the fault is on our side, else None. `interrupted` is set when the
    run was stopped by the user; what was not known by then is undecided. `warnings` are sentences about
    the run itself, `defects` the addresses whose answers guidelint failed on, with tracebacks.
    """

    links: Mapping[str, LinkResult]
    network_down: str | None = None
    interrupted: bool = False
    requests: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    defects: tuple[tuple[str, str], ...] = ()


class Ignore(Struct, frozen=True):
    """Links not to be asked: a shell pattern over the whole URL, the reason, and the last day it holds.

    With `is_regex` the pattern is a regular expression that is searched for in the URL.
    """

    pattern: str
    reason: str
    until: date | None = None
    is_regex: bool = False

    def matches(self, url: str, today: date) -> bool:
        """Say whether the rule still holds and covers `url`."""
        if self.until is not None and today > self.until:
            return False
        if self.is_regex:
            return re.search(self.pattern, url) is not None
        return fnmatchcase(url, self.pattern)


class HostHeader(Struct, frozen=True):
    """A header for one origin alone: `https://api.example.net`, with a port where it is not the usual one.

    A bare host name means https on its usual port, so that a secret is never sent in the clear by mistake.
    """

    origin: str
    name: str
    value: str

    def __repr__(self) -> str:
        """Show everything but the secret."""
        return f"HostHeader(origin={self.origin!r}, name={self.name!r})"


class Proxies(Struct, frozen=True):
    """Proxy addresses by scheme (`http://`, `https://`, `socks5://`, `socks5h://` ...), and one for `.onion`.

    `bypass` lists host suffixes that are asked directly, as `NO_PROXY` does.
    """

    http: str | None = None
    https: str | None = None
    onion: str | None = None
    bypass: Sequence[str] = ()

    def __repr__(self) -> str:
        """Show no addresses, because they may hold passwords."""
        return f"Proxies(bypass={self.bypass!r})"


class ServiceOptions(Struct, frozen=True):
    """Which services are asked, and where.

    `off` are names of services that are not asked, `on` those that are although their API is not
    documented. `apis` are bases of APIs by service, `instances` by service and then by further hosts of it.
    `tokens` are headers for the origins of APIs, sent with questions to an API and never with a link.
    `country` is the one that stores are asked about. `heading_ids` gives the ids of the headings of a
    Markdown file as a code host makes them.
    """

    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    apis: Mapping[str, str] = field(default_factory=dict)
    instances: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tokens: Sequence[HostHeader] = ()
    country: str = "us"
    heading_ids: Callable[[str], frozenset[str]] | None = None


class NetworkOptions(Struct, frozen=True):
    """How to ask. Times are seconds.

    Networks are CIDR texts, `accept` are status codes that count as alive. Without `services` every link
    gets a plain request.
    """

    timeout: float = 10.0
    max_time: float = 600.0
    retry_after_cap: float = 60.0
    global_limit: int = 64
    per_host_limit: int = 8
    allow_networks: Sequence[str] = ()
    user_agent: str = "guidelint (link checker for documentation)"
    headers: Sequence[HostHeader] = ()
    proxies: Proxies = Proxies()
    ignore: Sequence[Ignore] = ()
    accept: frozenset[int] = frozenset()
    services: ServiceOptions | None = ServiceOptions()
