"""Gives MkDocs the generated pages of the documentation; named under ``hooks`` in mkdocs.yml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs_pages import pages
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to those in ``docs/``."""
    for path, text in PAGES.items():
        files.append(File.generated(config, path, content=text))
    return files


PAGES = pages()
