"""Small texts in, what stands on the page out; every text is rendered with the real Python-Markdown too."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from guidelint.markdown.dialect import MKDOCS_DEFAULT, Dialect
from guidelint.markdown.parser import parse_page
from guidelint.site.discover import load_site_config
from guidelint.source import NEWLINE, Source, Span
from tests.oracle.compare import compare
from tests.oracle.facts import generated_by, read_facts
from tests.oracle.positions import misplaced
from tests.oracle.render import OracleSite, load_site

if TYPE_CHECKING:
    from guidelint.markdown.page import Page

SITE = Path(__file__).resolve().parents[2] / "fixtures" / "oracle"
PATH = "docs/page.md"


def read(text: str, *extensions: str, config: str = "mkdocs.yml") -> Page:
    """Read `text` as a page of the site in fixtures/oracle, or with `extensions` alone.

    Fails where the renderer's links, images, ids, headings and footnotes are others than those read,
    and where a span does not hold its construct.
    """
    page = parse(text, *extensions, config=config)
    site = renderer(config, extensions)
    html = site.render(NEWLINE.sub("\n", text))
    difference = compare(read_facts(html, generated_by(site.options)), page)
    assert not difference, (difference, html)
    assert misplaced(page) == []
    return page


def parse(text: str, *extensions: str, config: str = "mkdocs.yml") -> Page:
    """Read `text` the same way and compare it with nothing."""
    return parse_page(Source(PATH, text), dialect_of(config, extensions), SITE)


@cache
def dialect_of(config: str, extensions: tuple[str, ...] = ()) -> Dialect:
    """The dialect that `read` uses."""
    if extensions:
        return replace(MKDOCS_DEFAULT, extensions=MKDOCS_DEFAULT.extensions | set(extensions))
    return load_site_config(SITE / config).dialect


@cache
def renderer(config: str, extensions: tuple[str, ...] = ()) -> OracleSite:
    """The real renderer of the same site."""
    if extensions:
        return OracleSite(SITE, SITE / "docs", (*sorted(MKDOCS_DEFAULT.extensions), *extensions), {})
    return load_site(SITE / config)


def place(page: Page, span: Span) -> tuple[int, int, int, int]:
    """Line and column of the start and of the end of `span`."""
    location = page.location(span)
    return location.line, location.column, location.end_line, location.end_column


def links(page: Page) -> list[tuple[str, str]]:
    """The target of each link and its source text."""
    return [(link.target, page.text(link.span)) for link in page.links]


def ids(page: Page) -> list[str]:
    """The ids of headings, in their order."""
    return [heading.id for heading in page.headings]


def tree(page: Page) -> list[str]:
    """Each block as its element and what was written, indented under the block it stands in."""
    depth = {-1: -1}
    lines = []
    for number, block in enumerate(page.blocks):
        depth[number] = depth[block.parent] + 1
        lines.append("  " * depth[number] + f"{block.tag} {block.markup}")
    return lines


def seen(page: Page) -> list[str]:
    """The runs of text that a reader sees."""
    return [text.value for text in page.texts]


def around(page: Page, block: int) -> list[str]:
    """The elements that a construct stands in, innermost first."""
    return [item.tag for item in page.ancestors(block)]


def shown(text: str, *extensions: str, config: str = "mkdocs.yml") -> str:
    """What a browser shows of the rendered `text`, white space as one space."""
    reader = _Shown()
    reader.feed(renderer(config, extensions).render(text))
    reader.close()
    return re.sub(r"\s+", " ", "".join(reader.text)).strip()


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)
