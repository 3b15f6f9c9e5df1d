"""The entry point: links in, verdicts out."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from guidelint.collector import fewer_collections
from guidelint.links.answer import Answer
from guidelint.links.clock import Clock, SystemClock
from guidelint.links.engine import Engine
from guidelint.links.environment import secrets, without_secrets
from guidelint.links.fetch import Fetcher
from guidelint.links.guard import Guard
from guidelint.links.intake import Intake
from guidelint.links.model import LinkResult, NetworkOptions, Results
from guidelint.links.policy import carries_secret, lifetime, storable
from guidelint.links.resolver import Lookup, SystemLookup
from guidelint.links.routes import Routes
from guidelint.links.services.client import ApiClient
from guidelint.links.services.desk import Desk
from guidelint.links.services.remembered import Remembered
from guidelint.links.verdict import LIVING, Verdict

if TYPE_CHECKING:
    from guidelint.links.history import History, Record
    from guidelint.links.inquiry import Inquiry
    from guidelint.links.tally import OnProgress

_SAVE_EVERY = 100
_COLLECT_AFTER = 20_000
_CLOCK_SKEW = 3600.0


def check_links(
    urls: Iterable[str],
    options: NetworkOptions,
    history: History | None = None,
    on_progress: OnProgress | None = None,
    *,
    clock: Clock | None = None,
    lookup: Lookup | None = None,
) -> Results:
    """Check links, as written on a page with entities decoded: one verdict for each distinct one.

    Ctrl-C ends the run early: the results say so, and what was known by then is in them. `history` is
    read, updated and saved, not closed. `on_progress` is called at most ten times a second, and once at
    the end. `clock` and `lookup` stand in for the system's time and name resolution. Raises ValueError
    for options that cannot be used: a network that is none, a proxy whose package is missing.
    """
    return asyncio.run(check_links_async(urls, options, history, on_progress, clock=clock, lookup=lookup))


async def check_links_async(
    urls: Iterable[str],
    options: NetworkOptions,
    history: History | None = None,
    on_progress: OnProgress | None = None,
    *,
    clock: Clock | None = None,
    lookup: Lookup | None = None,
) -> Results:
    """Do what `check_links` does, inside a running event loop."""
    run = _Run(options, history, clock or SystemClock())
    system = None if lookup else SystemLookup()
    routes = Routes(options, run.guard, lookup or system or SystemLookup())
    fetcher = Fetcher(options, routes)
    try:
        with fewer_collections(_COLLECT_AFTER):
            return await run.check(urls, routes, fetcher, on_progress)
    finally:
        await fetcher.close()
        if system is not None:
            system.close()


class _Run:
    """One check of many links: what the history knows is taken from there, the engine asks for the rest."""

    def __init__(self, options: NetworkOptions, history: History | None, clock: Clock) -> None:
        self.guard = Guard(options.allow_networks)
        self._options = options
        self._history = history
        self._clock = clock
        tokens = options.services.tokens if options.services else ()
        self._secrets = secrets((*options.headers, *tokens))
        self._results: dict[str, LinkResult] = {}

    async def check(
        self, urls: Iterable[str], routes: Routes, fetcher: Fetcher, on_progress: OnProgress | None
    ) -> Results:
        start = self._clock.monotonic()
        today = datetime.fromtimestamp(self._clock.time(), UTC).date()
        intake = Intake(self._options, self.guard, routes, today)
        intake.take(urls)
        self._results.update(intake.skipped)
        asked = [inquiry for inquiry in intake.inquiries if not self._recall(inquiry)]
        client = ApiClient(self._options, routes, self.guard)
        desk = Desk(self._options, client, Remembered(self._history, self._secrets))
        engine = Engine(
            asked,
            self._options,
            self.guard,
            fetcher,
            desk,
            self._clock,
            lambda inquiry, found: self._decided(engine, inquiry, found),
            on_progress,
        )
        interrupted = False

        def interrupt() -> None:
            nonlocal interrupted
            interrupted = True
            engine.stop("interrupted")

        try:
            with _on_interrupt(interrupt):
                await engine.run()
        finally:
            if self._history is not None:
                self._history.save()
        return Results(
            links={url: self._results[url] for url in intake.order},
            network_down=engine.network_down,
            interrupted=interrupted,
            requests=engine.requests,
            seconds=self._clock.monotonic() - start,
            warnings=(*desk.warnings, *(self._history.warnings if self._history else ())),
            defects=(*engine.defects, *desk.defects),
        )

    def _recall(self, inquiry: Inquiry) -> bool:
        """Take the page's results from the history if all still hold, else what helps to ask."""
        if self._history is None or not storable(inquiry.target, self.guard):
            return False
        records = {url: self._history.recall(_key(inquiry, url)) for url in inquiry.links}
        now = self._clock.time()
        if all(record is not None and _still_holds(record, now) for record in records.values()):
            self._results.update(
                {url: record.result(url) for url, record in records.items() if record is not None}
            )
            return True
        if not inquiry.names:
            inquiry.validators = next((record.validators() for record in records.values() if record), None)
        return False

    def _decided(self, engine: Engine, inquiry: Inquiry, found: Iterable[LinkResult]) -> None:
        """Take the results of a page, and put what may be remembered into the history."""
        history = self._history if self._history and storable(inquiry.target, self.guard) else None
        for result in (without_secrets(result, self._secrets) for result in found):
            if history is None:
                self._results[result.url] = result
                continue
            key = _key(inquiry, result.url)
            closed = engine.is_closed(inquiry.target.host)
            known = _with_past(result, history.recall(key), closed=closed)
            self._results[result.url] = known
            if not known.from_history and not _tells_secrets(known):
                seconds = lifetime(known, inquiry.target.host)
                history.note(key, known, self._clock.time(), seconds, _validators(inquiry))
            if history.pending() >= _SAVE_EVERY:
                history.save()


def _with_past(result: LinkResult, record: Record | None, *, closed: bool) -> LinkResult:
    """Add what was known; a page that a `closed` host kept us from asking for keeps its last good verdict."""
    if record is None:
        return result
    past = record.past()
    if closed and result.verdict is Verdict.UNDECIDED and past.verdict in LIVING:
        return replace(record.result(result.url), reason=f"{result.reason}; good on {past.checked:%Y-%m-%d}")
    return replace(result, past=past)


def _still_holds(record: Record, now: float) -> bool:
    """Tell whether a record need not be asked again; one from the future was written by a wrong clock."""
    return record.checked - _CLOCK_SKEW <= now < record.expires


def _key(inquiry: Inquiry, url: str) -> str:
    fragment = inquiry.links[url]
    return inquiry.target.key if not fragment else f"{inquiry.target.key}#{fragment}"


def _tells_secrets(result: LinkResult) -> bool:
    return any(carries_secret(url) for url in (result.final_url or "", *(hop.target for hop in result.hops)))


def _validators(inquiry: Inquiry) -> Mapping[str, str] | None:
    """Give the validators of a page that was found where its link says.

    304 means that those we sent still hold.
    """
    last = inquiry.askings[-1] if inquiry.askings else None
    if last is None or last.hops or not isinstance(last.outcome, Answer):
        return None
    if last.outcome.status == 304 and inquiry.validators:
        sent = inquiry.validators
        return {"etag": sent.get("If-None-Match", ""), "last-modified": sent.get("If-Modified-Since", "")}
    return last.outcome.headers


@contextlib.contextmanager
def _on_interrupt(interrupt: Callable[[], None]) -> Iterator[None]:
    """Call `interrupt` on the first Ctrl-C or SIGTERM, and let the second one end the process as usual."""
    loop = asyncio.get_running_loop()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def first() -> None:
        back_to_usual()
        interrupt()

    def back_to_usual() -> None:
        for number, handler in handlers.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)

    try:
        for number in handlers:
            loop.add_signal_handler(number, first)
    except (NotImplementedError, RuntimeError, ValueError):
        yield
        return
    try:
        yield
    finally:
        back_to_usual()
