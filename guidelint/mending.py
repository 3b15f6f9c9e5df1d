"""Fix the pages of a workspace, over and over until there is nothing left that a fix would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint.checks.registry import Scope
from guidelint.discovery import repository_top
from guidelint.engine import Plan, Run, Sift, check_page, report_unused
from guidelint.findings import Finding, Fix, Safety, Standing, in_report_order
from guidelint.fixing import Checked, Mended, Reader, Refusal, mend
from guidelint.pipeline import Outcome, check_pages
from guidelint.site.summary import summarise
from guidelint.source import Source, UnreadableError
from guidelint.writing import NotWrittenError, rewrite

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.markdown.page import Page
    from guidelint.workspace import Target, Workspace

MAX_ROUNDS = 20
CIRCLE = "the fixes of this page undo one another"
ENDLESS = "the fixes of this page come to no end"
EXPORTED = "a translation platform writes this file (crowdin.yml); the next export would undo the change"
ABROAD = "the file lies in another repository; run guidelint there to change it"
CHANGED = "the file has been changed since it was read"


class Mending(Struct):
    """Checks and fixes the pages of a run.

    `unsafe` applies unsafe fixes too. Without `write` the fixed texts are kept in memory, and the
    workspace reads those. `sift` gives findings their standing; only new ones are fixed. `refused`
    are the fixes that the last round left out, `failures` says which files could not be written, and
    why; `originals` and `changed` are the texts of fixed files before and after, by their real paths.
    """

    workspace: Workspace
    plan: Plan
    unsafe: bool = False
    write: bool = True
    sift: Sift | None = None
    failures: list[str] = field(default_factory=list)
    refused: tuple[Refusal, ...] = ()
    originals: dict[Path, Source] = field(default_factory=dict)
    changed: dict[Path, Source] = field(default_factory=dict)
    _fixed: dict[Path, set[tuple[str, str, int]]] = field(default_factory=dict)
    _seen: dict[Path, set[str]] = field(default_factory=dict)
    _stuck: dict[Path, str] = field(default_factory=dict)

    @property
    def fixed(self) -> int:
        """The number of findings that are mended, counted as a report counts them."""
        return len(set().union(*self._fixed.values()))

    @property
    def differences(self) -> list[tuple[Source, Source]]:
        """The files whose text is another than before, with both texts, by path."""
        pairs = [(before, self.changed[path]) for path, before in self.originals.items()]
        return sorted((pair for pair in pairs if pair[0].text != pair[1].text), key=lambda pair: pair[0].path)

    def check(self) -> Outcome:
        """Check all pages and fix them until nothing changes; return what is left.

        Left findings whose fix was refused have none any more, and a note that says why.
        """
        for _ in range(MAX_ROUNDS):
            outcome = self._checked()
            if not self.mend(outcome.run):
                return outcome
        for path in list(self.changed):
            self._give_up(path, ENDLESS)
        outcome = self._checked()
        self.mend(outcome.run)
        return outcome

    def _checked(self) -> Outcome:
        outcome = check_pages(self.workspace, self.plan)
        outcome.run.sift = self.sift
        return outcome

    def mend(self, run: Run) -> bool:
        """Apply the fixes of the findings of `run` once; tell whether a page has changed.

        Unless one has, the findings whose fix is refused are marked in `run`.
        """
        run.sort_out()
        refusals: list[Refusal] = []
        changed: set[Path] = set()
        for target, findings in self._by_page(run.findings, refusals):
            path = target.path.resolve()
            if path not in changed and self._mend_page(target, path, findings, refusals):
                changed.add(path)
        self.refused = tuple(refusals)
        if changed:
            self.workspace.forget()
        else:
            reasons = {refusal.finding: refusal.reason for refusal in refusals}
            run.findings = [_marked(finding, reasons.get(finding)) for finding in run.findings]
        return bool(changed)

    def is_wanted(self, fix: Fix) -> bool:
        """Tell whether `fix` is safe enough."""
        return self.unsafe or fix.safety is Safety.SAFE

    def _by_page(
        self, findings: Sequence[Finding], refusals: list[Refusal]
    ) -> Iterator[tuple[Target, list[Finding]]]:
        targets = {target.name: target for target in self.workspace.targets}
        pages: dict[str, list[Finding]] = {}
        for finding in in_report_order(findings):
            if not finding.fix or not self.is_wanted(finding.fix) or finding.standing is not Standing.NEW:
                continue
            names = {edit.location.path for edit in finding.fix.edits}
            if len(names) > 1:
                refusals.append(Refusal(finding, "the fix changes several files"))
            elif not names <= targets.keys():
                others = ", ".join(names)
                refusals.append(Refusal(finding, f"{others} is not among the pages that are checked"))
            else:
                pages.setdefault("".join(names), []).append(finding)
        for name, fixable in pages.items():
            if name:
                yield targets[name], fixable

    def _mend_page(
        self, target: Target, path: Path, findings: Sequence[Finding], refusals: list[Refusal]
    ) -> bool:
        obstacle = self._stuck.get(path) or self._outside(target, path) or self._exported(target)
        page = None
        if not obstacle:
            try:
                page = self.workspace.read(target.path)
            except UnreadableError as error:
                obstacle = error.reason
        if page and not self.workspace.is_as_first_read(target.path, page.source):
            obstacle = CHANGED
        if obstacle or not page:
            refusals += [Refusal(finding, obstacle or "") for finding in findings]
            return False
        mended = self._mended(target, page, findings)
        refusals += mended.refused
        kept = self._keep(path, page.source, mended)
        if not kept and path in self._stuck:
            refusals += [Refusal(finding, self._stuck[path]) for finding in mended.fixed]
        return kept

    def _outside(self, target: Target, path: Path) -> str | None:
        """Tell why a symbolic link is not followed: only one that stays in its repository is."""
        top = repository_top(target.path.parent) or self.workspace.base
        if target.path.is_symlink() and not path.is_relative_to(top.resolve()):
            return f"the symbolic link leads out of {self.workspace.name(top)}"
        translations = self.workspace.settings.translations
        if translations and translations.covers(target.path) and top != repository_top(translations.root):
            return ABROAD
        return None

    def _exported(self, target: Target) -> str | None:
        """Tell why a page that a translation platform writes is left as it is."""
        return EXPORTED if self.workspace.site(target.path).is_exported(target.path) else None

    def _mended(self, target: Target, page: Page, findings: Sequence[Finding]) -> Mended:
        site = self.workspace.site(target.path)

        def check(page: Page) -> Checked:
            run = Run(self.plan, {page.path})
            site.remember(target.path, summarise(page, structured=self.workspace.is_compared(target.path)))
            check_page(run, page, site)
            report_unused(run, (Scope.PAGE, Scope.SITE))
            return Checked(run.findings, frozenset(crash.rule for crash in run.crashes))

        rules = frozenset(rule.name for rule in self.plan.of(Scope.PAGE))
        reader = Reader(lambda source: self.workspace.parse(target.path, source), check, rules)
        mended = mend(page, findings, reader)
        site.remember(target.path, summarise(page, structured=self.workspace.is_compared(target.path)))
        return mended

    def _keep(self, path: Path, before: Source, mended: Mended) -> bool:
        after = mended.source
        if after.text == before.text:
            return False
        seen = self._seen.setdefault(path, {before.text})
        if after.text in seen:
            return self._give_up(path, CIRCLE)
        if not self._store(path, before, after):
            self._stuck[path] = self.failures[-1].partition(": ")[2]
            return False
        seen.add(after.text)
        self.originals.setdefault(path, before)
        self._fixed.setdefault(path, set()).update(finding.identity for finding in mended.fixed)
        return True

    def _give_up(self, path: Path, reason: str) -> bool:
        """Put the page back as it was before the first fix; tell whether that changes it."""
        self._stuck[path] = reason
        self._fixed.pop(path, None)
        current = self.changed.get(path)
        return current is not None and self._store(path, current, self.originals[path])

    def _store(self, path: Path, before: Source, after: Source) -> bool:
        if self.write:
            try:
                rewrite(path, before, after)
            except NotWrittenError as error:
                self.failures.append(f"{before.path}: {error}")
                return False
        else:
            self.workspace.edited[path] = after
        self.changed[path] = after
        return True


def _marked(finding: Finding, reason: str | None) -> Finding:
    if reason is None:
        return finding
    return replace(finding, fix=None, notes=(*finding.notes, f"not fixed: {reason}"))
