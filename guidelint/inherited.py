"""Findings of translated pages: whose they are, and which are their source's.

A defect that a translation has inherited is reported at the source only, where it can be mended for
all languages; a page that was asked for by itself shows it for information. Every other finding says who
can mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from guidelint.findings import Related, Severity
from guidelint.site.pairs import language_of, source_root

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.findings import Finding
    from guidelint.site.index import Site

EXPORT = "translation-export"
STALE = "translation-stale"
"""Nobody's mistake: the next translation mends it."""
COMPARED = "translation-"
Key = tuple[str, str]


def own_findings(
    findings: Sequence[Finding],
    site_of: Callable[[str], tuple[Site, Path] | None],
    findings_at: Callable[[Path], Iterable[Finding]],
    *,
    keep: bool = False,
) -> list[Finding]:
    """Return `findings` without those that translated pages share with their source, the others with owners.

    `site_of` gives the site of a page by its name in reports, and its absolute path, None for a name that
    is no page; `findings_at` gives the findings of a source page. With `keep` those that are shared stay,
    for information.
    """
    left: dict[str, dict[Key, list[Finding]]] = {}
    kept: list[Finding] = []
    for entry in findings:
        name = entry.location.path
        place = site_of(name)
        source = place[0].source_of(place[1]) if place else None
        if place is None or source is None:
            kept.append(entry)
            continue
        site, path = place
        if name not in left:
            left[name] = {}
            for found in findings_at(source):
                left[name].setdefault((found.rule, found.cause), []).append(found)
        same = left[name].get((entry.rule, _cause_in_source(entry.cause, site, path, source)))
        if same and not entry.rule.startswith(COMPARED):
            origin = same.pop(0)
            if keep:
                kept.append(_inherited(entry, origin))
        else:
            kept.append(entry if entry.rule == STALE else _owned(entry, owner(entry, site, path)))
    return kept


def _inherited(entry: Finding, origin: Finding) -> Finding:
    place = Related(origin.highlight or origin.location, "the same in the source")
    shown = replace(entry, severity=Severity.INFO, related=(place, *entry.related))
    return _owned(shown, "owner: the source, from which the translation has it")


def _owned(entry: Finding, note: str) -> Finding:
    return replace(entry, notes=(*entry.notes, note))


def owner(entry: Finding, site: Site, path: Path) -> str:
    """Return who can mend a finding on the translated page at `path`, as a note."""
    if entry.rule == EXPORT and entry.root is None:
        return "owner: the export of the translation platform"
    if entry.root is not None:
        return "owner: the source; written in another way there, it is right in all languages"
    where = ", on the platform that writes this file" if site.is_exported(path) else ""
    return f"owner: the translators ({language_of(site, path)}){where}"


def _cause_in_source(cause: str, site: Site, path: Path, source: Path) -> str:
    """Return what a cause is called in the source: with the paths there instead of those of the language."""
    root = site.root_of(path)
    origin = source_root(site, root) if root else None
    if root is None or origin is None:
        return cause.replace(site.display(path), site.display(source))
    return cause.replace(f"{site.display(root.config.docs_dir)}/", f"{site.display(origin.config.docs_dir)}/")
