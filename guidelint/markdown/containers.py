"""Admonitions ``!!!``, details ``???`` and tabs ``===``: blocks with an indented body.

A body goes on over blank lines as long as it is indented, also below a list that ends it. Follows
Python-Markdown's `admonition` and `pymdownx.details` and `pymdownx.tabbed` (10 to 13).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from guidelint.markdown.block_state import TAB, BlockState, BlockToken, detab
from guidelint.markdown.lines import Line

ADMONITION = re.compile(r'!!! ?(?P<classes>[\w\-]+(?: +[\w\-]+)*)(?: +"(?P<title>.*?)")? *$')
DETAILS = re.compile(
    r'\?{3}(?P<open>\+)? ?(?:(?P<classes>[\w\-]+(?: +[\w\-]+)*?)?(?: +"(?P<title>.*?)")'
    r"|(?P<only>[\w\-]+(?: +[\w\-]+)*?)) *$"
)
TAB_START = re.compile(r'={3}(?P<flags>\+|\+!|!\+|!)? +"(?P<title>.*?)" *$')
LISTS = frozenset({"ul", "ol", "dl"})
WRAPPED_ITEMS = frozenset({"li", "dd"})


class _Form(Struct, frozen=True):
    """One kind of container: how its first line looks, and what it may continue."""

    start: re.Pattern[str]
    begin: Callable[[BlockState, re.Match[str], Line], BlockToken]
    is_sibling: Callable[[BlockState, int], bool]


def admonition(state: BlockState, start: int, stop: int) -> bool:
    """``!!! type "Title"`` with an indented body."""
    return _container(state, start, stop, _ADMONITION)


def details(state: BlockState, start: int, stop: int) -> bool:
    """``??? type "Title"`` with an indented body."""
    return _container(state, start, stop, _DETAILS)


def _container(state: BlockState, start: int, stop: int, form: _Form) -> bool:
    number = state.find_line(form.start.pattern, start, stop, form.start.match)
    match = form.start.match(state.lines[number].text) if number is not None else None
    if number is not None and match is not None:
        line = state.lines[number]
        state.read_before(start, number)
        body, count = detab(state.lines[number + 1 : stop])
        opened = form.begin(state, match, line)
        state.read(body, opened.tag)
        state.close(opened)
        state.line = number + 1 + count
        return True
    found = _continued(state, start, form.is_sibling)
    if found is None:
        return False
    _read_more(state, start, stop, *found)
    return True


def _continued(
    state: BlockState, start: int, is_sibling: Callable[[BlockState, int], bool]
) -> tuple[int, int] | None:
    """Return the element an indented block continues, and the indent that leads into it."""
    text = state.lines[start].text
    if not text.startswith(TAB):
        return None
    sibling = state.last_child()
    if sibling is None or not is_sibling(state, sibling):
        return None
    return _descend(state, sibling, state.last_child(sibling), text)


def _descend(state: BlockState, sibling: int, last: int | None, text: str) -> tuple[int, int] | None:
    indent = 0
    target: int | None = sibling
    while last is not None and text.startswith(TAB * 2) and state.tag_at(last) in LISTS:
        target = state.last_child(last)
        last = state.last_child(target) if target is not None else None
        text = text[4:]
        indent += 4
    if target is None or not text.startswith(TAB):
        return None
    return target, indent + 4


def _read_more(state: BlockState, start: int, stop: int, target: int, indent: int) -> None:
    body, count = detab(state.lines[start:stop], indent)
    tag = state.tag_at(target)
    if tag in WRAPPED_ITEMS:
        state.loosen(target)
    with state.inside(target):
        state.read(body, tag)
    state.line = start + max(count, 1)


def _begin_admonition(state: BlockState, match: re.Match[str], line: Line) -> BlockToken:
    classes = re.sub(r" {2,}", " ", match["classes"].lower())
    opened = state.open("admonition", "div", line)
    opened.attrs["class"] = f"admonition {classes}"
    if match["title"] is None or match["title"]:
        state.element("admonition-title", "p", [_title(line, match, "classes")])
    return opened


def _begin_details(state: BlockState, match: re.Match[str], line: Line) -> BlockToken:
    classes = re.sub(r" {2,}", " ", (match["only"] or match["classes"] or "").lower())
    opened = state.open("details", "details", line)
    if classes:
        opened.attrs["class"] = classes
    if match["open"]:
        opened.attrs["open"] = "open"
    state.element("summary", "summary", [_title(line, match, "only" if match["only"] else "classes")])
    return opened


def _title(line: Line, match: re.Match[str], classes: str) -> Line:
    """Return the title as written or, without one, the first class, which then stands for it."""
    if match["title"] is None:
        return Line(match[classes].split(" ", 1)[0].capitalize(), *line.place(match.start(classes)))
    return line.cut(match.start("title"), match.end("title"))


def _is_admonition(state: BlockState, index: int) -> bool:
    return state.tag_at(index) == "div" and "admonition" in state.classes_at(index)


def _is_details(state: BlockState, index: int) -> bool:
    return state.tag_at(index) == "details"


def _is_tab_set(state: BlockState, index: int) -> bool:
    return state.tokens[index].info == "tabs"


_ADMONITION = _Form(ADMONITION, _begin_admonition, _is_admonition)
_DETAILS = _Form(DETAILS, _begin_details, _is_details)


def tab(state: BlockState, start: int, stop: int) -> bool:
    """``=== "Title"`` with an indented body; tabs in a row make one set."""
    number = state.find_line("tab", start, stop, TAB_START.match)
    match = TAB_START.match(state.lines[number].text) if number is not None else None
    if number is not None and match is not None:
        _start_tab(state, match, start, number, stop)
        return True
    if not state.lines[start].text.startswith(TAB):
        return False
    sibling = state.last_child()
    if sibling is None or not _is_tab_set(state, sibling):
        return False
    block = state.last_child(sibling)
    if block is None:
        return False
    found = _descend(state, block, state.last_child(block), state.lines[start].text)
    if found is None:
        return False
    _read_more(state, start, stop, *found)
    return True


def _start_tab(state: BlockState, match: re.Match[str], start: int, number: int, stop: int) -> None:
    line = state.lines[number]
    state.read_before(start, number)
    body, count = detab(state.lines[number + 1 : stop])
    sibling = state.last_child()
    if sibling is not None and _is_tab_set(state, sibling) and "!" not in (match["flags"] or ""):
        with state.inside(sibling):
            _tab(state, match, line, body)
    else:
        opened = state.open("tabs", "div", line)
        _tab(state, match, line, body)
        state.close(opened)
    state.line = number + 1 + count


def _tab(state: BlockState, match: re.Match[str], line: Line, body: list[Line]) -> None:
    opened = state.open("tab", "div", line)
    opened.attrs["class"] = "tabbed-block"
    if match["title"]:
        state.inline([line.cut(match.start("title"), match.end("title"))], "label")
    state.read(body, "div")
    state.close(opened)
