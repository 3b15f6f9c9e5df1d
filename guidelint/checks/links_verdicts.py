"""What the network said about external links, a rule for each verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guidelint.checks.links_evidence import everywhere
from guidelint.checks.registry import NoOptions, Scope, rule
from guidelint.findings import Finding, Severity
from guidelint.links.verdict import Verdict

if TYPE_CHECKING:
    from guidelint.external import ExternalLink

UNSETTLED = "a warning for now: it was good before, and may come back"


@rule("GL601", "link-dead", severity=Severity.ERROR, scope=Scope.LINKS)
def link_dead(links: Sequence[ExternalLink], options: NoOptions) -> Iterator[Finding]:
    """Report links whose page is not there; all links of a host that is gone together."""
    for link in _with(links, Verdict.DEAD):
        result = link.result
        gone = result.host_gone
        copy = link.copy
        yield from everywhere(
            link,
            f"the host {gone} is gone: {result.reason}" if gone else f"{link.shown} is dead: {result.reason}",
            cause=f"host: {gone}" if gone else link.page,
            label=result.reason,
            severity=Severity.ERROR if link.settled else Severity.WARNING,
            help=f"a copy of {copy.taken} is archived: {copy.url}" if copy else None,
            notes=() if link.settled else (UNSETTLED,),
        )


@rule("GL602", "link-fragment", severity=Severity.WARNING, scope=Scope.LINKS)
def link_fragment(links: Sequence[ExternalLink], options: NoOptions) -> Iterator[Finding]:
    """Report links whose page is there, without the place that the fragment names."""
    for link in _with(links, Verdict.FRAGMENT_MISSING):
        yield from everywhere(
            link,
            f"{link.shown} leads to no place: {link.result.reason}",
            cause=link.shown,
            label=link.result.reason,
        )


@rule("GL604", "link-blocked", severity=Severity.INFO, scope=Scope.LINKS)
def link_blocked(links: Sequence[ExternalLink], options: NoOptions) -> Iterator[Finding]:
    """Report links that a server does not show to a program, and that nobody can judge from here."""
    for link in _with(links, Verdict.BLOCKED):
        yield from everywhere(
            link,
            f"{link.shown} cannot be judged: {link.result.reason}",
            cause=link.page,
            label=link.result.reason,
        )


@rule("GL605", "link-insecure", severity=Severity.WARNING, scope=Scope.LINKS)
def link_insecure(links: Sequence[ExternalLink], options: NoOptions) -> Iterator[Finding]:
    """Report links to servers whose certificate or encryption a browser would warn of."""
    for link in _with(links, Verdict.INSECURE):
        gone = link.result.host_gone
        yield from everywhere(
            link,
            f"{gone or link.shown} is not secure: {link.result.reason}",
            cause=f"host: {gone}" if gone else link.page,
            label=link.result.reason,
        )


@rule("GL606", "link-soft-404", severity=Severity.WARNING, scope=Scope.LINKS)
def link_soft_404(links: Sequence[ExternalLink], options: NoOptions) -> Iterator[Finding]:
    """Report links that are answered, but with what the server shows for pages that do not exist."""
    for link in _with(links, Verdict.SOFT_404):
        yield from everywhere(
            link,
            f"{link.shown} seems to be gone: {link.result.reason}",
            cause=link.page,
            label="seems to be gone",
        )


@rule("GL607", "link-undecided", severity=Severity.INFO, scope=Scope.LINKS)
def link_undecided(links: Sequence[ExternalLink], options: NoOptions) -> Iterator[Finding]:
    """Report links about which nothing could be learned; those left for one reason together."""
    for link in _with(links, Verdict.UNDECIDED):
        yield from everywhere(
            link, f"nothing was learned: {link.result.reason}", cause=link.result.reason, label="undecided"
        )


def _with(links: Sequence[ExternalLink], verdict: Verdict) -> Iterator[ExternalLink]:
    return (link for link in links if link.result.verdict is verdict)
