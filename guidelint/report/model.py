"""What a report is made of, whatever its format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guidelint.findings import Confidence, Finding, Location, Severity, Standing

if TYPE_CHECKING:
    from guidelint.source import Source


@dataclass(frozen=True)
class LinkReport:
    """The verdict on one external link, with its evidence and every place where it stands.

    `status` is the last HTTP status, None where no answer came; `seconds` is what asking took.
    """

    url: str
    verdict: str
    status: int | None
    final_url: str | None
    reason: str
    attempts: int
    seconds: float
    occurrences: tuple[Location, ...]


@dataclass(frozen=True)
class Report:
    """The result of a run. `sources` holds the texts that code frames quote, by path.

    `fixed` is the number of findings that were mended, None for a run that was not to fix any.
    `known` and `baselined` count findings that are left out, because they were there before a change
    or stand in a baseline; None for a run that knows of no change or no baseline.
    """

    findings: tuple[Finding, ...]
    files: int
    suppressed: int = 0
    seconds: float = 0.0
    links: tuple[LinkReport, ...] = ()
    fixed: int | None = None
    known: int | None = None
    baselined: int | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Return the number of findings of `severity`."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def verdicts(self) -> dict[str, int]:
        """The number of links by verdict, in alphabetical order."""
        return dict(sorted(Counter(link.verdict for link in self.links).items()))


def fails(findings: Sequence[Finding]) -> bool:
    """Tell whether `findings` fail a run: an error that is certain does, if it is new."""
    return any(
        finding.severity is Severity.ERROR
        and finding.confidence is Confidence.CERTAIN
        and finding.standing is Standing.NEW
        for finding in findings
    )


def plural(count: int, noun: str) -> str:
    """Return ``1 page``, ``2 pages``, ``1,234 pages``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
