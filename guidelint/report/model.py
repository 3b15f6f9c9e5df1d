"""What a report is made of, whatever its format: plain data that can be stored and read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from posixpath import join, normpath
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.findings import Confidence, Finding, Location, Severity, Standing

if TYPE_CHECKING:
    from guidelint.source import Source

LOWER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFO, Severity.INFO: Severity.INFO}
WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}


class LinkReport(Struct, frozen=True):
    """The verdict on one external link, with its evidence and every place where it stands.

    `status` is the last HTTP status, None where no answer came; `seconds` is what asking took.
    `last_good` and `failing_since` are days (ISO 8601) that the history knows of.
    """

    url: str
    verdict: str
    status: int | None
    final_url: str | None
    reason: str
    attempts: int
    seconds: float
    occurrences: tuple[Location, ...]
    last_good: str | None = None
    failing_since: str | None = None


class Section(Struct, frozen=True):
    """A table that goes with the findings, such as the state of each translation.

    Every row has as many cells as there are `columns`; `note` is a sentence about the whole.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    note: str = ""


class RuleHelp(Struct, frozen=True):
    """What the rule book says about a rule; `text` is its page in Markdown, `severity` that of the rule."""

    code: str
    name: str
    family: str
    severity: Severity
    summary: str
    text: str


class Report(Struct, frozen=True):
    """The result of a run.

    `fixed` is the number of findings that were mended, None for a run that was not to fix any.
    `known` and `baselined` count findings that are left out, because they were there before a change
    or stand in a baseline; None for a run that knows of no change or no baseline.
    `directory` is the working directory, to which all paths are relative, below the top of its
    repository: ``docs``, or an empty text at the top. `sources` holds the texts that code frames
    quote, by path, and `rules` the help by the name of a rule; both are filled in for the formats
    that show them.
    """

    findings: tuple[Finding, ...]
    files: int
    suppressed: int = 0
    seconds: float = 0.0
    links: tuple[LinkReport, ...] = ()
    fixed: int | None = None
    known: int | None = None
    baselined: int | None = None
    directory: str = ""
    sections: tuple[Section, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    rules: Mapping[str, RuleHelp] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Return the number of findings of `severity`."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def verdicts(self) -> dict[str, int]:
        """The number of links by verdict, in alphabetical order."""
        return dict(sorted(Counter(link.verdict for link in self.links).items()))

    def in_repository(self, path: str) -> str:
        """Return `path` relative to the top of the repository, which servers know pages by."""
        return normpath(join(self.directory, path)) if self.directory else path


def level(finding: Finding) -> Severity:
    """Return how a program should treat `finding`.

    One that is only likely counts one step less, and what was there before counts as information.
    """
    if finding.standing is not Standing.NEW:
        return Severity.INFO
    if finding.confidence is Confidence.CERTAIN:
        return finding.severity
    return LOWER[finding.severity]


def fails(findings: Iterable[Finding], threshold: Severity = Severity.ERROR) -> bool:
    """Tell whether `findings` fail a run: a new one whose level is `threshold` or graver does."""
    return any(
        finding.standing is Standing.NEW and WEIGHT[level(finding)] >= WEIGHT[threshold]
        for finding in findings
    )


def plural(count: int, noun: str) -> str:
    """Return ``1 page``, ``2 pages``, ``1,234 pages``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def tally(findings: Iterable[Finding]) -> str:
    """Return ``2 errors, 1 warning, 3 for information``, what there is none of left out."""
    counts = Counter(finding.severity for finding in findings)
    parts = [plural(counts[grave], grave) for grave in (Severity.ERROR, Severity.WARNING) if counts[grave]]
    if counts[Severity.INFO]:
        parts.append(f"{counts[Severity.INFO]:,} for information")
    return ", ".join(parts)
