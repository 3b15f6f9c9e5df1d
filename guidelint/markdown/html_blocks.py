"""Raw HTML in a document: which parts are left alone, and which hold Markdown again.

Python-Markdown takes raw HTML out of the text before it looks for blocks and puts marks in its
place. This module does the same, tag by tag, following the rules of Python-Markdown 3.11
(`htmlparser`, and `md_in_html` where that extension is on), and keeps the way back to the source.
"""

from __future__ import annotations

import re
from collections import defaultdict

from msgspec import Struct, field

from guidelint.markdown.html_tags import (
    BLOCK_TAGS,
    CDATA_TAGS,
    EMPTY_TAGS,
    MAX_ENDLESS_TAGS,
    OPEN_HEAD,
    OPEN_TAG,
    VOID_TAGS,
    Attribute,
    markdown_mode,
    read_attributes,
)
from guidelint.markdown.lines import BLANK, Content, Line, standing_at
from guidelint.markdown.open_tags import ClosingTags, OpenTags
from guidelint.markdown.pieces import Piece, lines_of, without_blank_end
from guidelint.markdown.search import Search
from guidelint.markdown.taken import MarkdownElement, RawHtml, Stash

TWO_BLANK_LINES = re.compile(r"(?:[ ]*\n){2}")
INNER_BLANK_LINE = re.compile(r"\n[ \t]*\n")
TAG_NAME = re.compile(r"[a-zA-Z][^\t\n\r\f />\x00]*")
COMMENT_END = re.compile(r"--!?>")
INSTRUCTION_END = re.compile(r"\?>")
CDATA_END = re.compile(r"\]\]>")
TAG_END = re.compile(">")


class _Open(Struct):
    """An element with Markdown inside that is still open."""

    element: MarkdownElement
    started: bool = True
    marks: list[Line] = field(default_factory=list)
    texts: list[list[Piece]] = field(default_factory=lambda: [[]])


def take_html(content: Content, stash: Stash, *, markdown_in_html: bool) -> list[Line]:
    """Return the lines of `content` with raw HTML replaced by marks; what was taken is in `stash`."""
    if "<" not in content.text:
        return list(content.lines)
    return _Extractor(content, stash, markdown_in_html=markdown_in_html).run()


class _Extractor:
    """One pass over a text. `raw` holds the ranges of the raw block that is open."""

    def __init__(self, content: Content, stash: Stash, *, markdown_in_html: bool) -> None:
        self.content = content
        self.text = content.text
        self.stash = stash
        self.markdown_in_html = markdown_in_html
        self.clean: list[Piece] = []
        self.open: list[_Open] = []
        self.in_raw = False
        self.in_tail = False
        self.raw_stack = OpenTags()
        self.raw: list[tuple[int, int]] = []
        self.inline_stack = OpenTags()
        self.open_tags: dict[str, int] = defaultdict(int)
        self.endless = 0
        self.last_end = self.text.rfind(">")
        self.next = Search(self.text).next
        self.closing_tags: ClosingTags | None = None

    def run(self) -> list[Line]:
        text, position, length = self.text, 0, len(self.text)
        while position < length:
            found = text.find("<", position)
            if found < 0:
                self.data(position, length)
                break
            if found > position:
                self.data(position, found)
            position = self.markup(found)
        if self.raw:
            self.flush_raw()
        if self.open:
            self.close_elements(self.open[0].element.tag, length, length)
        return lines_of(self.content, self.clean)

    # -- reading

    def markup(self, start: int) -> int:
        """Read what starts with ``<`` at `start`; return where to go on."""
        text = self.text
        following = text[start + 1 : start + 2]
        if following.isascii() and following.isalpha():
            return self.start_tag(start)
        if following == "/":
            return self.end_tag(start)
        if text.startswith("<!--", start):
            return self.comment(start)
        if following == "?":
            return self.instruction(start)
        if following == "!":
            return self.declaration(start)
        self.data(start, start + 1)
        return start + 1

    def start_tag(self, start: int) -> int:
        match = OPEN_TAG.match(self.text, start) if start < self.last_end else None
        if not match:
            return self.broken_tag(start)
        name, end = match["name"].lower(), match.end()
        if match["end"] == "/>":
            self.void(start, end, is_block=name in BLOCK_TAGS)
        elif name in EMPTY_TAGS and (not self.markdown_in_html or self.in_tail or self.at_line_start(start)):
            self.void(start, end, is_block=True)
        else:
            self.opened(name, start, end, match.span("attributes"))
            if name in CDATA_TAGS and self.in_raw:
                closing = re.compile(rf"</\s*{name}\s*>", re.IGNORECASE).search(self.text, end)
                stop = closing.start() if closing else len(self.text)
                if stop > end:
                    self.data(end, stop)
                return stop
        return end

    def broken_tag(self, start: int) -> int:
        """A tag that does not end is text up to where it breaks off."""
        if start >= self.last_end:
            return self.unclosed(start)
        head = OPEN_HEAD.match(self.text, start)
        if head and head.end() == len(self.text):
            self.endless += 1
            if self.endless > MAX_ENDLESS_TAGS:
                self.last_end = start
        stop = head.end() if head else start + 1
        following = self.text[stop : stop + 1]
        if not following or following in "/=" or (following.isascii() and following.isalpha()):
            return self.unclosed(start)
        self.data(start, stop)
        return stop

    def end_tag(self, start: int) -> int:
        name = TAG_NAME.match(self.text, start + 2)
        closing = self.next(TAG_END, start + 2)
        if not name or closing is None:
            self.data(start, start + 2)
            return start + 2
        self.closed(name[0].lower(), start, closing[1])
        return closing[1]

    def comment(self, start: int) -> int:
        closing = self.next(COMMENT_END, start + 4)
        if closing is None:
            self.data(start, start + 1)
            return start + 1
        end = closing[1]
        inner_blank = INNER_BLANK_LINE.search(self.text, start + 4, closing[0])
        self.void(start, end, is_block=bool(inner_blank) or not self.inline_close_follows(end))
        return end

    def instruction(self, start: int) -> int:
        if not (self.at_line_start(start) or self.in_tail or self.open):
            self.data(start, start + 2)
            return start + 2
        closing = self.next(INSTRUCTION_END, start + 2)
        if closing is None:
            return self.unclosed(start)
        self.void(start, closing[1], is_block=True)
        return closing[1]

    def declaration(self, start: int) -> int:
        if not (self.at_line_start(start) or self.in_tail or self.open):
            self.data(start, start + 2)
            return start + 2
        if self.text.startswith("<![CDATA[", start):
            closing, is_block = self.next(CDATA_END, start + 9), True
        else:
            is_block = self.text[start : start + 9].lower() == "<!doctype"
            closing = self.next(TAG_END, start + 2)
        if closing is None:
            return self.unclosed(start)
        self.void(start, closing[1], is_block=is_block)
        return closing[1]

    def unclosed(self, start: int) -> int:
        closing = self.next(TAG_END, start + 1)
        other = self.text.find("<", start + 1)
        stop = closing[1] if closing else other if other >= 0 else start + 1
        self.data(start, stop)
        return stop

    def at_line_start(self, position: int) -> bool:
        """Tell whether `position` is indented by at most three spaces."""
        before = self.text[max(position - 4, 0) : position]
        newline = before.rfind("\n")
        return (newline >= 0 or position <= 3) and not before[newline + 1 :].strip()

    def inline_close_follows(self, position: int) -> bool:
        if not self.inline_stack:
            return False
        if self.closing_tags is None:
            self.closing_tags = ClosingTags(self.text)
        blank = self.next(INNER_BLANK_LINE, position)
        end = blank[0] if blank else len(self.text)
        return self.closing_tags.any_between(self.inline_stack.names(), position, end)

    # -- handling

    def opened(self, name: str, start: int, end: int, written: tuple[int, int]) -> None:
        is_block = name in BLOCK_TAGS
        if self.markdown_in_html:
            just_opened = bool(self.open) and self.open[-1].started
            if is_block and (self.at_line_start(start) or self.in_tail or just_opened):
                attributes = read_attributes(self.text, *written)
                mode = markdown_mode(name, attributes, self.open[-1].element.mode if self.open else None)
                if not self.in_raw and (mode != "off" or self.open):
                    self.open_element(name, mode, start, end, attributes)
                    return
                self.open_raw(name, start, end)
                return
            if self.in_raw:
                self.open_raw(name, start, end)
                return
            self.inline_tag(start, end)
        elif (is_block and (self.in_tail or (self.at_line_start(start) and not self.in_raw))) or self.in_raw:
            self.open_raw(name, start, end)
            return
        else:
            self.clean.append((start, end))
        if not is_block and name not in VOID_TAGS:
            self.inline_stack.open(name)

    def open_raw(self, name: str, start: int, end: int) -> None:
        if name in BLOCK_TAGS and (self.in_tail or (self.at_line_start(start) and not self.in_raw)):
            self.in_raw = True
            self.clean.append("\n")
        if self.in_raw:
            self.raw_stack.open(name)
            self.raw.append((start, end))
        else:
            self.clean.append((start, end))

    def open_element(
        self, name: str, mode: str, start: int, end: int, attributes: tuple[Attribute, ...]
    ) -> None:
        if self.open_tags["p"]:
            self.close_elements("p", start, start)
        self.open_tags[name] += 1
        self.open.append(_Open(MarkdownElement(self.content, name, mode, attributes, start, end)))

    def closed(self, name: str, start: int, end: int) -> None:
        if self.in_raw:
            self.close_raw(name, start, end)
        elif self.markdown_in_html and name in BLOCK_TAGS:
            if self.open_tags[name]:
                self.close_elements(name, start, end)
            else:
                self.inline_tag(start, end)
        else:
            if self.markdown_in_html:
                self.inline_tag(start, end)
            else:
                self.clean.append((start, end))
            self.inline_stack.close(name)

    def close_raw(self, name: str, start: int, end: int) -> None:
        self.raw.append((start, end))
        self.raw_stack.close(name)
        if not self.raw_stack:
            if not TWO_BLANK_LINES.match(self.text, end):
                self.in_tail = True
            self.in_raw = False
            self.flush_raw()
            self.clean.append("\n\n")

    def flush_raw(self) -> None:
        ranges: list[tuple[int, int]] = []
        for start, end in self.raw:
            if ranges and ranges[-1][1] == start:
                ranges[-1] = (ranges[-1][0], end)
            else:
                ranges.append((start, end))
        self.clean.append(self.mark(RawHtml(self.content, tuple(ranges)), ranges[0][0]))
        self.raw = []

    def close_elements(self, name: str, start: int, end: int) -> None:
        """Close the element `name` and those still open inside it."""
        while self.open:
            item = self.open.pop()
            self.open_tags[item.element.tag] -= 1
            item.element.lines = self.element_lines(item)
            whole = item.element.tag == name
            item.element.end = end if whole else start
            if self.open:
                self.into_parent(item)
            if whole:
                break
        if self.open:
            return
        last = self.ending()
        if last.endswith("\n") and not last.endswith("\n\n"):
            self.clean.append("\n")
        self.clean.extend((self.mark(item.element, item.element.start), "\n\n"))
        if not TWO_BLANK_LINES.match(self.text, end):
            self.in_tail = True

    def into_parent(self, item: _Open) -> None:
        """Put a mark for the nested element into the text of the one around it."""
        parent, element = self.open[-1], item.element
        if parent.element.mode == "off":
            return
        if element.mode == "off":
            raw = RawHtml(self.content, ((element.start, element.end),), element.tag)
            parent.marks.append(self.mark(raw, element.start))
        else:
            parent.marks.append(self.mark(element, element.start))
        parent.texts.append([])

    def inline_tag(self, start: int, end: int) -> None:
        """A tag inside Markdown is text; inside an element that holds none it stays HTML."""
        if self.open and self.open[-1].element.mode == "off":
            self.open[-1].started = False
            return
        self.data(start, end)

    def data(self, start: int, end: int) -> None:
        newline = "\n" in self.text[start:end]
        if self.in_tail and newline:
            self.in_tail = False
        if self.in_raw:
            self.raw.append((start, end))
        elif self.open:
            self.open[-1].started = False
            self.open[-1].texts[-1].append((start, end))
        else:
            if newline and INNER_BLANK_LINE.search(self.text, start, end):
                self.inline_stack.clear()
            self.clean.append((start, end))

    def void(self, start: int, end: int, *, is_block: bool) -> None:
        """Handle a comment, a declaration or a tag without content."""
        at_start = is_block and self.at_line_start(start)
        if self.open and not self.in_raw:
            into = self.open[-1]
            if into.element.mode == "off":
                into.started = False
            elif at_start:
                into.started = False
                mark = self.mark(RawHtml(self.content, ((start, end),)), start)
                into.texts[-1].extend(("\n", mark, "\n\n"))
                self.in_tail = False
            else:
                self.data(start, end)
        elif self.in_raw or self.in_tail:
            self.raw.append((start, end))
        elif at_start:
            if not TWO_BLANK_LINES.match(self.text, end):
                self.in_tail = True
            last = self.ending()
            if last.endswith("\n") and not last.endswith("\n\n"):
                self.clean.append("\n")
            self.clean.extend((self.mark(RawHtml(self.content, ((start, end),)), start), "\n\n"))
        else:
            self.clean.append((start, end))

    # -- writing

    def ending(self) -> str:
        """Return the text of the last piece."""
        if not self.clean:
            return ""
        piece = self.clean[-1]
        if isinstance(piece, Line):
            return piece.text
        return piece if isinstance(piece, str) else self.text[piece[0] : piece[1]]

    def mark(self, taken: RawHtml | MarkdownElement, start: int) -> Line:
        """Keep `taken`, and return the mark that stands for it at `start`."""
        return standing_at(self.stash.add(taken), *self.content.place(start))

    def element_lines(self, item: _Open) -> list[Line]:
        """Return the content of an element, a blank line before each element taken out of it."""
        lines = lines_of(self.content, item.texts[0])
        for mark, text in zip(item.marks, item.texts[1:], strict=True):
            lines = [
                *without_blank_end(lines),
                BLANK,
                mark,
                *without_blank_end(lines_of(self.content, text)),
            ]
        return without_blank_end(lines)
