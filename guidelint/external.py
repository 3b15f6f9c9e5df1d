"""External links: which are to be asked about, and what comes back, joined with where each stands.

Everything that needs the network, and the libraries for it, is imported when it is called for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from guidelint.checks.registry import Scope
from guidelint.report.model import LinkReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidelint.asking import Asking
    from guidelint.engine import Plan
    from guidelint.links.history import History
    from guidelint.links.model import LinkResult, Progress, Results
    from guidelint.occurrences import Occurrence


class ArchivedCopy(Struct, frozen=True):
    """A copy of a page that a web archive made on the day `taken`."""

    url: str
    taken: date


class ExternalLink(Struct, frozen=True):
    """What the network said about one link, and every place where it stands: the input of link rules.

    `shown` is its URL without passwords; `page` is that of its page, equal for all spellings and fragments.
    `settled` tells that a failure has lasted long enough to count, `copy` is an archived copy.
    """

    result: LinkResult
    occurrences: tuple[Occurrence, ...]
    shown: str
    page: str
    settled: bool = True
    copy: ArchivedCopy | None = None


class Answers(Struct, frozen=True):
    """The links of a run after asking. `network_down` is a sentence when the fault is on our side.

    `defects` are addresses whose answers guidelint failed on, with tracebacks.
    """

    links: tuple[ExternalLink, ...] = ()
    network_down: str | None = None
    interrupted: bool = False
    warnings: tuple[str, ...] = ()
    defects: tuple[tuple[str, str], ...] = ()

    @property
    def verdicts(self) -> Mapping[str, int]:
        """The number of links by verdict, in alphabetical order."""
        return dict(sorted(Counter(link.result.verdict.value for link in self.links).items()))

    @property
    def judged(self) -> tuple[ExternalLink, ...]:
        """The links that rules speak about: what the end of a run left open is said once, not for each."""
        if not self.network_down and not self.interrupted:
            return self.links
        return tuple(link for link in self.links if link.result.verdict.value != "undecided")


def are_wanted(plan: Plan) -> bool:
    """Tell whether a rule that needs the network is on."""
    return bool(plan.of(Scope.LINKS))


def hosts_of(urls: Sequence[str]) -> int:
    """Return the number of hosts that `urls` name."""
    hosts = set()
    for url in urls:
        try:
            hosts.add(urlsplit(url).hostname)
        except ValueError:
            continue
    return len(hosts - {None})


def ask(
    occurrences: Mapping[str, Sequence[Occurrence]],
    asking: Asking,
    on_progress: Callable[[Progress], None] | None = None,
    added: Collection[str] = (),
) -> Answers:
    """Ask about every URL in `occurrences`, each once.

    A failure of those that the change at hand has `added` counts as soon as it is confirmed. Raises
    `guidelint.links.model.UnusableOptionsError` for a proxy whose package is missing.
    """
    from guidelint.asking import ended_ignores  # noqa: PLC0415 - only a run that asks pays for it
    from guidelint.links.check import check_links  # noqa: PLC0415 - aiohttp is imported by links only
    from guidelint.links.clock import SystemClock  # noqa: PLC0415

    clock = SystemClock()
    now = datetime.fromtimestamp(clock.time(), UTC)
    history = _open_history(asking)
    try:
        results = check_links(sorted(occurrences), asking.options, history, on_progress, clock=clock)
    finally:
        if history is not None:
            history.close()
    answers = _joined(results, occurrences, asking, now, added)
    ended = ended_ignores(asking.options, now.date())
    answers = replace(answers, warnings=(*ended, *answers.warnings))
    return with_copies(answers, asking) if asking.archive and not answers.interrupted else answers


def _open_history(asking: Asking) -> History | None:
    if asking.history is None:
        return None
    from guidelint.links.history import History  # noqa: PLC0415 - SQLite is imported when it is needed

    return History.open(asking.history)


def _joined(
    results: Results,
    occurrences: Mapping[str, Sequence[Occurrence]],
    asking: Asking,
    now: datetime,
    added: Collection[str],
) -> Answers:
    from guidelint.links.policy import is_settled  # noqa: PLC0415 - the network is asked for by links only
    from guidelint.links.urls import mask, page_key  # noqa: PLC0415

    links = tuple(
        ExternalLink(
            result,
            tuple(sorted(occurrences[url])),
            mask(url),
            mask(page_key(url)),
            is_settled(result, asking.policy, now, added=url in added),
        )
        for url, result in sorted(results.links.items())
    )
    return Answers(links, results.network_down, results.interrupted, results.warnings, results.defects)


def with_copies(answers: Answers, asking: Asking) -> Answers:
    """Return `answers` with the archived copies of dead links, as far as the archive knows any."""
    from guidelint.links.archive import archived_copies  # noqa: PLC0415 - only where copies are asked for
    from guidelint.links.verdict import Verdict  # noqa: PLC0415

    dead = [link.result.url for link in answers.links if link.result.verdict is Verdict.DEAD]
    if not dead or asking.archive is None or answers.network_down:
        return answers
    try:
        copies, warning = archived_copies(dead, asking.archive, asking.options)
    except KeyboardInterrupt:
        return replace(answers, interrupted=True)
    links = tuple(
        replace(link, copy=ArchivedCopy(*copies[link.result.url])) if link.result.url in copies else link
        for link in answers.links
    )
    return replace(answers, links=links, warnings=(*answers.warnings, *([warning] if warning else [])))


def relocated(answers: Answers, occurrences: Mapping[str, Sequence[Occurrence]]) -> Answers:
    """Return `answers` with the places where the links stand now; links that are gone are left out."""
    links = tuple(
        replace(link, occurrences=tuple(sorted(occurrences[link.result.url])))
        for link in answers.links
        if link.result.url in occurrences
    )
    return replace(answers, links=links)


def reports(answers: Answers) -> tuple[LinkReport, ...]:
    """Return the links as the report shows them: passwords in URLs are masked."""
    return tuple(
        LinkReport(
            url=link.shown,
            verdict=link.result.verdict.value,
            status=link.result.status,
            final_url=link.result.final_url,
            reason=link.result.reason,
            attempts=link.result.attempts,
            seconds=link.result.seconds,
            occurrences=tuple(occurrence.target for occurrence in link.occurrences),
            last_good=_day(link.result.past.last_good) if link.result.past else None,
            failing_since=_failing_since(link.result),
        )
        for link in answers.links
    )


def _failing_since(result: LinkResult) -> str | None:
    past = result.past
    failing = result.verdict.value not in {"ok", "moved"} and past is not None and past.streak > 0
    return _day(past.first_failure) if failing and past else None


def _day(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d}" if moment else None
