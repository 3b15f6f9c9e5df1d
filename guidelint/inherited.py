"""Findings of translated pages: whose they are, and which are their source's.

A defect that a translation has inherited is reported at the source only, where it can be mended for
all languages; a page that was asked for by itself shows it for information. Every other finding says who
can mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

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
    for entry in findings:
        name = entry.location.path
        if name not in pages:
            pages[name] = _translation(site_of(name), findings_at)
        page = pages[name]
        if page is None:
            kept.append(entry)
            continue
        same = page.left.get((entry.rule, entry.cause.replace(page.here, page.there)))
        if same and not entry.rule.startswith(COMPARED):
            origin = same.pop(0)
            if keep:
                kept.append(_inherited(entry, origin))
        else:
            kept.append(entry if entry.rule == STALE else _owned(entry, _owner(entry, page.owner)))
    return kept


class _Translation(NamedTuple):
    """A translated page: the findings of its source that are `left`, and its `owner`.

    A cause that has `here` is called in the source what it is with `there` instead.
    """

    left: dict[Key, list[Finding]]
    here: str
    there: str
    owner: str


def _translation(
    place: tuple[Site, Path] | None, findings_at: Callable[[Path], Iterable[Finding]]
) -> _Translation | None:
    source = place[0].source_of(place[1]) if place else None
    if place is None or source is None:
        return None
    left: dict[Key, list[Finding]] = {}
    for found in findings_at(source):
        left.setdefault((found.rule, found.cause), []).append(found)
    site, path = place
    return _Translation(left, *_renamed(site, path, source), _translators(site, path))


def _inherited(entry: Finding, origin: Finding) -> Finding:
    place = Related(origin.highlight or origin.location, "the same in the source")
    shown = replace(entry, severity=Severity.INFO, related=(place, *entry.related))
    return _owned(shown, "owner: the source, from which the translation has it")


def _owned(entry: Finding, note: str) -> Finding:
    return replace(entry, notes=(*entry.notes, note))


def _owner(entry: Finding, translators: str) -> str:
    """Return who can mend a finding on a translated page, as a note; `translators` is the usual answer."""
    if entry.rule == EXPORT and entry.root is None:
        return "owner: the export of the translation platform"
    if entry.root is not None:
        return "owner: the source; written in another way there, it is right in all languages"
    return translators


def _translators(site: Site, path: Path) -> str:
    where = ", on the platform that writes this file" if site.is_exported(path) else ""
    return f"owner: the translators ({language_of(site, path)}){where}"


def _renamed(site: Site, path: Path, source: Path) -> tuple[str, str]:
    """Return the path that causes on a translated page have, and the one that they have in the source."""
    root = site.root_of(path)
    origin = source_root(site, root) if root else None
    if root is None or origin is None:
        return site.display(path), site.display(source)
    return f"{site.display(root.config.docs_dir)}/", f"{site.display(origin.config.docs_dir)}/"
