"""Definitions that count for the whole page: footnotes, abbreviations and link references."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from guidelint.markdown.block_state import TAB, BlockState, BlockText, Footnote, Reference, loose_detab
from guidelint.markdown.lines import Content, Line
from guidelint.markdown.page import Definition

if TYPE_CHECKING:
    from guidelint.source import Span

FOOTNOTE = re.compile(r"[ ]{0,3}\[\^([^\]]*)\]:[ ]*(.*)$")
ABBREVIATION = re.compile(r"^[*]\[(?P<label>[^\\]*?)\][ ]?:[ ]*\n?[ ]*(?P<title>.*)$", re.MULTILINE)
ABBREVIATION_START = re.compile(r"^[*]\[", re.MULTILINE)
ABBREVIATION_END = re.compile(r"\][ ]?:")
BACKSLASH = re.compile(r"\\")
REFERENCE_START = re.compile(
    r"^[ ]{0,3}\[(?P<label>[^\[\]]*)\]:[ ]*(?:\n[ ]*)?(?P<target>\S++)", re.MULTILINE
)
REFERENCE_TITLE = re.compile(
    r"""[ ]*+(?:\n[ ]*+)?(?:(?P<quote>["'])(?P<quoted>.*)(?P=quote)[ ]*|\((?P<bracketed>.*)\)[ ]*)?$""",
    re.MULTILINE,
)
TITLE_QUOTES = {'"': '"', "'": "'", ")": "("}


def footnote(state: BlockState, start: int, stop: int) -> bool:
    """``[^label]: text`` with the lines and the indented blocks that follow."""
    first = _next_footnote(state, start, stop)
    if first is None:
        return False
    number = first
    while True:
        following = _next_footnote(state, number + 1, stop)
        last = stop if following is None else following
        _, first_line = _split(state.lines[number])
        body = [first_line, *loose_detab(state.lines[number + 1 : last])]
        line = last
        if following is None:
            line = _indented_blocks(state, body, stop)
        _define_footnote(state, state.lines[number], body)
        if following is None:
            break
        number = following
    state.read_before(start, first)
    state.line = line
    return True


def _next_footnote(state: BlockState, start: int, end: int) -> int | None:
    return state.find_line("footnote", start, end, FOOTNOTE.match)


def _split(line: Line) -> tuple[str, Line]:
    match = FOOTNOTE.match(line.text)
    if match is None:
        return "", line
    return match[1], line.cut(match.start(2))


def _indented_blocks(state: BlockState, body: list[Line], start: int) -> int:
    """Add the indented blocks after a definition to its body; return the first line after them."""
    line, end = start, state.end
    while True:
        begin = line
        while begin < end and not state.lines[begin].text:
            begin += 1
        if begin >= end or not state.lines[begin].text.startswith(TAB):
            return line
        stop = state.block_end(begin, end)
        other = _next_footnote(state, begin, stop)
        upto = stop if other is None else other
        body.append(Line(""))
        body.extend(loose_detab(state.lines[begin:upto]))
        line = upto
        if other is not None:
            return line


def _define_footnote(state: BlockState, line: Line, body: list[Line]) -> None:
    label, _ = _split(line)
    indent = len(line.text) - len(line.text.lstrip(" "))
    span = Content([line]).span(indent, line.text.index("]:", indent) + 2)
    document = state.document
    document.footnotes[label] = Footnote(label, span, body)
    document.definitions.append(Definition("footnote", label, body[0].text, span))


def abbreviation(state: BlockState, start: int, stop: int) -> bool:
    """``*[label]: text``."""
    if state.find_line("abbreviation", start, stop, _starts_abbreviation) is None:
        return False
    block, position = state.block_text(start)
    content, limit = block.content, block.end_of(stop)
    found = block.search.remember("abbreviation", position, partial(_next_abbreviation, block))
    if found is None or found[0] >= limit:
        return False
    first = following = found[0]
    last = -1
    while match := ABBREVIATION.match(content.text, following, limit):
        label, title = match["label"].strip(), match["title"].strip()
        if not label or not title:
            break
        last = match.end()
        _define_abbreviation(state, label, title, content.span(following, last))
        following = last + 1
    if last < 0:
        return False
    _around(state, start, content, (position, first, last))
    return True


def _next_abbreviation(block: BlockText, position: int) -> tuple[int, int] | None:
    """Find a start with an end before any backslash, the only text that `ABBREVIATION` matches."""
    search = block.search
    while start := search.next(ABBREVIATION_START, position):
        closing, slash = search.next(ABBREVIATION_END, start[1]), search.next(BACKSLASH, start[1])
        if closing is None:
            break
        if slash is None or closing[0] < slash[0]:
            return start
        position = slash[1]
    return None


def _define_abbreviation(state: BlockState, label: str, title: str, span: Span) -> None:
    document = state.document
    if title in ("''", '""'):
        document.abbreviations.pop(label, None)
    else:
        document.abbreviations[label] = title
    document.definitions.append(Definition("abbreviation", label, title, span))


def reference(state: BlockState, start: int, stop: int) -> bool:
    """``[label]: target "title"``."""
    if state.find_line("reference", start, stop, _holds_reference) is None:
        return False
    block, position = state.block_text(start)
    content, limit = block.content, block.end_of(stop)
    found = block.search.remember("reference", position, partial(_next_reference, block))
    written = None
    while found and found[0] < limit and written is None:
        written = _read_reference(content.text, found[0], limit)
        found = _next_reference(block, found[0] + 1)
    if written is None:
        return False
    first = written.start
    while True:
        _define_reference(state, content, written)
        following = _read_reference(content.text, written.end + 1, limit)
        if not following or "\n" in content.text[following.start : following.end]:
            break
        written = following
    _around(state, start, content, (position, first, written.end))
    return True


class _Written(NamedTuple):
    """A reference definition as it stands in a text from `start` to `end`; `target` is a range."""

    start: int
    end: int
    label: str
    target: tuple[int, int]
    title: str | None


def _next_reference(block: BlockText, position: int) -> tuple[int, int] | None:
    while found := block.search.next(REFERENCE_START, position):
        if _read_reference(block.content.text, found[0], len(block.content.text)):
            return found
        position = found[0] + 1
    return None


def _read_reference(text: str, start: int, limit: int) -> _Written | None:
    """Read the definition at `start`; a target without a space may run into its title."""
    match = REFERENCE_START.match(text, start, limit)
    if not match:
        return None
    low, high = match.span("target")
    title = REFERENCE_TITLE.match(text, high, limit)
    if title:
        return _Written(
            start, title.end(), match["label"], (low, high), title["quoted"] or title["bracketed"]
        )
    newline = text.find("\n", high, limit)
    end = newline if newline >= 0 else limit
    last = len(text[low:end].rstrip(" ")) + low - 1
    opening = TITLE_QUOTES.get(text[last])
    quote = text.rfind(opening, low + 1, high) if opening else -1
    return _Written(start, end, match["label"], (low, quote), text[quote + 1 : last]) if quote >= 0 else None


def _define_reference(state: BlockState, content: Content, written: _Written) -> None:
    low, high = written.target
    text = content.text[low:high]
    target = text.lstrip("<").rstrip(">")
    low += len(text) - len(text.lstrip("<"))
    label = written.label.strip().lower()
    target_span = content.span(low, low + len(target))
    state.document.references[label] = Reference(target, written.title or None, target_span)
    whole = content.text[written.start : written.end]
    span = content.span(written.start + len(whole) - len(whole.lstrip(" ")), written.end)
    state.document.definitions.append(Definition("link", label, target, span))


def _starts_abbreviation(text: str) -> bool:
    return text.startswith("*[")


def _holds_reference(text: str) -> bool:
    return "]:" in text


def _around(state: BlockState, start: int, content: Content, places: tuple[int, int, int]) -> None:
    """Read the lines before definitions, and go on with the line after them.

    `places` are where line `start` starts in `content`, and where the definitions start and end.
    """
    position, begin, stop = places
    first = content.text.count("\n", position, begin)
    count = content.text.count("\n", begin, stop) + 1
    state.read_before(start, start + first)
    state.line = start + first + count
