"""Putting lines together again from pieces of a text and new text between them."""

from __future__ import annotations

from collections.abc import Sequence

from guidelint.markdown.lines import Content, Line, join_line

Piece = tuple[int, int] | str


def lines_of(content: Content, pieces: Sequence[Piece]) -> list[Line]:
    """Return the lines that `pieces` make: ranges of `content`, and text that stands nowhere in it."""
    lines: list[Line] = []
    current: list[Line] = []
    for piece in _merged(pieces):
        parts = _new_lines(piece) if isinstance(piece, str) else content.part(*piece)
        current.append(parts[0])
        for part in parts[1:]:
            lines.append(join_line(current))
            current = [part]
    lines.append(join_line(current))
    return lines


def _new_lines(text: str) -> list[Line]:
    return [Line(line) for line in text.split("\n")]


def without_blank_end(lines: list[Line]) -> list[Line]:
    """Return `lines` without the blank ones at the end."""
    end = len(lines)
    while end and not lines[end - 1].text:
        end -= 1
    return lines[:end]


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Join ranges that follow on each other."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else ""
        if not isinstance(piece, str) and not isinstance(last, str) and last[1] == piece[0]:
            merged[-1] = (last[0], piece[1])
        else:
            merged.append(piece)
    return merged
