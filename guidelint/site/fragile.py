"""Constructs that translation platforms break when they export a page: known from Crowdin's exports.

Each breaks in every language at once, and what comes out is not what the page meant. Written another
way, it survives.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from guidelint.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidelint.markdown.page import Page


class Fragile(StrEnum):
    """A kind of construct; its value says what it is."""

    SNIPPET = "a snippet inside HTML"
    FOOTNOTE = "a footnote whose first line is empty"
    ABBREVIATION = "an abbreviation defined on the page"
    ADDRESS = "an address with parentheses"
    ADMONITION = "an admonition written with !!! or ???"
    TASK = "a task that begins with a parenthesis"


INSTEAD: dict[Fragile, str] = {
    Fragile.SNIPPET: "move the snippet out of the HTML",
    Fragile.FOOTNOTE: "begin the text on the line of the label: [^1]: text",
    Fragile.ABBREVIATION: "move the definition into the file of abbreviations that every page appends",
    Fragile.ADDRESS: "write %28 and %29 for the parentheses",
    Fragile.ADMONITION: 'write <div class="admonition note" markdown>',
    Fragile.TASK: "begin the text with a word",
}
"""What to write instead of each."""

HINTS = re.compile(r"8<|\[\^|^\*\[|\]\([^()\s]*\(|^[ \t]*(?:!!!|\?\?\?)|\[[ xX]\] \(", re.MULTILINE)
LINES = re.compile(
    r"""
    ^[ \t]*-{1,}8<-{1,}[ ].+$ (?P<SNIPPET>)
    | ^\[\^[^\]\s]+\]:[ \t]*$ (?=\n(?:[ \t]*\n)*(?:[ ]{4}|\t)) (?P<FOOTNOTE>)
    | ^\*\[[^\]\n]+\]: (?P<ABBREVIATION>)
    | ^[ \t]*(?:!!!|\?\?\?\+?)[ ]+[\w"] (?P<ADMONITION>)
    | ^[ \t]*[-*+][ ]\[[ xX]\][ ]\( (?P<TASK>)
    """,
    re.VERBOSE | re.MULTILINE,
)


def fragile_constructs(page: Page) -> Iterator[tuple[Fragile, Span]]:
    """Yield each construct on `page` that exports break, and its place."""
    text = page.source.text
    if not HINTS.search(text):
        return
    code = [code.span for code in page.codes if code.span.path == page.path and not code.inline]
    for match in LINES.finditer(text):
        kind = Fragile[match.lastgroup or ""]
        span = Span(page.path, *match.span())
        if not _inside(code, span) and (kind is not Fragile.SNIPPET or _in_html(page, span)):
            yield kind, span
    for link in page.links:
        target = page.text(link.target_span)
        if "(" in target and link.form == "inline" and link.span.path == page.path:
            yield Fragile.ADDRESS, link.target_span


def _inside(spans: list[Span], span: Span) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in spans)


def _in_html(page: Page, span: Span) -> bool:
    holders = [block.span for block in page.blocks if block.markup == "html" and block.span.path == page.path]
    return _inside(holders, span)
