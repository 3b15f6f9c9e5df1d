"""Run the rules that are on over pages and sites, and make the findings of a report of what they yield.

A check that raises is a defect of guidelint, not of the page: it becomes a `Crash`, and everything
else is still checked.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint.checks.registry import Rule, Scope
from guidelint.findings import Finding, Severity, Standing
from guidelint.overlap import by_cause, most_specific
from guidelint.rulebook import rule_names
from guidelint.suppressions import Ledger, read_suppressions

if TYPE_CHECKING:
    from guidelint.config.settings import Settings
    from guidelint.markdown.page import Page
    from guidelint.source import UnreadableError

RANK = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}
NOT_FROM_HERE = "the change did not bring it, so it fails no run"
Identity = tuple[str, str, int]
Sift = Callable[[Sequence[Finding]], list[Finding]]
UNREADABLE = "unreadable-file"
UNUSED = "unused-suppression"


class Crash(Struct, frozen=True):
    """A check that raised: which one, on which page (a site's name for a site's check), and the traceback."""

    rule: str
    path: str
    traceback: str


def crash_of(rule: str, path: str) -> Crash:
    """Return the exception that is being handled as a crash of `rule` on the page at `path`."""
    import traceback  # noqa: PLC0415 - for defects only

    return Crash(rule, path, traceback.format_exc())


class Plan(Struct, frozen=True, dict=True):
    """The rules of a run with the severity and the options that the configuration gives each.

    `names` are what comments may call rules, those that are not part of the run too.
    """

    rules: tuple[Rule, ...]
    severities: Mapping[str, Severity]
    options: Mapping[str, Any]
    ignores: Callable[[Rule, str], bool]
    names: Collection[str] = field(default_factory=rule_names)

    def of(self, scope: Scope) -> tuple[Rule, ...]:
        """Return the rules of one scope."""
        return self._by_scope[scope]

    @cached_property
    def _by_scope(self) -> Mapping[Scope, tuple[Rule, ...]]:
        return {scope: tuple(rule for rule in self.rules if rule.scope is scope) for scope in Scope}

    @cached_property
    def by_name(self) -> Mapping[str, Rule]:
        """The rules by their names."""
        return {rule.name: rule for rule in self.rules}

    def rule(self, name: str) -> Rule | None:
        """Return the rule `name` if it is on."""
        return self.by_name.get(name)


class Run(Struct):
    """What a run has found so far. `checked` holds the paths of the pages asked for.

    `sift` gives each of some findings its standing. `known` and `baselined` count those that are left
    out of the report for it, as the report would have counted them.
    """

    plan: Plan
    checked: Collection[str]
    findings: list[Finding] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    suppressed: int = 0
    ledgers: list[tuple[Page, Ledger]] = field(default_factory=list)
    sift: Sift | None = None
    known: int = 0
    baselined: int = 0

    def add(self, other: Run) -> None:
        """Take what another run of the same plan has found."""
        self.findings += other.findings
        self.crashes += other.crashes
        self.suppressed += other.suppressed
        self.ledgers += other.ledgers

    def take(self) -> list[Finding]:
        """Return the findings so far, grouped by cause and in the order of reports, and forget them.

        Of those that a change has not brought only what the network said is left, as a warning.
        """
        self.settle()
        self.sort_out()
        found, self.findings = self.findings, []
        asked = {rule.name for rule in self.plan.of(Scope.LINKS) if rule.severity is Severity.ERROR}
        hidden = [entry for entry in found if not _is_shown(entry, asked)]
        if hidden:
            shown = {entry.identity for entry in found if _is_shown(entry, asked)}
            known, left = set[Identity](), set[Identity]()
            for entry in hidden:
                (known if entry.standing is Standing.KNOWN else left).add(entry.identity)
            self.known += len(known - shown)
            self.baselined += len(left - known - shown)
            found = [entry for entry in found if entry.identity in shown] if shown else []
        return [_softened(entry) for entry in by_cause(found, self.checked)]

    def sort_out(self) -> None:
        """Give the findings so far their standing."""
        if self.sift:
            self.findings = self.sift(self.findings)

    def settle(self) -> None:
        """Drop the findings that a comment at the root of their cause silences."""
        if not self.ledgers:
            return
        silenced = {
            entry.identity for entry in by_cause(self.findings, self.checked) if self._silenced_at_root(entry)
        }
        if silenced:
            self.findings = [entry for entry in self.findings if entry.identity not in silenced]

    def _silenced_at_root(self, entry: Finding) -> bool:
        if not entry.root or entry.location != entry.root.location:
            return False
        rule = self.plan.rule(entry.rule)
        return rule is not None and self._silenced(rule, entry)

    def _silenced(self, rule: Rule, entry: Finding) -> bool:
        silenced = any(ledger.silences(rule, entry) for _, ledger in self.ledgers)
        self.suppressed += silenced
        return silenced


def make_plan(settings: Settings, rules: Sequence[Rule], base: Path) -> Plan:
    """Return the plan that `settings` make of `rules` and of those that they bring themselves.

    The paths of findings are relative to `base`, the working directory; the patterns of the
    settings to their own root. Raises `ConfigurationError` for options that a rule does not have.
    """
    chosen = settings.choose([*rules, *settings.extra_rules])
    set_by_hand = {rule.name: severity for rule in chosen if (severity := settings.severity_of(rule))}
    names: dict[str, str] = {}

    def ignores(rule: Rule, path: str) -> bool:
        if not settings.per_file_ignores:
            return False
        if path not in names:
            names[path] = Path(os.path.relpath(base / path, settings.root)).as_posix()
        return settings.ignores(rule, names[path])

    options = {rule.name: settings.options_of(rule) for rule in chosen}
    known = frozenset((*settings.names, *(rule.name for rule in rules)))
    return Plan(chosen, set_by_hand, options, ignores, known)


def check_page(run: Run, page: Page, site: Any) -> None:
    """Run all page rules over `page`, which is a page of `site`, and add their findings to `run`."""
    ledger = Ledger(read_suppressions(page, run.plan.names))
    if ledger.suppressions:
        run.ledgers.append((page, ledger))
    options = run.plan.options
    found: list[Finding] = []
    for rule in run.plan.of(Scope.PAGE):
        if not run.plan.ignores(rule, page.path):
            yielded = _guarded(run, rule, page.path, rule.check(page, site, options[rule.name]))
            if yielded:
                found += _numbered(yielded)
    unread = run.plan.rule(UNREADABLE)
    if unread and (page.problems or page.has_too_many_links) and not run.plan.ignores(unread, page.path):
        found += _guarded(run, unread, page.path, unread(page))
    _add(run, found, [ledger])


def check_site(run: Run, site: Any, name: str) -> None:
    """Run all site rules over `site`; `name` stands for it where one of them raises."""
    found: list[Finding] = []
    for rule in run.plan.of(Scope.SITE):
        found += _guarded(run, rule, name, rule(site, run.plan.options[rule.name]))
    _add(run, found, [])


def check_links(run: Run, results: Sequence[Any]) -> None:
    """Run all rules about external links over the `results` that the network gave."""
    found: list[Finding] = []
    for rule in run.plan.of(Scope.LINKS):
        found += _guarded(run, rule, "external links", rule(results, run.plan.options[rule.name]))
    _add(run, found, [ledger for _, ledger in run.ledgers])


def report_unreadable(run: Run, error: UnreadableError) -> None:
    """Add the finding for a file that could not be read."""
    rule = run.plan.rule(UNREADABLE)
    if rule:
        _add(run, _guarded(run, rule, error.path, rule(error)), [])


def report_unused(run: Run, scopes: Collection[Scope]) -> None:
    """Add the findings for suppressions that silenced nothing, now that the rules of `scopes` have run."""
    rule = run.plan.rule(UNUSED)
    if not rule:
        return
    run.settle()
    ran = {other.name for scope in scopes for other in run.plan.of(scope)}
    for page, ledger in run.ledgers:
        if not run.plan.ignores(rule, page.path):
            _add(run, _guarded(run, rule, page.path, rule(page, ledger, ran, run.plan.rules)), [ledger])


def _is_shown(entry: Finding, asked: Collection[str]) -> bool:
    """Tell whether a report has `entry`: what is new, and of what was known what was `asked` of servers."""
    standing = entry.standing
    return standing is Standing.NEW or (standing is Standing.KNOWN and entry.rule in asked)


def _softened(entry: Finding) -> Finding:
    """Return a finding that was known before as one that fails no run."""
    if entry.standing is not Standing.KNOWN:
        return entry
    severity = min(Severity.WARNING, entry.severity, key=RANK.__getitem__)
    return replace(entry, severity=severity, notes=(*entry.notes, NOT_FROM_HERE))


def _numbered(found: list[Finding]) -> list[Finding]:
    """Number the findings that stand apart though they share a cause, in the order of their places."""
    if not any(entry.apart for entry in found):
        return found
    seen = Counter[str]()
    numbered = []
    for entry in sorted(found, key=lambda entry: entry.place):
        numbered.append(replace(entry, number=seen[entry.cause]) if entry.apart else entry)
        seen[entry.cause] += entry.apart
    return numbered


def _guarded(run: Run, rule: Rule, path: str, yielded: Iterator[Finding]) -> list[Finding]:
    found: list[Finding] = []
    try:
        for entry in yielded:
            found.append(_completed(run.plan, rule, entry))  # noqa: PERF401 - those before an exception count
    except Exception:  # noqa: BLE001 - whatever a check raises, the other checks go on
        run.crashes.append(crash_of(rule.name, path))
    return found


def _completed(plan: Plan, rule: Rule, entry: Finding) -> Finding:
    own = min(rule.severity, entry.severity, key=RANK.__getitem__)
    return replace(entry, rule=rule.name, code=rule.code, severity=plan.severities.get(rule.name, own))


def _add(run: Run, found: Sequence[Finding], ledgers: Iterable[Ledger]) -> None:
    if not found:
        return
    rules = run.plan.by_name
    kept = [entry for entry in found if not run.plan.ignores(rules[entry.rule], entry.location.path)]
    for entry in most_specific(kept):
        if any(ledger.silences(rules[entry.rule], entry) for ledger in ledgers):
            run.suppressed += 1
        else:
            run.findings.append(entry)
