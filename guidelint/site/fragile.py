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

LINES = (
    (Fragile.SNIPPET, ("8<-",), re.compile(r"^[ \t]*-{1,}8<-{1,} .+$", re.MULTILINE)),
    (
        Fragile.FOOTNOTE,
        ("[^",),
        re.compile(r"^\[\^[^\]\s]+\]:[ \t]*$(?=\n(?:[ \t]*\n)*(?: {4}|\t))", re.MULTILINE),
    ),
    (Fragile.ABBREVIATION, ("*[",), re.compile(r"^\*\[[^\]\n]+\]:", re.MULTILINE)),
    (Fragile.ADMONITION, ("!!!", "???"), re.compile(r'^[ \t]*(?:!!!|\?\?\?\+?) +[\w"]', re.MULTILINE)),
    (Fragile.TASK, ("] (",), re.compile(r"^[ \t]*[-*+] \[[ xX]\] \(", re.MULTILINE)),
)
"""Each construct that takes a line, what a text has to hold for it, and where it is."""


def fragile_constructs(page: Page) -> Iterator[tuple[Fragile, Span]]:
    """Yield each construct on `page` that exports break, and its place."""
    found = sorted(_lines(page), key=lambda line: line[1])
    code = [code.span for code in page.codes if not code.inline] if found else []
    for kind, span in found:
        if not _inside(code, span) and (kind is not Fragile.SNIPPET or _in_html(page, span)):
            yield kind, span
    for link in page.links:
        is_inline = link.form == "inline" and link.span.path == page.path
        if is_inline and "(" in link.target and "(" in page.text(link.target_span):
            yield Fragile.ADDRESS, link.target_span


def _lines(page: Page) -> Iterator[tuple[Fragile, Span]]:
    text = page.source.text
    for kind, hints, pattern in LINES:
        if any(hint in text for hint in hints):
            for match in pattern.finditer(text):
                yield kind, Span(page.path, *match.span())


def _inside(spans: list[Span], span: Span) -> bool:
    return any(
        other.path == span.path and other.start <= span.start and span.end <= other.end for other in spans
    )


def _in_html(page: Page, span: Span) -> bool:
    return _inside([block.span for block in page.blocks if block.markup == "html"], span)
