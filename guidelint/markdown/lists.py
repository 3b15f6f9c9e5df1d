"""Lists by Python-Markdown's four-space rule, and definition lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guidelint.markdown.block_state import (
    LIST_TAGS,
    TAB,
    BlockState,
    detab,
    loose_detab,
    strip_line,
    text_of,
)
from guidelint.markdown.html_tags import OPEN_TAG

if TYPE_CHECKING:
    from guidelint.markdown.lines import Line
    from guidelint.markdown.taken import RawHtml

ORDERED = re.compile(r"[ ]{0,3}\d+\.[ ]+")
BULLET = re.compile(r"[ ]{0,3}[*+-][ ]+")
ITEM = re.compile(r"[ ]{0,3}(?:\d+\.|[*+-])[ ]+")
NESTED_ITEM = re.compile(r"[ ]{4,7}(?:\d+\.|[*+-])[ ]+")
INDENT = re.compile(r"(?:[ ]{4})*")
DEFINITION = re.compile(r"[ ]{0,3}:[ ]{1,3}")
NOT_INDENTED = re.compile(r"[ ]{0,3}[^ :]")

ITEM_TAGS = frozenset({"li"})
DEFINITION_ITEM_TAGS = frozenset({"li", "dd"})
DEFINITION_LIST_TAGS = LIST_TAGS | {"dl"}


def list_indent(state: BlockState, start: int, stop: int) -> bool:
    """An indented block after a list belongs to the list's last item of that depth."""
    return _indented(state, start, stop, ITEM_TAGS, LIST_TAGS, "li")


def definition_indent(state: BlockState, start: int, stop: int) -> bool:
    """The same for definition lists, which may hold lists and stand in them."""
    return _indented(state, start, stop, DEFINITION_ITEM_TAGS, DEFINITION_LIST_TAGS, "dd")


def _indented(
    state: BlockState, start: int, stop: int, items: frozenset[str], lists: frozenset[str], new_item: str
) -> bool:
    if not state.lines[start].text.startswith(TAB) or state.document.in_mode("detabbed"):
        return False
    last = state.last_child()
    in_item = state.parent_tag in items
    if not in_item and state.tag_at(last) not in lists:
        return False
    block = state.lines[start:stop]
    level, target = _target(state, block[0].text, items, lists)
    block = loose_detab(block, level)
    with state.document.mode("detabbed"):
        if in_item:
            if last is not None and state.tag_at(last) in lists:
                _read_inside(state, last, block)
            else:
                state.read(block, state.parent_tag)
        elif target is None:
            _new_item(state, None, block, new_item)
        elif state.tag_at(target) in items:
            _read_inside(state, target, block)
        else:
            item = state.last_child(target)
            if item is not None and state.tag_at(item) in items:
                state.loosen(item)
                _read_inside(state, item, block)
            else:
                _new_item(state, target, block, new_item)
    state.line = stop
    return True


def _target(
    state: BlockState, text: str, items: frozenset[str], lists: frozenset[str]
) -> tuple[int, int | None]:
    """Return how many indents the block is deep in lists, and the element it then stands in."""
    indent = INDENT.match(text)
    depth = len(indent[0]) // 4 if indent else 0
    level = 1 if state.document.in_mode("list") else 0
    parent: int | None = None
    while depth > level:
        child = state.last_child(parent)
        tag = state.tag_at(child)
        if tag not in lists and tag not in items:
            break
        if tag in lists:
            level += 1
        parent = child
    return level, parent


def _read_inside(state: BlockState, index: int, lines: list[Line]) -> None:
    tag = state.tag_at(index)
    with state.inside(index):
        state.read(lines, tag)


def _new_item(state: BlockState, index: int | None, lines: list[Line], tag: str) -> None:
    if index is None:
        opened = state.open("list", tag, lines[0])
        state.read(lines, tag)
        state.close(opened)
        return
    with state.inside(index):
        _new_item(state, None, lines, tag)


def ordered_list(state: BlockState, start: int, stop: int) -> bool:
    """A block whose first line starts with a number and a full stop."""
    return _list(state, start, stop, ORDERED, "ol")


def bullet_list(state: BlockState, start: int, stop: int) -> bool:
    """A block whose first line starts with ``*``, ``+`` or ``-``."""
    return _list(state, start, stop, BULLET, "ul")


def _list(state: BlockState, start: int, stop: int, marker: re.Pattern[str], tag: str) -> bool:
    if not marker.match(state.lines[start].text):
        return False
    items = _items(state.lines[start:stop])
    document = state.document
    sibling = state.last_child()
    if sibling is not None and state.tag_at(sibling) in LIST_TAGS:
        item = state.last_child(sibling)
        if item is not None:
            state.loosen(item)
        with state.inside(sibling):
            first = items.pop(0)
            with document.mode("looselist"):
                _item(state, first)
            with document.mode("list"):
                _add_items(state, items)
    elif state.parent_tag in LIST_TAGS:
        with document.mode("list"):
            _add_items(state, items)
    else:
        opened = state.open("list", tag, state.lines[start])
        with document.mode("list"):
            _add_items(state, items)
        state.close(opened)
    state.line = stop
    return True


def _items(lines: list[Line]) -> list[list[Line]]:
    """Split the lines of a block into the items of a list."""
    items: list[list[Line]] = []
    for line in lines:
        match = ITEM.match(line.text)
        if match:
            items.append([line.cut(match.end())])
        elif NESTED_ITEM.match(line.text) and not items[-1][0].text.startswith(TAB):
            items.append([line])
        else:
            items[-1].append(line)
    return items


def _add_items(state: BlockState, items: list[list[Line]]) -> None:
    for item in items:
        last = state.last_child()
        if item[0].text.startswith(TAB) and last is not None:
            _read_inside(state, last, item)
        else:
            _item(state, item)


def _item(state: BlockState, lines: list[Line]) -> None:
    opened = state.open("list", "li", lines[0])
    state.read(lines, "li")
    state.close(opened)


def definition_list(state: BlockState, start: int, stop: int) -> bool:
    """Lines of terms followed by a line that starts with a colon."""
    number = state.find_line("definition_list", start, stop, DEFINITION.match)
    match = DEFINITION.match(state.lines[number].text) if number is not None else None
    if number is None or match is None:
        return False
    terms = [strip_line(line) for line in state.lines[start:number] if line.text.strip()]
    rest = state.lines[number + 1 : stop]
    if rest and NOT_INDENTED.match(rest[0].text):
        body, count = rest, len(rest)
    else:
        body, count = detab(rest)
    body = [state.lines[number].cut(match.end()), *body]
    sibling = state.last_child()
    if not terms and sibling is None:
        return False
    mode = "list"
    if not terms and state.tag_at(sibling) == "p":
        mode = "looselist"
        terms = _take_paragraph(state)
        sibling = state.last_child()
    if sibling is not None and state.tag_at(sibling) == "dl":
        last = state.last_child(sibling)
        if not terms and state.tag_at(last) == "dd" and state.last_child(last) is not None:
            mode = "looselist"
        with state.inside(sibling):
            _definition(state, terms, body, mode)
    else:
        opened = state.open("definition-list", "dl", state.lines[start])
        _definition(state, terms, body, mode)
        state.close(opened)
    state.line = number + 1 + count
    return True


def _take_paragraph(state: BlockState) -> list[Line]:
    """Remove the paragraph before a definition and return the lines that it begins with as terms."""
    last = state.tokens.pop()
    if last.raw is not None:
        return _inner_lines(last.raw)
    first = last
    while last.opened is not None and state.tokens[-1] is not last.opened:
        first = state.tokens.pop()
    if last.opened is not None:
        state.tokens.pop()
    return list(text_of(first).lines) if first.type in ("inline", "element") else []


def _inner_lines(raw: RawHtml) -> list[Line]:
    """Return the lines of what stands between the tags of an element."""
    start, end = raw.ranges[0][0], raw.ranges[-1][1]
    opening = OPEN_TAG.match(raw.content.text, start)
    closing = raw.content.text.rfind("</", start, end)
    return raw.content.part(opening.end(), closing) if opening and closing >= opening.end() else []


def _definition(state: BlockState, terms: list[Line], body: list[Line], mode: str) -> None:
    for term in terms:
        state.element("definition-list", "dt", [term])
    opened = state.open("definition-list", "dd", body[0])
    with state.document.mode(mode):
        state.read(body, "dd")
    state.close(opened)
