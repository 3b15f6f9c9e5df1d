"""The block rules of Python-Markdown's core.

A block is a run of lines without a blank one between them. Each rule looks at the block that
starts at `start` and either leaves it alone or reads all or the first part of it.
"""

from __future__ import annotations

import re

from guidelint.markdown.block_state import (
    TAB,
    BlockState,
    BlockToken,
    detab,
    loose_detab,
    strip_line,
    without_indent,
)
from guidelint.markdown.lines import Content, Line, standing_at
from guidelint.markdown.taken import MARK, MarkdownElement, RawHtml, TakenCode

HEADING = re.compile(r"(?P<marks>\#{1,6})(?P<text>(?:[^\\\#]++|\\.|\#++(?=[^\#]))*+)\#*$")
UNDERLINE = re.compile(r"(?:=+|-+)[ ]*$")
RULE = re.compile(r"[ ]{0,3}(?:(?:-[ ]{0,2}){3,}+|(?:_[ ]{0,2}){3,}+|(?:\*[ ]{0,2}){3,}+)[ ]*$")
QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
FENCE_MARK = re.compile("([> ]*)\x02([0-9]+)\x03$")
MATH_ENDS = {"$$": "$$", "\\[": "\\]", "\\b": "}"}
MATH = re.compile(
    r"""\$\$(?:\\.|[^\\])+?\$\$[ ]*$
      | \\\[(?:\\[^\]]|[^\\])+?\\\][ ]*$
      | \\begin\{(?P<name>[a-z]+\*?)\}(?:\\.|[^\\])+?\\end\{(?P=name)\}[ ]*$""",
    re.VERBOSE | re.DOTALL,
)


def indented_code(state: BlockState, start: int, stop: int) -> bool:
    """A block that starts with four spaces is code, up to the first line with fewer."""
    if not state.lines[start].text.startswith(TAB):
        return False
    block = state.lines[start:stop]
    _, count = detab(block)
    state.code("pre", _unfenced(state, block[:count]))
    state.line = start + count
    if any(FENCE_MARK.match(line.text) for line in block[count:]):
        rest = BlockState(
            _unfenced(state, block[count:]), state.parser, state.document, state.tokens, state.parent_tag
        )
        state.parser.tokenize(rest, 0, len(rest.lines))
        state.line = stop
    return True


def _unfenced(state: BlockState, lines: list[Line]) -> list[Line]:
    """Return the lines of a block that began as indented code, its fences put back as plain text.

    `pymdownx.superfences` gives up the fences of such a block. Their text stays one block, with its
    blank lines.
    """
    restored: list[Line] = []
    for line in lines:
        match = FENCE_MARK.match(line.text)
        taken = state.document.stash.taken[int(match[2])] if match else None
        if match and isinstance(taken, TakenCode):
            shift = max(taken.indent - len(match[1]), 0)
            restored.extend(_shifted(item, shift) for item in taken.lines)
        else:
            restored.append(line)
    return restored


def _shifted(line: Line, width: int) -> Line:
    return line.cut(width) if line.text.strip() else standing_at(" ", *line.place(0))


def math_block(state: BlockState, start: int, stop: int) -> bool:
    """A block of maths as `pymdownx.arithmatex` finds it."""
    ending = MATH_ENDS.get(state.lines[start].text[:2])
    if ending is None or not _ends_with(state.lines[stop - 1].text, ending):
        return False
    content = state.content(start, stop)
    if not MATH.match(content.text):
        return False
    state.code("div", content.lines)
    state.line = stop
    return True


def _ends_with(text: str, ending: str) -> bool:
    text = text.rstrip(" ")
    before = text[: -len(ending)]
    return text.endswith(ending) and (len(before) - len(before.rstrip("\\"))) % 2 == 0


def heading(state: BlockState, start: int, stop: int) -> bool:
    """The first line of a block that starts with ``#`` is a heading; lines before it come first."""
    number = state.find_line("heading", start, stop, HEADING.match)
    match = HEADING.match(state.lines[number].text) if number is not None else None
    if number is None or match is None:
        return False
    state.read_before(start, number)
    line = state.lines[number]
    text = strip_line(line.cut(match.start("text"), match.end("text")))
    state.element("heading", f"h{len(match['marks'])}", [text], line)
    if state.document.in_mode("looselist"):
        state.replace(number + 1, loose_detab(state.lines[number + 1 : stop]))
    state.line = number + 1
    return True


def underlined_heading(state: BlockState, start: int, stop: int) -> bool:
    """The first two lines of a block are a heading where the second underlines the first."""
    if start + 1 >= stop or not UNDERLINE.match(state.lines[start + 1].text):
        return False
    line = state.lines[start]
    level = 1 if state.lines[start + 1].text.startswith("=") else 2
    state.element("heading", f"h{level}", [strip_line(line)], line)
    state.line = start + 2
    return True


def thematic_break(state: BlockState, start: int, stop: int) -> bool:
    """A line of three or more ``-``, ``_`` or ``*``; lines before it come first."""
    number = state.find_line("thematic_break", start, stop, RULE.match)
    if number is None:
        return False
    state.read_before(start, number)
    state.tokens.append(BlockToken("rule", "hr", 0))
    state.line = number + 1
    return True


def block_quote(state: BlockState, start: int, stop: int) -> bool:
    """From the first line with ``>`` on, the whole block is a quote."""
    first = state.find_line("block_quote", start, stop, QUOTE.match)
    if first is None or state.document.depth > 50:
        return False
    state.read_before(start, first)
    quoted = [_unquote(line) for line in state.lines[first:stop]]
    sibling = state.last_child()
    with state.document.mode("blockquote"):
        if sibling is not None and state.tag_at(sibling) == "blockquote":
            with state.inside(sibling):
                state.read(quoted, "blockquote")
        else:
            opened = state.open("quote", "blockquote", state.lines[first])
            state.read(quoted, "blockquote")
            state.close(opened)
    state.line = stop
    return True


def _unquote(line: Line) -> Line:
    if line.text.strip() == ">":
        return line.cut(len(line.text))
    match = QUOTE.match(line.text)
    return line.cut(match.end()) if match else line


def markdown_element(state: BlockState, start: int, stop: int) -> bool:
    """A mark at the start of a block that stands for an HTML element with Markdown inside."""
    match = MARK.match(state.lines[start].text)
    if not match:
        return False
    element = state.document.stash.taken[int(match[1])]
    if isinstance(element, MarkdownElement):
        read_element(state, element)
    elif isinstance(element, RawHtml) and element.tag:
        state.tokens.append(BlockToken("html", element.tag, 0, raw=element))
    else:
        return False
    line = state.lines[start]
    if match.end() < len(line.text):
        state.replace(start, [line.cut(match.end())])
        state.read_before(start, stop)
    else:
        state.read_before(start + 1, stop)
    state.line = stop
    return True


def read_element(state: BlockState, element: MarkdownElement) -> None:
    """Add an HTML element and what its content is read as."""
    line = Line(element.content.text[element.start : element.tag_end], *element.content.place(element.start))
    opened = state.open("html", element.tag, line)
    opened.attrs = {item.name: item.value for item in element.attributes if item.name != "markdown"}
    opened.element = element
    if element.mode == "block":
        state.read(list(element.lines), element.tag)
    else:
        _read_span(state, element)
    state.close(opened)


def _read_span(state: BlockState, element: MarkdownElement) -> None:
    """The text of an element in `span` mode is inline; elements inside it are read in turn."""
    content = Content(element.lines)
    position = 0
    for match in MARK.finditer(content.text):
        inner = state.document.stash.taken[int(match[1])]
        if not isinstance(inner, MarkdownElement):
            continue
        if content.text[position : match.start()].strip():
            state.inline(content.part(position, match.start()), element.tag)
        read_element(state, inner)
        position = match.end()
    if content.text[position:].strip():
        state.inline(content.part(position, len(content.text)), element.tag)


def paragraph(state: BlockState, start: int, stop: int) -> bool:
    """Whatever nothing else wanted."""
    state.text(state.lines[start:stop])
    state.line = stop
    return True


__all__ = [
    "block_quote",
    "heading",
    "indented_code",
    "markdown_element",
    "math_block",
    "paragraph",
    "read_element",
    "thematic_break",
    "underlined_heading",
    "without_indent",
]
