"""External links: which are to be asked about, and what comes back, joined with where each stands.

Everything that needs the network, and the libraries for it, is imported when it is called for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from guidelint.checks.registry import Scope
from guidelint.config.selectors import Specificity
from guidelint.report.model import LinkReport

if TYPE_CHECKING:
    from guidelint.config.links import LinkSettings
    from guidelint.config.settings import Settings
    from guidelint.engine import Plan
    from guidelint.findings import Location
    from guidelint.links.model import LinkResult, Results

FAMILY = "links"


@dataclass(frozen=True)
class ExternalLink:
    """What the network said about one link, and every place where it stands: the input of link rules."""

    result: LinkResult
    occurrences: tuple[Location, ...]


@dataclass(frozen=True)
class Answers:
    """The links of a run after asking. `network_down` is a sentence when the fault is on our side."""

    links: tuple[ExternalLink, ...] = ()
    network_down: str | None = None
    interrupted: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def verdicts(self) -> Mapping[str, int]:
        """The number of links by verdict, in alphabetical order."""
        return dict(sorted(Counter(link.result.verdict.value for link in self.links).items()))


def are_wanted(settings: Settings, plan: Plan) -> bool:
    """Tell whether the selected rules need the network: rules by name about other things do not."""
    if plan.of(Scope.LINKS):
        return True
    wanted = True
    for selection in settings.selections:
        if selection.select is not None:
            wanted = False
        for selector in (*(selection.select or ()), *selection.extend_select):
            if selector.specificity < Specificity.RULE and FAMILY in selector.families:
                wanted = True
    return wanted


def hosts_of(urls: Sequence[str]) -> int:
    """Return the number of hosts that `urls` name."""
    hosts = set()
    for url in urls:
        try:
            hosts.add(urlsplit(url).hostname)
        except ValueError:
            continue
    return len(hosts - {None})


def ask(occurrences: Mapping[str, Sequence[Location]], settings: LinkSettings) -> Answers:
    """Ask about every URL in `occurrences`, each once."""
    from guidelint.links.check import check_links  # noqa: PLC0415 - aiohttp is imported by links only
    from guidelint.links.model import Ignore, NetworkOptions  # noqa: PLC0415

    default = NetworkOptions()
    options = replace(
        default,
        timeout=settings.timeout or default.timeout,
        max_time=settings.max_time or default.max_time,
        retry_after_cap=settings.retry_after_cap or default.retry_after_cap,
        global_limit=settings.global_limit or default.global_limit,
        per_host_limit=settings.per_host_limit or default.per_host_limit,
        user_agent=settings.user_agent or default.user_agent,
        allow_networks=settings.allow_network,
        accept=frozenset(settings.accept),
        ignore=[Ignore(entry.pattern, entry.reason, entry.until) for entry in settings.ignore],
    )
    return _joined(check_links(sorted(occurrences), options), occurrences)


def _joined(results: Results, occurrences: Mapping[str, Sequence[Location]]) -> Answers:
    links = tuple(
        ExternalLink(result, tuple(sorted(occurrences[url]))) for url, result in sorted(results.links.items())
    )
    return Answers(links, results.network_down, results.interrupted, results.warnings)


def relocated(answers: Answers, occurrences: Mapping[str, Sequence[Location]]) -> Answers:
    """Return `answers` with the places where the links stand now; links that are gone are left out."""
    links = tuple(
        replace(link, occurrences=tuple(sorted(occurrences[link.result.url])))
        for link in answers.links
        if link.result.url in occurrences
    )
    return replace(answers, links=links)


def reports(answers: Answers) -> tuple[LinkReport, ...]:
    """Return the links as the report shows them: passwords in URLs are masked."""
    from guidelint.links.urls import mask  # noqa: PLC0415

    return tuple(
        LinkReport(
            url=mask(link.result.url),
            verdict=link.result.verdict.value,
            status=link.result.status,
            final_url=link.result.final_url,
            reason=link.result.reason,
            attempts=link.result.attempts,
            seconds=link.result.seconds,
            occurrences=link.occurrences,
        )
        for link in answers.links
    )
