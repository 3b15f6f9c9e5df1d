"""Text that must not occur outside code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from guidelint.fixes import replacement
from guidelint.own_rules.model import Hit, TextShape
from guidelint.own_rules.patterns import compile_text
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Page, Text

LINE_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t>]*")


class Run(NamedTuple):
    """Text that a reader sees in one piece, over several lines of the source too."""

    value: str
    texts: tuple[Text, ...]
    starts: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the place in the source of the characters from `start` to `end` of `value`."""
        first = max(number for number, offset in enumerate(self.starts) if offset <= start)
        last = max(number for number, offset in enumerate(self.starts) if offset < end)
        one, other = self.texts[first].span, self.texts[last].span
        begin = min(one.start + start - self.starts[first], one.end)
        return Span(one.path, begin, min(other.start + end - self.starts[last], other.end))


def find_text(shape: TextShape, page: Page) -> Iterator[Hit]:
    """Yield the places where the text of `shape` stands."""
    find = compile_text(shape)
    for run in runs(page):
        for hit in find(run.value):
            span = run.span(hit.start, hit.end)
            if span.start < span.end:
                edits = () if hit.replacement is None else (replacement(page, span, hit.replacement),)
                found = " ".join(run.value[hit.start : hit.end].split())
                yield Hit(span, found, _context(page, span), edits=edits)


@lru_cache(maxsize=2)
def runs(page: Page) -> tuple[Run, ...]:
    """Return the texts of `page`, those of one block that only a line break divides in one piece."""
    found: list[Run] = []
    group: list[Text] = []
    for text in sorted(page.texts, key=lambda text: text.span):
        if text.span.path not in page.sources:
            continue
        if group and not _continues(page, group[-1], text):
            found.append(_joined(group))
            group = []
        group.append(text)
    return (*found, _joined(group)) if group else ()


def _continues(page: Page, before: Text, text: Text) -> bool:
    if before.block != text.block or before.span.path != text.span.path:
        return False
    between = page.text(Span(text.span.path, before.span.end, text.span.start))
    return not between or LINE_BREAK.fullmatch(between) is not None


def _joined(texts: list[Text]) -> Run:
    value, starts = "", []
    for number, text in enumerate(texts):
        if number and texts[number - 1].span.end < text.span.start:
            value += "\n"
        starts.append(len(value))
        value += text.value
    return Run(value, tuple(texts), tuple(starts))


def _context(page: Page, span: Span) -> str:
    """Return the line around `span` with a mark where it stands, wherever the line is on the page."""
    source = page.sources[span.path]
    line, column = source.position(span.start)
    text = source.lines[line - 1]
    return f"{text[: column - 1].lstrip()}|{text[column - 1 :].rstrip()}"
