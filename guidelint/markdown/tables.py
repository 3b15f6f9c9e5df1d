"""Tables, as Python-Markdown's `tables` extension splits them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from guidelint.markdown.block_state import BlockState, strip_line

if TYPE_CHECKING:
    from guidelint.markdown.lines import Line

CELL_PARTS = re.compile(r"\\\\|(?P<escaped>\\`+)|(?P<ticks>`+)|\\\||(?P<pipe>\|)")
END_BORDER = re.compile(r"(?<!\\)(?:\\\\)*\|$")


def table(state: BlockState, start: int, stop: int) -> bool:
    """A block whose second line is made of ``|``, ``:`` and ``-`` in as many cells as the first."""
    if start + 1 >= stop or not state.lines[start + 1].text.strip(" "):
        return False
    second = state.lines[start + 1].text
    if set(second) - set("|:- "):
        return False
    head, ruler = strip_line(state.lines[start], " "), strip_line(state.lines[start + 1], " ")
    bordered = _has_border(head.text)
    columns = len(_cells(head, bordered=bordered))
    if len(_cells(ruler, bordered=bordered)) != columns or (columns == 1 and not bordered):
        return False
    rows = [strip_line(line, " ") for line in state.lines[start:stop]]
    if columns == 1 and not all(_has_border(row.text) for row in rows[1:]):
        return False
    opened = state.open("table", "table", state.lines[start])
    for number, row in enumerate(rows):
        if number == 1:
            continue
        _row(state, _cells(row, bordered=bordered), columns, "th" if number == 0 else "td")
    state.close(opened)
    state.line = stop
    return True


def _has_border(text: str) -> bool:
    return text.startswith("|") or END_BORDER.search(text) is not None


def _row(state: BlockState, cells: list[Line], columns: int, tag: str) -> None:
    opened = state.open("table", "tr", cells[0])
    for cell in cells[:columns]:
        state.element("table", tag, [strip_line(cell, " ")])
    state.close(opened)


def _cells(row: Line, *, bordered: bool) -> list[Line]:
    """Split a row at its pipes, those in code and escaped ones left out."""
    if bordered:
        if row.text.startswith("|"):
            row = row.cut(1)
        border = END_BORDER.search(row.text)
        if border:
            row = row.cut(0, border.start())
    pipes = _pipes(row.text)
    return [row.cut(before + 1, after) for before, after in pairwise([-1, *pipes, len(row.text)])]


def _pipes(text: str) -> list[int]:
    pipes: list[int] = []
    ticks: list[tuple[int, int, int, int]] = []
    for match in CELL_PARTS.finditer(text):
        if match["pipe"]:
            pipes.append(match.start())
        elif match["escaped"]:
            length = len(match[0]) - 1
            ticks.append((match.start(), match.end() - 1, length, length - 1))
        elif match["ticks"]:
            ticks.append((match.start(), match.end() - 1, len(match[0]), len(match[0])))
    if not pipes or not ticks:
        return pipes
    code = _code_ranges(ticks)
    return [pipe for pipe in pipes if not any(first <= pipe <= last for first, last in code)]


def _code_ranges(ticks: list[tuple[int, int, int, int]]) -> list[tuple[int, int]]:
    """Pair runs of backticks of equal length; an escaped run is one shorter as an opening."""
    ranges, position = [], 0
    while position < len(ticks):
        start, _, _, opening = ticks[position]
        closing = next((n for n in range(position + 1, len(ticks)) if ticks[n][2] == opening), None)
        if opening and closing is not None:
            ranges.append((start, ticks[closing][1]))
            position = closing + 1
        else:
            position += 1
    return ranges
