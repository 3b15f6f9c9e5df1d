"""Links of a translation to anchors that headings have lost when they were translated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from guidelint.checks.places import broken
from guidelint.checks.registry import NoOptions, rule
from guidelint.checks.roots import source_summaries
from guidelint.checks.site_links import missing_anchor
from guidelint.findings import Finding, Severity
from guidelint.site.resolution import Kind

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site


@rule("GL701", "translation-anchor", severity=Severity.ERROR)
def translation_anchor(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report links to anchors that the source of a translated page has, and the translation has not."""
    for target, resolution in broken(page, site):
        if resolution.kind is not Kind.MISSING_ANCHOR or resolution.path is None:
            continue
        wanted = unquote(resolution.fragment)
        if any(wanted in summary.anchors for summary in source_summaries(site, resolution.path)):
            yield missing_anchor(page, site, target, resolution)
