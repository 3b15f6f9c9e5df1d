"""From a workspace to findings: read each page, ask every rule, collect the external links on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint import disk
from guidelint.checks.registry import Scope
from guidelint.engine import Plan, Run, check_page, check_site, crash_of, report_unreadable, report_unused
from guidelint.inherited import own_findings
from guidelint.occurrences import Occurrence, external_links
from guidelint.source import Source, UnreadableError, read_source
from guidelint.workspace import Target

if TYPE_CHECKING:
    from guidelint.findings import Finding
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site
    from guidelint.workspace import Workspace


MAX_TEXTS = 16
Links = tuple[tuple[str, Occurrence], ...]


class Part(Struct):
    """What one page gave, or the rules about a whole site: a run of its own, and external links."""

    run: Run
    links: Links = ()


class Outcome(Struct):
    """What the pages gave: the run with its findings, and where each external link stands."""

    run: Run
    links: dict[str, list[Occurrence]] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Take what a page gave."""
        self.run.add(part.run)
        for url, occurrence in part.links:
            self.links.setdefault(url, []).append(occurrence)


class Checker:
    """Runs the rules over a page, and over a site. A cache is a checker that knows some answers.

    External links are collected where somebody will ask for them: `collects`.
    """

    def __init__(self, workspace: Workspace, plan: Plan, *, collects: bool = True) -> None:
        self.workspace, self.plan, self.collects = workspace, plan, collects
        self.names = frozenset(target.name for target in workspace.targets)

    def new_run(self) -> Run:
        """Return a run without findings."""
        return Run(self.plan, self.names)

    def page(self, target: Target) -> Part:
        """Read the page `target` and run all page rules over it."""
        part = Part(self.new_run())
        page = _read(part.run, self.workspace, target)
        if page:
            site = self.workspace.site(target.path)
            check_page(part.run, page, site)
            part.links = tuple(external_links(page, site)) if self.collects else ()
        return part

    def site(self, site: Site) -> Part:
        """Run all rules about a site as a whole."""
        part = Part(self.new_run())
        check_site(part.run, site, "the site")
        return part

    def prepare(self, targets: Sequence[Target]) -> None:
        """Do what is better done for all `targets` together, before the first is checked."""

    def finish(self) -> None:
        """Do what is left to do once all pages and sites have been checked."""


def check_pages(workspace: Workspace, plan: Plan, checker: Checker | None = None) -> Outcome:
    """Run all rules that need no network over the pages of `workspace`, and over its sites.

    The rules about a site as a whole are left out where single pages were asked for.
    """
    checker = checker or Checker(workspace, plan)
    outcome = Outcome(checker.new_run())
    checker.prepare(workspace.targets)
    for target in workspace.targets:
        outcome.add(checker.page(target))
    if workspace.whole:
        for site in dict.fromkeys(workspace.site(target.path) for target in workspace.targets):
            part = checker.site(site)
            part.run.findings = [
                entry
                for entry in part.run.findings
                if not workspace.is_elsewhere(site.path(entry.location.path))
            ]
            outcome.add(part)
    _settle_translations(outcome.run, workspace, checker)
    checker.finish()
    report_unused(outcome.run, (Scope.PAGE, Scope.SITE))
    return outcome


def _settle_translations(run: Run, workspace: Workspace, checker: Checker) -> None:
    """Leave to the source what translated pages have from it, and name the owners of the rest."""
    paths = {target.name: target.path for target in workspace.targets}
    by_path: dict[str, list[Finding]] = {}
    for entry in run.findings:
        by_path.setdefault(entry.location.path, []).append(entry)
    asked: dict[Path, list[Finding]] = {}

    def site_of(name: str) -> tuple[Site, Path] | None:
        path = paths.get(name)
        return None if path is None else (workspace.site(path), path)

    def findings_at(source: Path) -> list[Finding]:
        name = workspace.name(source)
        if name in checker.names:
            return by_path.get(name, [])
        if source not in asked:
            asked[source] = checker.page(Target(source, name)).run.findings if disk.is_file(source) else []
        return asked[source]

    run.findings = own_findings(run.findings, site_of, findings_at, keep=not workspace.whole)


def _read(run: Run, workspace: Workspace, target: Target) -> Page | None:
    try:
        return workspace.take(target.path)
    except UnreadableError as error:
        report_unreadable(run, error)
    except Exception:  # noqa: BLE001 - a page that breaks the parser must not keep the others from being checked
        run.crashes.append(crash_of("parser", target.name))
    return None


def sources_of(
    findings: Iterable[Finding], base: Path, edited: Mapping[Path, Source] | None = None
) -> dict[str, Source]:
    """Return the texts that code frames for `findings` quote, by path; what cannot be read is left out.

    `edited` holds, by their real paths, texts that stand for those on disk.
    """
    texts = Texts(base, edited)
    paths = dict.fromkeys(finding.place.path for finding in findings)
    return {path: source for path in paths if (source := texts.get(path)) is not None}


class Texts:
    """The texts of pages by their paths below `base`, read when they are asked for; few are kept.

    `edited` holds, by their real paths, texts that stand for those on disk.
    """

    def __init__(self, base: Path, edited: Mapping[Path, Source] | None = None) -> None:
        self.base, self.edited = base, edited
        self._read = lru_cache(maxsize=MAX_TEXTS)(self._source)

    def get(self, path: str, /) -> Source | None:
        """Return the text of the page at `path`, None if it cannot be read."""
        return self._read(path)

    def _source(self, path: str) -> Source | None:
        known = self.edited.get((self.base / path).resolve()) if self.edited else None
        try:
            return known or read_source(self.base / path, path)
        except UnreadableError:
            return None
