"""From what was taken out of a text, code and HTML, to the facts in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidelint.markdown.html_facts import read_html, read_opening
from guidelint.markdown.lines import Content
from guidelint.markdown.page import Anchor, Code
from guidelint.markdown.taken import MARK, MarkdownElement, RawHtml, Stash, TakenCode

if TYPE_CHECKING:
    from guidelint.markdown.facts import Facts
    from guidelint.markdown.open_blocks import OpenBlocks


class TakenFacts:
    """Reads what the marks in a text stand for, and adds what is in it to `facts`."""

    def __init__(self, stash: Stash, facts: Facts, blocks: OpenBlocks) -> None:
        self.stash = stash
        self.facts = facts
        self.blocks = blocks

    def read_mark(self, number: str) -> None:
        """Add what the mark with `number` stands for."""
        if not number.isdigit():
            return
        taken = self.stash.taken[int(number)]
        if isinstance(taken, RawHtml):
            self.read_raw(taken, slugged=False)
        elif isinstance(taken, TakenCode):
            self._read_code(taken)
        else:
            self._read_tags(taken)

    def read_raw(self, raw: RawHtml, *, slugged: bool) -> None:
        """Add what is in HTML; headings in it get ids from their text if it is `slugged`."""
        facts = read_html(raw.content, raw.ranges, self.blocks.index)
        self.facts.add_raw(facts, slugged=slugged)
        if raw.ranges:
            span = raw.content.span(raw.ranges[0][0], raw.ranges[-1][1])
            self.blocks.extend(span.path, span.end)

    def _read_code(self, code: TakenCode) -> None:
        content = Content(code.lines)
        span = content.span(0, len(content.text))
        self.facts.codes.append(Code(span, code.language))
        if code.identifier:
            at = content.text.find(f"#{code.identifier}")
            self.facts.anchors.append(
                Anchor(code.identifier, content.span(at, at + 1 + len(code.identifier)))
            )
        self.blocks.extend(span.path, span.end)

    def _read_tags(self, element: MarkdownElement) -> None:
        """An element that stands where its Markdown is not read: only its tags are rendered."""
        self.facts.add_raw(read_opening(element, self.blocks.index), slugged=False)
        for line in element.lines:
            for match in MARK.finditer(line.text):
                self.read_mark(match[1])
