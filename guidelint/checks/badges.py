"""Threat badges: links with a ``pg-…`` class that lead to the explanation of a threat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.checks.places import broken
from guidelint.checks.registry import rule
from guidelint.checks.site_links import missing_anchor
from guidelint.findings import Finding, Severity
from guidelint.site.resolution import Kind

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site


class BadgeOptions(Struct, frozen=True):
    """What makes a link a badge: a class that begins with `class_prefix`."""

    class_prefix: str = "pg-"


@rule("GL201", "badge-anchor", severity=Severity.ERROR, default=False, options=BadgeOptions)
def badge_anchor(page: Page, site: Site, options: BadgeOptions) -> Iterator[Finding]:
    """Report badges whose anchor their page does not have."""
    for target, resolution in broken(page, site):
        if target.kind != "link" or resolution.kind is not Kind.MISSING_ANCHOR:
            continue
        if any(name.startswith(options.class_prefix) for name in page.links[target.number].classes):
            yield missing_anchor(page, site, target, resolution)
