"""Blocks of GitHub Markdown: the rules of markdown-it-py, with the place of every token.

markdown-it-py gives blocks line numbers only. Each rule is wrapped: while the state still knows which
part of a line belongs to the block, its text is kept as a `Content`, which leads back to the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from markdown_it.common.utils import normalizeReference
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    code,
    fence,
    heading,
    hr,
    html_block,
    lheading,
    list_block,
    paragraph,
    reference,
    table,
)
from mdit_py_plugins.footnote.index import footnote_def
from msgspec import Struct, field

from guidelint.markdown.lines import Content, Line, join_line
from guidelint.markdown.page import Definition
from guidelint.source import Source, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*\Z", re.IGNORECASE)
LABEL_END = re.compile(r"(?:[^\\\]]|\\.)*+", re.DOTALL)
ATX_MARKS = re.compile(r"#+\s*")
BLANKS = re.compile(r"\s*")
PIPE = re.compile(r"(?<!\\)\|")
MARGIN = " \t\n\v\f\r"

BlockRule = Callable[[StateBlock, int, int, bool], bool]


class Body(Struct, frozen=True):
    """The text that is parsed, line ends as line feeds, and the way back to its source.

    `starts` and `places` are the offsets of each line in `text` and in the source.
    """

    path: str
    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, offset: int) -> int:
        """Return the offset in the source of the character at `offset` of `text`."""
        number = bisect_right(self.starts, offset) - 1
        return self.places[number] + offset - self.starts[number]

    def line(self, start: int, end: int) -> Line:
        """Return `text[start:end]`, a part of one line."""
        return Line(self.text[start:end], self.path, self.place(start))


def read_body(source: Source, offset: int) -> Body:
    """Return the text of `source` from `offset`, the start of a line, as CommonMark normalises it."""
    first = source.position(offset).line - 1
    lines = source.lines[first:]
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    text = "\n".join(lines).replace("\0", "\ufffd")
    return Body(source.path, text, tuple(starts), source.starts[first:])


class References(Struct):
    """The definitions of a page. `targets` leads from a label in normal form to its target."""

    definitions: list[Definition] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    targets: dict[str, Span] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)

    def add(self, definition: Definition, key: str) -> None:
        """Add a definition."""
        self.definitions.append(definition)
        self.keys.append(key)


class BlockState(StateBlock):
    """The state of the block rules. Every token for a list item knows where its marker stands."""

    def __init__(self, body: Body, md: MarkdownIt, references: References, tokens: list[Token]) -> None:
        super().__init__(body.text, md, {"references": {}}, tokens)
        self.body = body
        self.references = references
        self.too_deep: int | None = None

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Push a token; the parser sets `line` to the line of an item before it is opened."""
        token = super().push(ttype, tag, nesting)
        if ttype == "list_item_open":
            token.meta["span"] = _span(self.bare(self.line))
        return token

    def head(self, number: int) -> int:
        """Return the offset of the first character of a line that is part of its container."""
        return self.bMarks[number] + self.tShift[number]

    def bare(self, number: int) -> Line:
        """Return a line without the marks of its containers and without its indent."""
        return self.body.line(self.head(number), self.eMarks[number])

    def cut(self, number: int) -> Line:
        """Return a line without the marks and the indent of its containers.

        A tab that is cut in two leaves spaces that stand nowhere in the source.
        """
        text = self.getLines(number, number + 1, self.blkIndent, keepLastLF=False)
        end = self.eMarks[number]
        for spaces in range(4):
            start = end - len(text) + spaces
            if self.src.startswith(text[spaces:], start, end) and start >= 0:
                return self.body.line(start, end).indented(text[:spaces])
        return self.bare(number)

    def content(self, token: Token) -> Content:
        """Return the lines of `token`."""
        first, last = token.map or (0, 0)
        return Content([self.cut(number) for number in range(first, last)] or [self.body.line(0, 0)])


class BlockParser(ParserBlock):
    """The block rules of GitHub, wrapped; it remembers where blocks nest too deeply to be read."""

    def __init__(self) -> None:
        super().__init__()
        rules = self.ruler
        rules.at("table", located(table, _table), {"alt": ["paragraph", "reference"]})
        rules.at("code", located(code, _lines))
        interrupting = ["paragraph", "reference", "blockquote", "list"]
        rules.at("fence", located(fence, _lines), {"alt": interrupting})
        rules.at("blockquote", located(blockquote, _quote), {"alt": interrupting})
        rules.at("hr", hr, {"alt": interrupting})
        heading_alt = ["paragraph", "reference", "blockquote"]
        rules.at("list", located(list_block, _nothing), {"alt": heading_alt})
        rules.at("reference", located_reference)
        rules.at("html_block", located(html_block, _lines), {"alt": heading_alt})
        rules.at("heading", located(heading, _heading), {"alt": heading_alt})
        rules.at("lheading", located(lheading, _paragraph))
        rules.at("paragraph", located(paragraph, _paragraph))
        footnote = located(footnote_def, _footnote)
        rules.before("reference", "footnote_def", footnote, {"alt": ["paragraph", "reference"]})

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 (overrides)
        """Read blocks, and remember the first line that the limit on nesting leaves out."""
        is_deep = state.level >= state.md.options["maxNesting"]
        if is_deep and isinstance(state, BlockState) and state.too_deep is None:
            state.too_deep = state.body.place(state.head(startLine))
        super().tokenize(state, startLine, endLine)


def located(rule: BlockRule, locate: Callable[[BlockState, int], None]) -> BlockRule:
    """Return `rule` with `locate` called after it, with the index of its first token."""

    def wrapped(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
        if silent or not isinstance(state, BlockState):
            return rule(state, start_line, end_line, silent)
        first, index = state.bare(start_line), len(state.tokens)
        if not rule(state, start_line, end_line, silent):
            return False
        state.tokens[index].meta["span"] = _span(first)
        locate(state, index)
        return True

    return wrapped


def _span(line: Line) -> Span:
    return Span(line.path, line.offset, line.offset + len(line.text.rstrip(MARGIN)))


def _nothing(_state: BlockState, _index: int) -> None:
    """Leave a block alone whose content is located by other rules."""


def _lines(state: BlockState, index: int) -> None:
    token = state.tokens[index]
    token.meta["content"] = state.content(token)


def _paragraph(state: BlockState, index: int) -> None:
    inline = state.tokens[index + 1]
    inline.meta["content"] = _trimmed(state.content(inline))


def _heading(state: BlockState, index: int) -> None:
    inline = state.tokens[index + 1]
    number = (inline.map or [0])[0]
    line = state.bare(number)
    marks = ATX_MARKS.match(line.text)
    start = marks.end() if marks else 0
    inline.meta["content"] = Content([line.cut(start, start + len(inline.content))])


def _quote(state: BlockState, index: int) -> None:
    """Make a quote at the top level that starts with a line such as ``[!NOTE]`` an alert."""
    tokens = state.tokens
    if state.level or len(tokens) < index + 4 or tokens[index + 2].type != "inline":
        return
    inline = tokens[index + 2]
    content: Content = inline.meta["content"]
    match = ALERT.match(content.lines[0].text)
    alone = len(content.lines) == 1
    if match is None or tokens[index + 1].type != "paragraph_open" or (alone and len(tokens) == index + 5):
        return
    tokens[index].tag = "div"
    tokens[index].meta["markup"] = "alert"
    tokens[index].attrs = {"class": f"markdown-alert markdown-alert-{match[1].lower()}"}
    inline.meta["content"] = Content(content.lines[1:] or [content.lines[0].cut(match.end())])


def _footnote(state: BlockState, index: int) -> None:
    token = state.tokens[index]
    label = token.meta["label"]
    key = normalizeReference(label)
    span: Span = token.meta["span"]
    marker = Span(span.path, span.start, span.start + len(label) + len("[^]:"))
    token.meta["key"] = key
    token.meta["effective"] = key not in state.references.footnotes
    state.references.footnotes.setdefault(key, label)
    token.meta["marker"] = marker
    text = state.body.text[state.head(token.map[0]) : state.eMarks[token.map[0]]] if token.map else ""
    value = text[len(label) + len("[^]:") :].strip()
    definition = Definition("footnote", label, value, marker, effective=token.meta["effective"])
    state.references.add(definition, key)


def located_reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a link reference definition and keep where its label and its target stand."""
    if not reference(state, start_line, end_line, silent):
        return False
    if silent or not isinstance(state, BlockState):
        return True
    content = Content([state.bare(number) for number in range(start_line, state.line)])
    text = content.text
    label_end = LABEL_END.match(text, 1)
    close = label_end.end() if label_end else 1
    blanks = BLANKS.match(text, close + 2)
    start, end = target_range(state.md, text, blanks.end() if blanks else close + 2, len(text))
    key = normalizeReference(text[1:close])
    target = content.span(start, end)
    effective = key not in state.references.targets
    state.references.targets.setdefault(key, target)
    whole = content.span(0, len(text.rstrip()))
    definition = Definition("link", text[1:close], text[start:end], whole, effective=effective)
    state.references.add(definition, key)
    return True


def target_range(md: MarkdownIt, text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of the link destination at `start`, angle brackets left out."""
    found = md.helpers.parseLinkDestination(text, start, end)
    if not found.ok:
        return start, start
    return (start + 1, found.pos - 1) if text[start] == "<" else (start, found.pos)


def _table(state: BlockState, index: int) -> None:
    cells: list[Line] = []
    empty = state.body.line(0, 0)
    for token in state.tokens[index + 1 :]:
        if token.map and token.nesting > 0:
            line = state.bare(token.map[0])
            token.meta["span"] = _span(line)
        if token.type == "tr_open":
            cells, empty = _cells(line), line.cut(len(line.text))
            cells.reverse()
        elif token.type in ("th_open", "td_open"):
            token.meta["span"] = _span(cells[-1] if cells else empty)
        elif token.type == "inline":
            token.meta["content"] = Content([cells.pop() if cells else empty])


def _cells(line: Line) -> list[Line]:
    """Split a row at its pipes. A pipe after a backslash belongs to a cell, without the backslash."""
    bounds = [-1, *(match.start() for match in PIPE.finditer(line.text)), len(line.text)]
    parts = [line.cut(low + 1, high) for low, high in pairwise(bounds)]
    if parts and not parts[0].text.strip(MARGIN):
        parts.pop(0)
    if parts and not parts[-1].text.strip(MARGIN):
        parts.pop()
    return [_trimmed(Content([_unescaped(part)])).lines[0] for part in parts]


def _unescaped(cell: Line) -> Line:
    pieces, position = [], 0
    while (found := cell.text.find("\\|", position)) >= 0:
        pieces.append(cell.cut(position, found))
        position = found + 1
        pieces.append(cell.cut(position, position + 1))
        position += 1
    return join_line([*pieces, cell.cut(position)]) if pieces else cell


def _trimmed(content: Content) -> Content:
    text = content.text
    start = len(text) - len(text.lstrip(MARGIN))
    end = max(len(text.rstrip(MARGIN)), start)
    return Content(content.part(start, end) or [content.lines[0].cut(0, 0)])
