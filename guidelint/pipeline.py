"""From a workspace to findings: read each page, ask every rule, collect the external links on the way."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.checks.registry import Scope
from guidelint.engine import Crash, Plan, Run, check_page, check_site, report_unreadable, report_unused
from guidelint.site.resolution import Kind
from guidelint.site.resolve import resolve
from guidelint.site.summary import summarise
from guidelint.source import Source, UnreadableError, read_source

if TYPE_CHECKING:
    from guidelint.findings import Finding, Location
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site
    from guidelint.workspace import Target, Workspace

HAS_HOST_OR_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
ELSEWHERE = frozenset({Kind.EXTERNAL, Kind.OTHER_SCHEME, Kind.UNKNOWN, Kind.OUTSIDE})


@dataclass
class Outcome:
    """What the pages gave: the run with its findings, and where each external link stands."""

    run: Run
    links: dict[str, list[Location]] = field(default_factory=dict)


def check_pages(workspace: Workspace, plan: Plan) -> Outcome:
    """Run all rules that need no network over the pages of `workspace`, and over its sites.

    The rules about a site as a whole are left out where single pages were asked for.
    """
    outcome = Outcome(Run(plan, frozenset(target.name for target in workspace.targets)))
    sites: list[Site] = []
    for target in workspace.targets:
        page = _read(outcome.run, workspace, target)
        if page:
            site = workspace.site(target.path)
            site.remember(target.path, summarise(page))
            check_page(outcome.run, page, site)
            _collect(outcome.links, page, site, target.path)
            if workspace.whole and site not in sites:
                sites.append(site)
    for site in sites:
        check_site(outcome.run, site, "the site")
    report_unused(outcome.run, (Scope.PAGE, Scope.SITE))
    return outcome


def _read(run: Run, workspace: Workspace, target: Target) -> Page | None:
    try:
        return workspace.read(target.path)
    except UnreadableError as error:
        report_unreadable(run, error)
    except Exception:  # noqa: BLE001 - a page that breaks the parser must not keep the others from being checked
        run.crashes.append(Crash("parser", target.name, traceback.format_exc()))
    return None


def _collect(links: dict[str, list[Location]], page: Page, site: Site, path: Path) -> None:
    targets = [(link.target, link.target_span) for link in page.links]
    targets += [(image.target, image.target_span) for image in page.images]
    targets += [(media.target, media.target_span) for media in page.media]
    for url, span in targets:
        if HAS_HOST_OR_SCHEME.match(url) and resolve(site, path, url).kind in ELSEWHERE:
            links.setdefault(url, []).append(page.location(span))


def sources_of(findings: Iterable[Finding], base: Path) -> dict[str, Source]:
    """Return the texts that code frames for `findings` quote, by path; what cannot be read is left out."""
    sources: dict[str, Source] = {}
    unreadable: set[str] = set()
    for finding in findings:
        path = (finding.highlight or finding.location).path
        if path in sources or path in unreadable:
            continue
        try:
            sources[path] = read_source(base / path, path)
        except UnreadableError:
            unreadable.add(path)
    return sources
