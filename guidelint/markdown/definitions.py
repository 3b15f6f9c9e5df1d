"""Definitions that count for the whole page: footnotes, abbreviations and link references."""

from __future__ import annotations

import re

from guidelint.markdown.block_state import TAB, BlockState, Footnote, Reference, loose_detab
from guidelint.markdown.lines import Content, Line
from guidelint.markdown.page import Definition

FOOTNOTE = re.compile(r"[ ]{0,3}\[\^([^\]]*)\]:[ ]*(.*)$")
ABBREVIATION = re.compile(r"^[*]\[(?P<label>[^\\]*?)\][ ]?:[ ]*\n?[ ]*(?P<title>.*)$", re.MULTILINE)
REFERENCE = re.compile(
    r"""^[ ]{0,3}\[(?P<label>[^\[\]]*)\]:[ ]*(?:\n[ ]*)?(?P<target>[^\s]+)[ ]*(?:\n[ ]*)?
    (?:(?P<quote>["'])(?P<quoted>.*)(?P=quote)[ ]*|\((?P<bracketed>.*)\)[ ]*)?$""",
    re.MULTILINE | re.VERBOSE,
)


def footnote(state: BlockState, start: int, end: int) -> bool:
    """``[^label]: text`` with the lines and the indented blocks that follow."""
    stop = state.block_end(start, end)
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
            line = _indented_blocks(state, body, stop, end)
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


def _indented_blocks(state: BlockState, body: list[Line], start: int, end: int) -> int:
    """Add the indented blocks after a definition to its body; return the first line after them."""
    line = start
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


def abbreviation(state: BlockState, start: int, end: int) -> bool:
    """``*[label]: text``."""
    stop = state.block_end(start, end)
    if state.find_line("abbreviation", start, stop, _starts_abbreviation) is None:
        return False
    content = state.content(start, stop)
    match = ABBREVIATION.search(content.text)
    if not match or not match["label"].strip() or not match["title"].strip():
        return False
    first = match.start()
    while True:
        _define_abbreviation(state, content, match)
        following = ABBREVIATION.match(content.text, match.end() + 1)
        if not following or not following["label"].strip() or not following["title"].strip():
            break
        match = following
    _around(state, start, content, first, match.end())
    return True


def _define_abbreviation(state: BlockState, content: Content, match: re.Match[str]) -> None:
    label, title = match["label"].strip(), match["title"].strip()
    document = state.document
    if title in ("''", '""'):
        document.abbreviations.pop(label, None)
    else:
        document.abbreviations[label] = title
    span = content.span(match.start(), match.end())
    document.definitions.append(Definition("abbreviation", label, title, span))


def reference(state: BlockState, start: int, end: int) -> bool:
    """``[label]: target "title"``."""
    stop = state.block_end(start, end)
    if state.find_line("reference", start, stop, _holds_reference) is None:
        return False
    content = state.content(start, stop)
    match = REFERENCE.search(content.text)
    if not match:
        return False
    first = match.start()
    while True:
        _define_reference(state, content, match)
        following = REFERENCE.match(content.text, match.end() + 1)
        if not following or "\n" in following[0]:
            break
        match = following
    _around(state, start, content, first, match.end())
    return True


def _define_reference(state: BlockState, content: Content, match: re.Match[str]) -> None:
    written = match["target"]
    target = written.lstrip("<").rstrip(">")
    offset = match.start("target") + len(written) - len(written.lstrip("<"))
    title = match["quoted"] or match["bracketed"]
    label = match["label"].strip().lower()
    target_span = content.span(offset, offset + len(target))
    state.document.references[label] = Reference(target, title, target_span)
    indent = len(match[0]) - len(match[0].lstrip(" "))
    span = content.span(match.start() + indent, match.end())
    state.document.definitions.append(Definition("link", label, target, span))


def _starts_abbreviation(text: str) -> bool:
    return text.startswith("*[")


def _holds_reference(text: str) -> bool:
    return "]:" in text


def _around(state: BlockState, start: int, content: Content, begin: int, stop: int) -> None:
    """Read the lines before definitions, and go on with the line after them."""
    first = content.text.count("\n", 0, begin)
    count = content.text.count("\n", begin, stop) + 1
    state.read_before(start, start + first)
    state.line = start + first + count
