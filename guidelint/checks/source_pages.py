"""Pages in the source language that translations are made from.

A translation stands in a docs root of its own, or beside its source with the language in its name:
``tides.fr.md`` beside ``tides.en.md`` or ``tides.md``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.config import SiteConfig
    from guidelint.site.index import Site

NAME = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\.md")


def is_translation(page: Page, site: Site) -> bool:
    """Tell whether `page` is the translation of another page of the same site."""
    return source_path(page, site) != site.base / page.path


@lru_cache(maxsize=2)
def source_path(page: Page, site: Site) -> Path:
    """Return the absolute path of the page that `page` translates, its own for any other page.

    Several rules ask for it in a row.
    """
    path = site.base / page.path
    root = site.root_of(path)
    if root is None:
        return path
    if not root.config.is_translation:
        return _beside(path, site, root.config)
    for other in site.roots:
        if other.config.path == root.config.path and not other.config.is_translation:
            return other.config.docs_dir / path.relative_to(root.config.docs_dir)
    return path


def source_name(page: Page, site: Site) -> str:
    """Return the name that all translations of a page share, for causes: the path of their source."""
    return site.display(source_path(page, site))


def _beside(path: Path, site: Site, config: SiteConfig) -> Path:
    match = NAME.fullmatch(path.name)
    if match is None or match["language"] == config.language:
        return path
    names = site.listing(path.parent)
    wanted = (f"{match['stem']}.{config.language}.md", f"{match['stem']}.md")
    return next((path.with_name(name) for name in wanted if name in names), path)
