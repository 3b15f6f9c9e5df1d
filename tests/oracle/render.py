"""Render the pages of a site as MkDocs does: same configuration, same extensions, no theme."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.config import load_config
from mkdocs.utils import meta

from tests.oracle.facts import GENERATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

FOOTNOTE_ID = re.compile(r"fn(?:ref\d*)?\W")
NOT_NEEDED: dict[str, Any] = {"plugins": [], "hooks": [], "theme": "mkdocs", "watch": []}


@dataclass(frozen=True)
class OracleSite:
    """A MkDocs site whose pages can be rendered.

    `root` is the folder of the configuration file and `docs` the absolute docs folder.
    `extensions` and `options` are what MkDocs hands to `markdown.Markdown`, MkDocs's own ``toc``,
    ``tables`` and ``fenced_code`` included.
    """

    root: Path
    docs: Path
    extensions: tuple[str, ...]
    options: Mapping[str, Mapping[str, Any]] = field(hash=False)

    def pages(self, glob: str = "**/*.md") -> list[Path]:
        """Return the Markdown files under the docs folder that match `glob`, sorted."""
        return sorted(path for path in self.docs.glob(glob) if path.is_file())

    def render(self, text: str) -> str:
        """Return the HTML of a page with the source `text`, front matter included in `text`.

        As in MkDocs 1.6, every page gets a converter of its own, so nothing leaks between pages.
        Link targets stay as written: MkDocs's rewriting of relative links is left out. What belongs
        to a footnote is marked as `GENERATED`, to tell it from HTML that looks the same.
        """
        body, _ = meta.get_data(text)
        with contextlib.chdir(self.root):
            converter = markdown.Markdown(
                extensions=list(self.extensions),
                extension_configs={name: dict(options) for name, options in self.options.items()},
            )
            converter.treeprocessors.register(_MarkFootnotes(converter), "mark_footnotes", priority=1)
            return converter.convert(body)


def load_site(
    config: Path, docs_dir: str | None = None, environment: Mapping[str, str] | None = None
) -> OracleSite:
    """Load a site with MkDocs' own loader; plugins, hooks and the theme are left out.

    `docs_dir`, relative to the configuration file, replaces the one configured; `environment` is
    set while the file is read, for ``!ENV`` (``{"BUILD_ABBREVIATIONS": "includes/x.fr.txt"}``).
    Raises `mkdocs.exceptions.MkDocsException` when the configuration is invalid.
    """
    config = config.resolve()
    with contextlib.chdir(config.parent), _environment(environment or {}):
        loaded = load_config(str(config), docs_dir=docs_dir, **NOT_NEEDED)
    return OracleSite(
        root=config.parent,
        docs=Path(loaded["docs_dir"]),
        extensions=tuple(loaded["markdown_extensions"]),
        options=loaded["mdx_configs"] or {},
    )


def read_page(path: Path) -> str:
    """Return the text of a page as MkDocs reads it: UTF-8, no byte order mark, line ends ``\\n``."""
    return path.read_text(encoding="utf-8-sig")


class _MarkFootnotes(Treeprocessor):
    """Marks the footnotes in the tree, which holds no raw HTML, when all other extensions are done."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if _belongs_to_footnote(element):
                element.set(GENERATED, "")


def _belongs_to_footnote(element: Element) -> bool:
    """Tell elements that the `footnotes` extension made; a link back has a title, by default too."""
    if element.tag == "a":
        class_ = element.get("class")
        return class_ == "footnote-ref" or (class_ == "footnote-backref" and "title" in element.attrib)
    return element.tag in ("li", "sup") and bool(FOOTNOTE_ID.match(element.get("id", "")))


@contextlib.contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
