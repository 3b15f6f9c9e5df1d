"""The navigation of the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from guidelint import disk
from guidelint.checks.registry import NoOptions, Scope, finding_at, rule
from guidelint.findings import Confidence, Finding, Location, Severity
from guidelint.site.generated import knows_all_files, may_be_generated
from guidelint.site.suggest import similar_files

if TYPE_CHECKING:
    from guidelint.site.config import NavEntry
    from guidelint.site.docs_root import DocsRoot
    from guidelint.site.index import Site


@rule("GL510", "nav-file", severity=Severity.ERROR, scope=Scope.SITE)
def nav_file(site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report entries of the navigation whose file the site does not have."""
    for root in site.roots:
        if root.config.is_translation or not disk.is_dir(root.config.docs_dir):
            continue
        for entry in root.config.nav or ():
            if not _exists(site, root, entry):
                yield _missing(site, root, entry)


def _exists(site: Site, root: DocsRoot, entry: NavEntry) -> bool:
    try:
        parts = urlsplit(entry.target)
    except ValueError:
        return False
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or entry.target.startswith("/") or not path:
        return True
    if root.find(path) or path.rstrip("/") in {uri.rpartition("/")[0] for uri in root.files}:
        return True
    return may_be_generated(root.config, path) or site.is_absent(root.config.docs_dir / path)


def _missing(site: Site, root: DocsRoot, entry: NavEntry) -> Finding:
    path = site.display(entry.path)
    end = entry.column + len(entry.target)
    similar = similar_files(entry.target, root.names)[:1]
    return finding_at(
        Location(path, entry.line, entry.column, entry.line, end),
        f"the navigation names a file that is not there: {entry.target}",
        cause=f"{path}: {entry.target}",
        confidence=Confidence.CERTAIN if knows_all_files(root.config, entry.target) else Confidence.LIKELY,
        help=f"did you mean {similar[0]}?" if similar else None,
    )
