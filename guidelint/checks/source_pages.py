"""Pages in the source language that translations are made from, as rules ask for them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.markdown.page import Page
    from guidelint.site.index import Site


def is_translation(page: Page, site: Site) -> bool:
    """Tell whether `page` is the translation of another page of the same site."""
    return source_path(page, site) != site.path(page.path)


@lru_cache(maxsize=2)
def source_path(page: Page, site: Site) -> Path:
    """Return the absolute path of the page that `page` translates, its own for any other page.

    Several rules ask for it in a row.
    """
    path = site.path(page.path)
    return site.source_of(path) or path


def source_name(page: Page, site: Site) -> str:
    """Return the name that all translations of a page share, for causes: the path of their source."""
    return site.display(source_path(page, site))
