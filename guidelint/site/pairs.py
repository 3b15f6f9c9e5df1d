"""Which page is the translation of which.

A translation stands in a docs root of its own, at the same path as its source, or beside its source
with the language in its name: ``tides.fr.md`` beside ``tides.en.md`` or ``tides.md``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.site.config import SiteConfig
    from guidelint.site.index import DocsRoot, Site

NAME = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\.md")


def source_root(site: Site, root: DocsRoot) -> DocsRoot | None:
    """Return the docs root that `root` is a translation of, None if it is none."""
    if not root.config.is_translation:
        return None
    for other in site.roots:
        if other.config.path == root.config.path and not other.config.is_translation:
            return other
    return None


def find_source(site: Site, path: Path) -> Path | None:
    """Return the page that the page at `path` translates; it need not exist. None for any other page."""
    root = site.root_of(path)
    if root is None:
        return None
    if not root.config.is_translation:
        return _beside(site, path, root.config)
    source = source_root(site, root)
    return None if source is None else source.config.docs_dir / path.relative_to(root.config.docs_dir)


def _beside(site: Site, path: Path, config: SiteConfig) -> Path | None:
    match = NAME.fullmatch(path.name)
    if match is None or match["language"] == config.language:
        return None
    names = site.listing(path.parent)
    wanted = (f"{match['stem']}.{config.language}.md", f"{match['stem']}.md")
    return next((path.with_name(name) for name in wanted if name in names), None)


def find_versions(site: Site, source: Path) -> list[tuple[str, Path]]:
    """Return the translations of the page at `source`: the language and the path of each, sorted."""
    root = site.root_of(source)
    if root is None or root.config.is_translation:
        return []
    found = []
    below = source.relative_to(root.config.docs_dir)
    for other in site.roots:
        if other.config.is_translation and other.config.path == root.config.path:
            path = other.config.docs_dir / below
            if path.name in site.listing(path.parent):
                found.append((other.config.language, path))
    stem = source.name.removesuffix(".md").removesuffix(f".{root.config.language}")
    for name in site.listing(source.parent) if source.suffix == ".md" else ():
        match = NAME.fullmatch(name) if name.startswith(f"{stem}.") else None
        if match and match["stem"] == stem and match["language"] != root.config.language:
            found.append((match["language"], source.with_name(name)))
    return sorted(found)


def language_of(site: Site, path: Path) -> str:
    """Return the language of the page at `path`, as its docs root or its name has it; "" if neither does."""
    root = site.root_of(path)
    if root is None:
        return ""
    match = None if root.config.is_translation else NAME.fullmatch(path.name)
    if match and find_source(site, path) is not None:
        return match["language"]
    return root.config.language
