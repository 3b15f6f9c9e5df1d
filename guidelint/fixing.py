"""The gate of fixes: a page is changed by what its fixes mean to change, or not at all.

The fixes of a page are applied together; the page is then read and checked again. Unless all that
was to be mended is mended, no error is new, and the inventory is what the fixes meant it to be,
the fixes are tried in halves down to each by itself, so that a bad one does not block the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from guidelint.edits import (
    Change,
    EditError,
    Range,
    apply,
    changed_ranges,
    changes_of,
    combined,
    disjoint,
)
from guidelint.findings import Finding, Fix, Location, Severity
from guidelint.inventory import Meaning, objection, take_inventory

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.source import Source

MIN_ATTEMPTS, MAX_ATTEMPTS = 24, 200
MAX_CHARACTERS = 2_500_000


class Checked(NamedTuple):
    """What the rules of a run give for one page; `failed` are the names of those that raised."""

    findings: Sequence[Finding]
    failed: frozenset[str] = frozenset()


class Reader(Struct, frozen=True):
    """How the site reads a page, and what the rules of the run give for it alone.

    `rules` are the names of the rules whose findings `check` gives in full; findings of others are
    not expected to come again or to be gone.
    """

    parse: Callable[[Source], Page]
    check: Callable[[Page], Checked]
    rules: frozenset[str]


class Refusal(Struct, frozen=True):
    """A finding whose fix is not applied, and why."""

    finding: Finding
    reason: str


class Mended(Struct, frozen=True):
    """A page after its fixes. Findings that are neither `fixed` nor `refused` wait for a next pass."""

    source: Source
    fixed: tuple[Finding, ...] = ()
    refused: tuple[Refusal, ...] = ()


class _Proposal(Struct, frozen=True):
    """A fix as changes of the page, and the findings that it mends."""

    fix: Fix
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def mend(page: Page, findings: Iterable[Finding], reader: Reader) -> Mended:
    """Apply the fixes of `findings` to `page`, as many as the gate lets through.

    The edits of a fix must stand in the file of the page. Of fixes that overlap the first one is
    applied, in the order of `findings`; the others are left for a next pass.
    """
    proposals, refused = _proposals(page, findings)
    fitting = disjoint([proposal.changes for proposal in proposals])
    chosen = [proposal for proposal, fits in zip(proposals, fitting, strict=True) if fits]
    if not chosen:
        return Mended(page.source, refused=tuple(refused))
    gate = _Gate(page, reader)
    accepted: list[_Proposal] = []
    gate.admit(accepted, chosen, refused)
    source = apply(page.source, combined(proposal.changes for proposal in accepted))
    return Mended(source, _findings(accepted), tuple(refused))


def _proposals(page: Page, findings: Iterable[Finding]) -> tuple[list[_Proposal], list[Refusal]]:
    by_fix: dict[Fix, list[Finding]] = {}
    for finding in findings:
        if finding.fix:
            by_fix.setdefault(finding.fix, []).append(finding)
    proposals, refused = [], []
    for fix, mended in by_fix.items():
        try:
            proposals.append(_Proposal(fix, _changes(page, fix), tuple(mended)))
        except EditError as error:
            refused += [Refusal(finding, str(error)) for finding in mended]
    return proposals, refused


def _changes(page: Page, fix: Fix) -> tuple[Change, ...]:
    for edit in fix.edits:
        if edit.location.path != page.path:
            raise EditError(f"the text stands in {edit.location.path}")
    changes = changes_of(page.source, fix.edits)
    if all(change.text == page.source.text[change.start : change.end] for change in changes):
        raise EditError("it changes nothing")
    if any("\ud800" <= character <= "\udfff" for change in changes for character in change.text):
        raise EditError("its text cannot be written as UTF-8")
    return changes


def _findings(proposals: Iterable[_Proposal]) -> tuple[Finding, ...]:
    return tuple(finding for proposal in proposals for finding in proposal.findings)


class _Gate:
    """Decides about fixes of one page. `attempts` bounds the work that a hostile page can cause."""

    def __init__(self, page: Page, reader: Reader) -> None:
        self.page, self.reader = page, reader
        affordable = MAX_CHARACTERS // (len(page.source.text) + 1)
        self.attempts = min(MAX_ATTEMPTS, max(MIN_ATTEMPTS, affordable))
        self.inventory = take_inventory(page)
        self.before: Checked = reader.check(page)

    def admit(
        self, accepted: list[_Proposal], proposals: Sequence[_Proposal], refused: list[Refusal]
    ) -> None:
        """Add to `accepted` what may be applied of `proposals`, and the rest to `refused`."""
        if not proposals:
            return
        reason = self.objection([*accepted, *proposals])
        if reason is None:
            accepted += proposals
        elif len(proposals) == 1:
            refused += [Refusal(finding, reason) for finding in proposals[0].findings]
        else:
            middle = len(proposals) // 2
            self.admit(accepted, proposals[:middle], refused)
            self.admit(accepted, proposals[middle:], refused)

    def objection(self, proposals: Sequence[_Proposal]) -> str | None:
        """Return why the page may not be changed by `proposals` together, None when it may."""
        if self.attempts <= 0:
            return "too many other fixes of this page are harmful"
        self.attempts -= 1
        changes = combined(proposal.changes for proposal in proposals)
        page = self.reader.parse(apply(self.page.source, changes))
        meaning = Meaning(
            adds=[construct for proposal in proposals for construct in proposal.fix.adds],
            removes=[construct for proposal in proposals for construct in proposal.fix.removes],
            before=[Range(change.start, change.end) for change in changes],
            after=changed_ranges(changes),
        )
        return objection(self.inventory, take_inventory(page), meaning) or self._not_mended(page, proposals)

    def _not_mended(self, page: Page, proposals: Sequence[_Proposal]) -> str | None:
        after, mended = self.reader.check(page), _findings(proposals)
        rules = {finding.rule for finding in mended}
        if after.failed - self.before.failed or after.failed & rules:
            return "a rule fails on the fixed page"
        known = Counter(_identity(finding) for finding in self.before.findings)
        identities = {_identity(finding) for finding in mended}
        if any(identity[0] in self.reader.rules and not known[identity] for identity in identities):
            return "the page by itself does not have this defect"
        new = next(iter(_errors(after.findings) - _errors(self.before.findings)), None)
        if new:
            return f"the page would have a new error: {new[1]} ({new[0]})"
        expected, found = _by_rule(self.before.findings), _by_rule(after.findings)
        for identity in identities:
            expected[identity[0]] -= known[identity]
        if any(found[rule] > expected[rule] for rule in rules & self.reader.rules):
            return "the finding would still be there"
        return None


def _by_rule(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.rule for finding in findings)


def _errors(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter(
        (finding.rule, finding.message) for finding in findings if finding.severity is Severity.ERROR
    )


def _identity(finding: Finding) -> tuple[str, Location, str, str]:
    return finding.rule, finding.location, finding.message, finding.cause
