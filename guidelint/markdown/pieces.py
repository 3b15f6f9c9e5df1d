"""Putting lines together again from pieces of a text and new text between them."""

from __future__ import annotations

from collections.abc import Sequence

from guidelint.markdown.lines import Content, Line, join_line, standing_at

Piece = tuple[int, int] | Line | str
NEW = (str, Line)


def lines_of(content: Content, pieces: Sequence[Piece]) -> list[Line]:
    """Return the lines that `pieces` make: ranges of `content`, lines, and new text.

    New text stands where the range before it ends or, at the top, where the first range starts.
    """
    merged = _merged(pieces)
    if len(merged) == 1 and not isinstance(merged[0], NEW):
        return content.part(*merged[0])
    lines: list[Line] = []
    current: list[Line] = []
    position = next((piece[0] for piece in merged if not isinstance(piece, NEW)), 0)
    for piece in merged:
        if isinstance(piece, str):
            place = content.place(position)
            parts = [standing_at(line, *place) for line in piece.split("\n")]
        elif isinstance(piece, Line):
            parts = [piece]
        else:
            parts, position = content.part(*piece), piece[1]
        current.append(parts[0])
        if len(parts) > 1:
            lines.append(join_line(current))
            lines.extend(parts[1:-1])
            current = [parts[-1]]
    lines.append(join_line(current))
    return lines


def without_blank_end(lines: list[Line]) -> list[Line]:
    """Return `lines` without the blank ones at the end."""
    end = len(lines)
    while end and not lines[end - 1].text:
        end -= 1
    return lines[:end]


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Join ranges that follow on each other."""
    merged: list[Piece] = []
    last: Piece = ""
    for piece in pieces:
        if not isinstance(last, NEW) and not isinstance(piece, NEW) and last[1] == piece[0]:
            last = merged[-1] = (last[0], piece[1])
        else:
            merged.append(piece)
            last = piece
    return merged
