"""Which page is the translation of which.

A translation stands in a docs root of its own, at the same path as its source; in the folder of its
language, where the `i18n` plugin makes one for each; or beside its source with the language in its name:
``tides.fr.md`` beside ``tides.en.md`` or ``tides.md``. A docs root of its own is built with the
configuration of the source, or with another one where `extra.alternate` of both names both languages:
of these the first configuration is that of the source, `mkdocs.yml` before others.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.site.config import SiteConfig
    from guidelint.site.docs_root import DocsRoot
    from guidelint.site.index import Site

NAME = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\.md")


@lru_cache(maxsize=256)
def source_root(site: Site, root: DocsRoot) -> DocsRoot | None:
    """Return the docs root that `root` is a translation of, None if it is none."""
    for other in site.roots:
        if root.config.is_translation:
            if other.config.path == root.config.path and not other.config.is_translation:
                return other
        elif other is root:
            return None
        elif _are_alternates(other.config, root.config):
            return other
    return None


def _are_alternates(config: SiteConfig, other: SiteConfig) -> bool:
    languages = {config.language, other.language}
    return len(languages) > 1 and all(
        languages <= {language for language, _ in one.alternates} for one in (config, other)
    )


def find_source(site: Site, path: Path) -> Path | None:
    """Return the page that the page at `path` translates; it need not exist. None for any other page."""
    root = site.root_of(path)
    if root is None:
        return None
    source = source_root(site, root)
    if source is not None:
        return source.config.docs_dir / path.relative_to(root.config.docs_dir)
    if root.config.is_translation:
        return None
    if root.languages.folders:
        uri = root.languages.source(path.relative_to(root.config.docs_dir).as_posix())
        return None if uri is None else root.config.docs_dir / uri
    return _beside(site, path, root.config)


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
    if root is None or source_root(site, root) is not None:
        return []
    docs, uri = root.config.docs_dir, source.relative_to(root.config.docs_dir)
    roots = [other for other in site.roots if other is not root and source_root(site, other) is root]
    found = [(other.config.language, other.config.docs_dir / uri) for other in roots]
    languages = root.languages
    if languages.folders and uri.parts[0] == languages.default:
        others = languages.codes - {languages.default}
        found += [(language, docs.joinpath(language, *uri.parts[1:])) for language in others]
    found = [(language, path) for language, path in found if path.name in site.listing(path.parent)]
    stem = source.name.removesuffix(".md").removesuffix(f".{root.config.language}")
    for language, name in (
        _by_stem(site.listing(source.parent)).get(stem, ()) if source.suffix == ".md" else ()
    ):
        if language != root.config.language:
            found.append((language, source.with_name(name)))
    return sorted(found)


@lru_cache(maxsize=256)
def _by_stem(names: frozenset[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the `names` of pages that have a language in them, each with that, by what stands before it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in names:
        match = NAME.fullmatch(name)
        if match:
            found.setdefault(match["stem"], []).append((match["language"], name))
    return found


def language_of(site: Site, path: Path) -> str:
    """Return the language of the page at `path`, as its docs root or its name has it; "" if neither does."""
    root = site.root_of(path)
    if root is None:
        return ""
    if root.languages.folders:
        return path.relative_to(root.config.docs_dir).parts[0]
    match = None if root.config.is_translation else NAME.fullmatch(path.name)
    if match and find_source(site, path) is not None:
        return match["language"]
    return root.config.language
