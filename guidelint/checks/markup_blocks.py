"""Blocks that the renderer reads as something else than they look like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.checks.spans import code_blocks
from guidelint.findings import Edit, Finding, Fix, Location, Severity
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Block, Page
    from guidelint.site.index import Site

BULLET = re.compile(r"[ \t]*(?P<sign>[-*+])[ \t]+(?=\S)")
NUMBER = re.compile(r"[ \t]*(?P<sign>\d{1,3})\.[ \t]+(?=\S)")
GLUED = re.compile(r"\n[ \t>]*(?:[-*+]|\d{1,3}\.)[ \t]")
"""What a paragraph must hold to have a list in it."""
BREAKLESS = ("mdx_breakless_lists", "mdx_truly_sane_lists", "markdown_mdx_breakless_lists")
QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+")
INDENT = re.compile(r"[ \t]+\Z")


@rule("GL807", "list-blank-line", severity=Severity.WARNING, fixable=True)
def list_blank_line(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report lists without a blank line before them: one finding for a page, with its places."""
    place = site.place(site.path(page.path))
    if page.dialect == "github" or (place and place.root.config.dialect.has(*BREAKLESS)):
        return
    for block in page.blocks:
        if block.markup == "paragraph" and block.span.path == page.path:
            line = _glued_line(page, block)
            if line is not None:
                yield _glued(page, site, line)


def _glued_line(page: Page, block: Block) -> int | None:
    """Return the line at which a list in the paragraph `block` begins, None where it holds none."""
    text = page.text(block.span)
    if not GLUED.search(text):
        return None
    glued = _glued_list([QUOTED.sub("", line) for line in text.split("\n")])
    if glued is None or code_blocks(page).touch(block.span):
        return None
    return page.source.position(block.span.start).line + glued


def _glued_list(lines: list[str]) -> int | None:
    """Return the index of the line of a paragraph at which a list surely begins, None without one."""
    for index, line in enumerate(lines[1:], 1):
        pattern = next((kind for kind in (BULLET, NUMBER) if kind.match(line)), None)
        if pattern is None:
            continue
        signs = [found["sign"] for text in lines[index:] if (found := pattern.match(text))]
        if pattern is NUMBER and signs[0] != "1":
            return None
        more = signs[1:2] == ["2"] if pattern is NUMBER else len(signs) > 1 and len(set(signs)) == 1
        leads = lines[index - 1].rstrip().rstrip("*_").endswith((":", "："))
        return index if more or leads else None
    return None


def _glued(page: Page, site: Site, line: int) -> Finding:
    is_quoted = page.source.lines[line - 1].lstrip().startswith(">")
    edit = Edit(Location(page.path, line, 1, line, 1), page.source.newline)
    return finding(
        page,
        _item(page, line),
        "without a blank line before it, this list is part of the paragraph",
        cause=f"{source_name(page, site)}: lists without a blank line",
        label="shown as text",
        help="put a blank line before the list",
        fix=None if is_quoted else Fix((edit,)),
    )


def _item(page: Page, line: int) -> Span:
    text, start = page.source.lines[line - 1], page.source.starts[line - 1]
    return Span(page.path, start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


@rule("GL808", "indented-html", severity=Severity.WARNING)
def indented_html(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report HTML with a `markdown` attribute that is not read as Markdown because it is indented."""
    place = site.place(site.path(page.path))
    if place is None or not place.root.config.dialect.has("markdown.extensions.md_in_html"):
        return
    read = {(block.span.path, block.span.start) for block in page.blocks if block.markup == "html"}
    for tag in page.tags:
        if tag.kind != "open" or "markdown" not in dict(tag.attributes) or tag.inline:
            continue
        source = page.sources[tag.span.path]
        start = source.starts[source.position(tag.span.start).line - 1]
        before = source.text[start : tag.span.start]
        if INDENT.fullmatch(before) and (tag.span.path, tag.span.start) not in read:
            yield finding(
                page,
                tag.span,
                f"<{tag.name}> is indented, so the Markdown in it is shown as text",
                cause=f"{page.path}: {page.text(tag.span)}",
                apart=True,
                label="not read as Markdown",
                help="begin the tag at the start of the line",
            )
