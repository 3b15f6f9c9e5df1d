"""Findings of translated pages: whose they are, and which are their source's.

A defect that a translation has inherited is reported at the source only, where it can be mended for
all languages; a page that was asked for by itself shows it for information. Every other finding says who
can mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

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
Groups = dict[Key, list["Finding"]]


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
    kept: list[Finding] = []
    pages: dict[str, _Translation | None] = {}
    sources: dict[Path, Groups] = {}

    def page_of(name: str) -> _Translation | None:
        site, path = site_of(name) or (None, None)
        source = site.source_of(path) if site and path else None
        if site is None or path is None or source is None:
            return None
        if source not in sources:
            sources[source] = _grouped(findings_at(source))
        return _Translation(site, path, source, sources[source])

    for entry in findings:
        name = entry.location.path
        if name not in pages:
            pages[name] = page_of(name)
        page = pages[name]
        if page is None:
            kept.append(entry)
            continue
        origin = None if entry.rule.startswith(COMPARED) else page.origin(entry)
        if origin is None:
            kept.append(entry if entry.rule == STALE else _owned(entry, _owner(entry, page)))
        elif keep:
            kept.append(_inherited(entry, origin))
    return kept


def _grouped(findings: Iterable[Finding]) -> Groups:
    groups: Groups = {}
    for found in findings:
        groups.setdefault((found.rule, found.cause), []).append(found)
    return groups


class _Translation:
    """A translated page at `path` and the findings of its source, each of which it can have once."""

    def __init__(self, site: Site, path: Path, source: Path, findings: Groups) -> None:
        self.site, self.path, self.findings = site, path, findings
        self.here, self.there = _renamed(site, path, source)
        self._taken: dict[Key, int] = {}

    def origin(self, entry: Finding) -> Finding | None:
        """Return the finding of the source that `entry` is, which is then taken; None where there is none."""
        key = (entry.rule, entry.cause.replace(self.here, self.there))
        same = self.findings.get(key, ())
        number = self._taken.get(key, 0)
        if number >= len(same):
            return None
        self._taken[key] = number + 1
        return same[number]

    @cached_property
    def translators(self) -> str:
        """Who can mend what is wrong with the page alone, as a note."""
        where = ", on the platform that writes this file" if self.site.is_exported(self.path) else ""
        return f"owner: the translators ({language_of(self.site, self.path)}){where}"


def _inherited(entry: Finding, origin: Finding) -> Finding:
    place = Related(origin.highlight or origin.location, "the same in the source")
    shown = replace(entry, severity=Severity.INFO, related=(place, *entry.related))
    return _owned(shown, "owner: the source, from which the translation has it")


def _owned(entry: Finding, note: str) -> Finding:
    return replace(entry, notes=(*entry.notes, note))


def _owner(entry: Finding, page: _Translation) -> str:
    """Return who can mend a finding on a translated `page`, as a note."""
    if entry.rule == EXPORT and entry.root is None:
        return "owner: the export of the translation platform"
    if entry.root is not None:
        return "owner: the source; written in another way there, it is right in all languages"
    return page.translators


def _renamed(site: Site, path: Path, source: Path) -> tuple[str, str]:
    """Return the path that causes on a translated page have, and the one that they have in the source."""
    root = site.root_of(path)
    origin = source_root(site, root) if root else None
    if root is None or origin is None:
        return site.display(path), site.display(source)
    return f"{site.display(root.config.docs_dir)}/", f"{site.display(origin.config.docs_dir)}/"
