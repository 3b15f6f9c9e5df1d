"""What is taken out of a text before its blocks are read, and the marks that stand in its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from guidelint.markdown.html_tags import Attribute
    from guidelint.markdown.lines import Content, Line

MARK_START, MARK_END = "\x02", "\x03"
MARK = re.compile("\x02([0-9]+)\x03")


class RawHtml(Struct, frozen=True):
    """HTML that is rendered as it stands: the ranges of `content` it is made of.

    `tag` is set where it is an element inside one that holds Markdown; Python-Markdown then knows
    it as an element and gives ids to its headings.
    """

    content: Content
    ranges: tuple[tuple[int, int], ...]
    tag: str = ""


class MarkdownElement(Struct):
    """An HTML element whose content is Markdown, `mode` ``block`` or ``span``.

    `start` and `end` are the range of the whole element in `content`, `lines` its content with
    marks in the place of what was taken out of it. `attributes` are those written, `markdown` too.
    """

    content: Content
    tag: str
    mode: str
    attributes: tuple[Attribute, ...]
    start: int
    tag_end: int
    end: int = 0
    lines: list[Line] = field(default_factory=list)


class TakenCode(Struct, frozen=True):
    """A fenced code block that was taken out of the text; `indent` is the width before its fence."""

    lines: tuple[Line, ...]
    language: str
    identifier: str = ""
    indent: int = 0


Taken = RawHtml | MarkdownElement | TakenCode


class Stash:
    """What was taken out of the text, by the number of its mark."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []

    def add(self, taken: Taken) -> str:
        """Keep `taken` and return the mark that stands for it."""
        self.taken.append(taken)
        return f"{MARK_START}{len(self.taken) - 1}{MARK_END}"
