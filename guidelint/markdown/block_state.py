"""The state that block rules share, and the few operations on the token stream they need.

Python-Markdown decides what a block is by looking at the last child of its parent. In a flat token
stream that child is what the closing tokens at its end close, so continuing a list means putting
new tokens in front of those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from guidelint.markdown.icons import IconSet, icon_names
from guidelint.markdown.lines import Content, Line
from guidelint.markdown.search import Search

if TYPE_CHECKING:
    from guidelint.markdown.block_parser import BlockParser
    from guidelint.markdown.dialect import Dialect
    from guidelint.markdown.page import Definition
    from guidelint.markdown.taken import MarkdownElement, RawHtml, Stash
    from guidelint.source import Span

TAB = "    "
MAX_DEPTH = 60
LIST_TAGS = frozenset({"ul", "ol"})


class Reference(Struct, frozen=True):
    """A link reference: what ``[label]: target "title"`` defines."""

    target: str
    title: str | None
    target_span: Span


class Footnote(Struct):
    """A footnote definition and the lines of its text."""

    label: str
    span: Span
    lines: list[Line]


class Mode(Struct):
    """A context: `mode` is the last of `modes` in it."""

    modes: list[str]
    mode: str

    def __enter__(self) -> None:
        self.modes.append(self.mode)

    def __exit__(self, *_: object) -> None:
        self.modes.pop()


class Document(Struct, dict=True):
    """What block rules find that counts for the whole page."""

    dialect: Dialect
    stash: Stash
    references: dict[str, Reference] = field(default_factory=dict)
    footnotes: dict[str, Footnote] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    definitions: list[Definition] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    depth: int = 0
    too_deep: Line | None = None

    @cached_property
    def icons(self) -> IconSet:
        """The icons that the site knows."""
        return icon_names(self.dialect.emoji)

    def in_mode(self, mode: str) -> bool:
        """Tell whether the innermost list context is `mode`."""
        return bool(self.modes) and self.modes[-1] == mode

    def mode(self, mode: str) -> Mode:
        """Parse in the context `mode`: ``list``, ``looselist``, ``detabbed`` or ``blockquote``."""
        return Mode(self.modes, mode)


class BlockText:
    """The text of a whole block, whose first line is number `first`, for rules that span lines."""

    def __init__(self, first: int, content: Content) -> None:
        self.first = first
        self.content = content
        self.search = Search(content.text)

    def end_of(self, stop: int) -> int:
        """Return where the line before number `stop` ends in the text."""
        starts, number = self.content.starts, stop - self.first
        return starts[number] - 1 if number < len(starts) else len(self.content.text)


class BlockToken(Struct, eq=False):
    """A piece of what the block rules read, as markdown-it-py has tokens, with the fields they use.

    Its types are ``…_open`` and ``…_close`` around other tokens, ``inline`` for text, ``element`` for an
    element that holds only text, ``code`` for lines that are not read, and ``html`` for an element of raw
    HTML. `nesting` is 1 for what opens, -1 for what closes, else 0; `opened` is the token that a closing
    one closes, `line` the first line of an element. `more` is text that joined an inline token later;
    `loose` text stands in a paragraph of its own, and the tokens of an item up to `loosened` are so
    already. `element` and `footnote` are what an element was made of.
    """

    type: str
    tag: str
    nesting: Literal[-1, 0, 1]
    info: str = ""
    line: Line | None = None
    content: Content | None = None
    opened: BlockToken | None = None
    attrs: dict[str, str] = field(default_factory=dict)
    more: list[Line] = field(default_factory=list)
    loose: bool = False
    loosened: int = 0
    ends_footnote: bool = False
    element: MarkdownElement | None = None
    raw: RawHtml | None = None
    footnote: tuple[str, Span] | None = None


class BlockState(Struct, eq=False):
    """A run of lines to read as blocks, appended to `tokens`.

    `parent_tag` is the element around them. A line is blank when its text is empty. `line` is the one to
    go on with, `end` where those end that are read.
    """

    lines: list[Line]
    parser: BlockParser
    document: Document
    tokens: list[BlockToken]
    parent_tag: str = "div"
    line: int = 0
    end: int = 0
    _block: tuple[int, int] = (0, 0)
    _found: dict[str, tuple[int, int, int | None]] = field(default_factory=dict)
    _text: BlockText | None = None

    def block_end(self, start: int, end: int) -> int:
        """Return the number of the first blank line from `start` on, at most `end`."""
        known_start, stop = self._block
        if not known_start <= start < stop:
            lines, stop = self.lines, start
            while stop < len(lines) and lines[stop].text:
                stop += 1
            self._block = (start, stop)
        return min(stop, end)

    def find_line(self, name: str, start: int, stop: int, matches: Callable[[str], object]) -> int | None:
        """Return the first line from `start` to `stop` whose text `matches`, or None.

        Remembers the answer under `name`, so that a block of which rules take line after line is
        searched once.
        """
        if stop == start + 1:
            return start if matches(self.lines[start].text) else None
        known_start, known_stop, found = self._found.get(name, (0, 0, None))
        if not known_start <= start <= known_stop or (found is not None and found < start):
            known_start = known_stop = start
            found = None
        if found is None and known_stop < stop:
            lines = self.lines
            for number in range(known_stop, stop):
                if matches(lines[number].text):
                    found = number
                    break
            self._found[name] = (known_start, stop, found)
        return found if found is not None and found < stop else None

    def content(self, start: int, end: int) -> Content:
        """Return the lines from `start` to `end` as one text."""
        return Content(self.lines[start:end])

    def block_text(self, start: int) -> tuple[BlockText, int]:
        """Return the text of the block that line `start` is in, and where that line starts in it."""
        first, stop = self._block
        if not first <= start < stop:
            stop, first = self.block_end(start, len(self.lines)), start
        if self._text is None or self._text.first != first:
            self._text = BlockText(first, self.content(first, stop))
        return self._text, self._text.content.starts[start - first]

    def replace(self, start: int, lines: list[Line]) -> None:
        """Put `lines` in the place of as many lines from `start` on."""
        if self.lines[start : start + len(lines)] != lines:
            self.lines[start : start + len(lines)] = lines
            self._block, self._text = (0, 0), None
            self._found.clear()

    def read(self, lines: list[Line], parent_tag: str) -> None:
        """Read `lines` as the blocks inside the element that was opened last."""
        document = self.document
        if document.depth >= MAX_DEPTH:
            document.too_deep = document.too_deep or next((line for line in lines if line.text), None)
            return
        document.depth += 1
        child = BlockState(lines, self.parser, document, self.tokens, parent_tag)
        self.parser.tokenize(child, 0, len(lines))
        document.depth -= 1

    def read_before(self, start: int, end: int) -> None:
        """Read the lines from `start` to `end` in the same place, before what follows them."""
        if start < end:
            self.parser.tokenize(self, start, end)

    def open(self, kind: str, tag: str, line: Line) -> BlockToken:
        """Open an element; `kind` says what was written (see `Block.markup`)."""
        token = BlockToken("open", tag, 1, kind, line)
        self.tokens.append(token)
        return token

    def close(self, opened: BlockToken) -> None:
        """Close the element that `opened` opened."""
        self.tokens.append(BlockToken("close", opened.tag, -1, opened.info, opened=opened))

    def inline(self, lines: Sequence[Line], tag: str) -> None:
        """Add text for the inline rules, inside the element `tag`."""
        self.tokens.append(BlockToken("inline", tag, 0, content=Content(lines)))

    def element(self, kind: str, tag: str, lines: Sequence[Line], line: Line | None = None) -> None:
        """Add an element that holds only text; it begins with `line`, or with the first of `lines`."""
        first = line or lines[0]
        self.tokens.append(BlockToken("element", tag, 0, kind, first, Content(lines)))

    def code(self, tag: str, lines: Sequence[Line]) -> None:
        """Add lines that are not read, inside the element `tag`."""
        self.tokens.append(BlockToken("code", tag, 0, content=Content(lines)))

    def text(self, lines: list[Line]) -> None:
        """Add text as a paragraph or, in a tight list, right inside the item."""
        if not lines[0].text.strip() and not any(line.text.strip() for line in lines):
            return
        stripped = without_indent(lines)
        if not self.document.in_mode("list"):
            self.element("paragraph", "p", stripped)
            return
        last = self.tokens[-1] if self.tokens else None
        if last is not None and last.type == "inline" and not last.loose:
            last.more.extend(lines)
        elif self.last_child() is not None:
            self.inline([Line("", *lines[0].place(0)), *lines], self.parent_tag)
        else:
            self.inline(stripped, self.parent_tag)

    def last_child(self, end: int | None = None) -> int | None:
        """Return the index of the token that ends the last element before `end`, or None.

        Only elements inside the one that is open there count.
        """
        index = (len(self.tokens) if end is None else end) - 1
        while index >= 0:
            token = self.tokens[index]
            if token.type != "inline" or token.loose:
                return index if token.nesting <= 0 else None
            index -= 1
        return None

    def tag_at(self, index: int | None) -> str:
        """Return the tag of the element that ends at `index`; ``p`` for loose text."""
        if index is None:
            return ""
        token = self.tokens[index]
        return "p" if token.type == "inline" else token.tag

    def classes_at(self, index: int) -> str:
        """Return the class attribute of the element that ends at `index`."""
        opened = self.tokens[index].opened
        return opened.attrs.get("class", "") if opened is not None else ""

    @contextmanager
    def inside(self, index: int) -> Iterator[None]:
        """Add tokens at the end of the element that ends at `index`, or after it if it cannot hold any."""
        token = self.tokens[index]
        first = index if token.nesting < 0 or token.type == "element" else index + 1
        tail = self.tokens[first:]
        del self.tokens[first:]
        if token.type == "element":
            tail[0] = self._reopened(token)
        yield
        self.tokens.extend(tail)

    def _reopened(self, element: BlockToken) -> BlockToken:
        """Add what opens `element` and its text again, and return the token that closes it."""
        opened = BlockToken("open", element.tag, 1, element.info, element.line, attrs=element.attrs)
        text = BlockToken(
            "inline", element.tag, 0, content=element.content, ends_footnote=element.ends_footnote
        )
        self.tokens.extend((opened, text))
        return BlockToken("close", element.tag, -1, element.info, opened=opened)

    def loosen(self, index: int) -> None:
        """Turn the text right inside the element that ends at `index` into paragraphs."""
        item = self.tokens[index].opened
        if item is None:
            return
        done, item.loosened = item.loosened, index
        while index > done:
            index -= 1
            token = self.tokens[index]
            if token.nesting > 0:
                break
            if token.type == "inline":
                token.loose = True
            elif token.nesting < 0:
                while self.tokens[index] is not token.opened:
                    index -= 1


def text_of(token: BlockToken) -> Content:
    """Return the text of a token, with what was added to it later."""
    content = token.content or Content(())
    return Content([*content.lines, *token.more]) if token.more else content


def without_indent(lines: list[Line]) -> list[Line]:
    """Return `lines` without blank lines at the top and without the indent of the first."""
    if lines[0].text and not lines[0].text[0].isspace():
        return lines
    first = 0
    while first < len(lines) - 1 and not lines[first].text.strip():
        first += 1
    head = lines[first]
    return [head.cut(len(head.text) - len(head.text.lstrip())), *lines[first + 1 :]]


def strip_line(line: Line, characters: str | None = None) -> Line:
    """Return the line without `characters` (white space by default) at both ends."""
    text = line.text
    start = len(text) - len(text.lstrip(characters))
    return line.cut(start, max(start, len(text.rstrip(characters))))


def detab(lines: Sequence[Line], width: int = 4) -> tuple[list[Line], int]:
    """Take `width` spaces off each line; return those lines and how many there are.

    Stops at the first line that is neither blank nor indented that far.
    """
    prefix = " " * width
    taken: list[Line] = []
    for line in lines:
        if line.text.startswith(prefix):
            taken.append(line.cut(width))
        elif not line.text.strip():
            taken.append(line.cut(0, 0))
        else:
            break
    return taken, len(taken)


def loose_detab(lines: Sequence[Line], level: int = 1) -> list[Line]:
    """Take `level` indents off each line that has them, and leave the others alone."""
    width = 4 * level
    prefix = " " * width
    return [line.cut(width) if line.text.startswith(prefix) else line for line in lines]
