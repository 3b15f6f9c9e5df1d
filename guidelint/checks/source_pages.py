"""Pages in the source language that translations are made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site


def is_translation(page: Page, site: Site) -> bool:
    """Tell whether `page` is the translation of a page in another docs root of the same site."""
    root = site.root_of(Path(page.path))
    return root is not None and root.config.is_translation


def source_path(page: Page, site: Site) -> Path:
    """Return the absolute path of the page that `page` translates, its own for any other page."""
    path = site.base / page.path
    root = site.root_of(path)
    if root is None or not root.config.is_translation:
        return path
    for other in site.roots:
        if other.config.path == root.config.path and not other.config.is_translation:
            return other.config.docs_dir / path.relative_to(root.config.docs_dir)
    return path


def source_name(page: Page, site: Site) -> str:
    """Return the name that all translations of a page share, for causes: the path of their source."""
    return site.display(source_path(page, site))
