"""The entry point: links in, verdicts out."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterable
from datetime import UTC, datetime

from guidelint.links.clock import Clock, SystemClock
from guidelint.links.engine import Engine, OnProgress
from guidelint.links.fetch import Fetcher
from guidelint.links.guard import Guard
from guidelint.links.inquiry import Inquiry
from guidelint.links.model import LinkResult, NetworkOptions, Results, Verdict
from guidelint.links.resolver import Lookup, SystemLookup
from guidelint.links.routes import Routes, missing_extra
from guidelint.links.urls import MalformedUrlError, Skip, Target, mask, read


def check_links(
    urls: Iterable[str],
    options: NetworkOptions = NetworkOptions(),
    on_progress: OnProgress | None = None,
    *,
    clock: Clock | None = None,
    lookup: Lookup | None = None,
) -> Results:
    return asyncio.run(check_links_async(urls, options, on_progress, clock=clock, lookup=lookup))


async def check_links_async(
    urls: Iterable[str],
    options: NetworkOptions = NetworkOptions(),
    on_progress: OnProgress | None = None,
    *,
    clock: Clock | None = None,
    lookup: Lookup | None = None,
) -> Results:
    clock = clock or SystemClock()
    guard = Guard(options.allow_networks)
    system = SystemLookup() if lookup is None else None
    routes = Routes(options, guard, lookup or system)
    fetcher = Fetcher(options, routes)
    links: dict[str, LinkResult | None] = {}
    inquiries: dict[str, Inquiry] = {}
    today = datetime.fromtimestamp(clock.time(), UTC).date()
    for url in dict.fromkeys(urls):
        links[url] = None
        target = _target(url, options, guard, routes, today)
        if isinstance(target, Skip):
            links[url] = LinkResult(url, Verdict.SKIPPED, mask(target.reason))
            continue
        inquiry = inquiries.get(target.key)
        if inquiry is None:
            inquiry = inquiries[target.key] = Inquiry(target)
        inquiry.links[url] = target.fragment

    def decided(inquiry: Inquiry, found: Iterable[LinkResult]) -> None:
        for result in found:
            links[result.url] = result

    engine = Engine(list(inquiries.values()), options, guard, fetcher, clock, decided, on_progress)
    interrupted = False

    def interrupt() -> None:
        nonlocal interrupted
        interrupted = True
        engine.stop("interrupted")

    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
        loop.add_signal_handler(signal.SIGINT, interrupt)
    try:
        await engine.run()
    finally:
        await fetcher.close()
        if system:
            system.close()
    return Results({u: r for u, r in links.items() if r}, engine.network_down, interrupted, engine.requests)


def _target(url, options, guard, routes, today) -> Target | Skip:
    for rule in options.ignore:
        if rule.matches(url, today):
            return Skip(rule.reason)
    try:
        target = read(url)
    except MalformedUrlError as problem:
        return Skip(f"malformed: {problem}")
    if isinstance(target, Skip):
        return target
    if refused := guard.refuses_name(target.host):
        return Skip(refused)
    return target
