"""Edits on a text: from places in lines and columns to offsets, which of them fit together, what they make.

All functions are pure. Offsets count characters from 0, ends are exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from guidelint.source import Position

if TYPE_CHECKING:
    from guidelint.findings import Edit
    from guidelint.source import Source

BARE_NEWLINE = re.compile(r"(?<!\r)\n")


class EditError(Exception):
    """An edit that does not stand inside the text, or edits of one fix that overlap."""


class Change(NamedTuple):
    """Put `text` in the place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


class Range(NamedTuple):
    """The characters from `start` to `end`."""

    start: int
    end: int


def changes_of(source: Source, edits: Iterable[Edit]) -> tuple[Change, ...]:
    """Return `edits` as changes of the text of `source`, each once, in the order of their places.

    Line ends in the new text become those of the source. Raises `EditError` for a place outside of
    the text and for edits that overlap.
    """
    found = dict.fromkeys(_change(source, edit) for edit in edits)
    changes = tuple(sorted(found, key=_place))
    if any(overlap(one, other) for one, other in pairwise(changes)):
        raise EditError("its edits overlap")
    return changes


def _change(source: Source, edit: Edit) -> Change:
    place = edit.location
    start = _offset(source, place.line, place.column)
    end = _offset(source, place.end_line, place.end_column)
    if end < start:
        raise EditError("an edit ends before it starts")
    text = BARE_NEWLINE.sub(source.newline, edit.text) if source.newline != "\n" else edit.text
    return Change(start, end, text)


def _offset(source: Source, line: int, column: int) -> int:
    if not 1 <= line <= len(source.lines) or not 1 <= column <= len(source.lines[line - 1]) + 1:
        raise EditError("an edit stands outside of the text")
    return source.offset(Position(line, column))


def overlap(one: Change, other: Change) -> bool:
    """Tell whether two changes touch the same characters.

    Insertions at one place do not: they follow one another; nor does an insertion at either end
    of what is replaced.
    """
    first, second = sorted((one, other), key=_place)
    if first.start == second.start:
        return first.end > first.start and second.end > second.start
    return first.end > second.start


def disjoint(groups: Sequence[Sequence[Change]]) -> list[bool]:
    """Tell for each of `groups`, which are applied as a whole, whether it fits with those before it.

    A change that an earlier group has already made is no obstacle.
    """
    taken: list[Change] = []
    verdicts = []
    for group in groups:
        fits = not any(_is_blocked(taken, change) for change in group)
        verdicts.append(fits)
        for change in group if fits else ():
            index = bisect_left(taken, _place(change), key=_place)
            if change not in _at(taken, change.start):
                taken.insert(index, change)
    return verdicts


def _at(taken: Sequence[Change], start: int) -> Sequence[Change]:
    first = bisect_left(taken, start, key=lambda change: change.start)
    return taken[first : bisect_left(taken, start + 1, key=lambda change: change.start)]


def _is_blocked(taken: Sequence[Change], change: Change) -> bool:
    """Tell whether one of the disjoint and sorted `taken` overlaps `change` and is not the same."""
    index = bisect_left(taken, change.start, key=lambda other: other.start)
    last = bisect_left(taken, max(change.end, change.start + 1), key=lambda other: other.start)
    near = taken[max(0, index - 1) : last]
    return change not in near and any(overlap(change, other) for other in near)


def combined(groups: Iterable[Sequence[Change]]) -> tuple[Change, ...]:
    """Return the changes of disjoint `groups`, each once, in the order of their places.

    Insertions at one place keep the order of the groups.
    """
    return tuple(sorted(dict.fromkeys(change for group in groups for change in group), key=_place))


def apply(source: Source, changes: Sequence[Change]) -> Source:
    """Return `source` with `changes`, which are sorted and disjoint, made."""
    pieces, position = [], 0
    for change in changes:
        pieces += [source.text[position : change.start], change.text]
        position = change.end
    return replace(source, text="".join((*pieces, source.text[position:])))


def changed_ranges(changes: Sequence[Change]) -> tuple[Range, ...]:
    """Return where the texts of sorted, disjoint `changes` stand once they are made."""
    ranges, shift = [], 0
    for change in changes:
        start = change.start + shift
        ranges.append(Range(start, start + len(change.text)))
        shift += len(change.text) - (change.end - change.start)
    return tuple(ranges)


def inverse(source: Source, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes that make `source` of the text that `changes` make of it."""
    return tuple(
        Change(place.start, place.end, source.text[change.start : change.end])
        for place, change in zip(changed_ranges(changes), changes, strict=True)
    )


def _place(change: Change) -> tuple[int, int]:
    return change.start, change.end
