"""Lines of text that remember where each of their characters stands in a source file.

The renderer cuts, indents, expands and joins lines before it reads them. A `Line` keeps the text as
the renderer sees it together with the way back to the source, so positions stay exact through
tabs, snippets, list indents and raw HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, NamedTuple

from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.source import Source

NO_SOURCE = ""
MANY_PLACES = -1


class Line(NamedTuple):
    """One line as the renderer sees it.

    `path` and `offset` tell where its first character stands. `stops` lists, for a line whose
    characters are not one contiguous piece of the source, the pieces as (index in `text`,
    path, offset in that source).
    """

    text: str
    path: str = NO_SOURCE
    offset: int = 0
    stops: tuple[tuple[int, str, int], ...] = ()

    def place(self, index: int) -> tuple[str, int]:
        """Return the path and offset of the character at `index`."""
        if not self.stops:
            return self.path, self.offset + index
        found = max(bisect_right(self.stops, index, key=_stop_index) - 1, 0)
        start, path, offset = self.stops[found]
        return path, offset + index - start

    def span(self) -> Span:
        """Return the span of the whole line."""
        if not self.stops:
            return _span((self.path, self.offset, self.offset + len(self.text)))
        return Content([self]).span(0, len(self.text))

    def cut(self, start: int, end: int | None = None) -> Line:
        """Return the part of the line from `start` to `end`."""
        text, path, offset, stops = self
        text = text[start:end]
        if not stops:
            return _line((text, path, offset + start, ()))
        first = self.place(start)
        low = bisect_right(stops, start, key=_stop_index)
        high = bisect_left(stops, start + len(text), key=_stop_index)
        rest = tuple([(index - start, path, offset) for index, path, offset in stops[low:high]])
        if not rest:
            return Line(text, *first)
        return Line(text, *first, ((0, *first), *rest))

    def indented(self, prefix: str) -> Line:
        """Return the line with `prefix` before it, which stands nowhere in the source."""
        if not prefix:
            return self
        first = self.place(0)
        stops = self.stops or ((0, *first),)
        moved = tuple((index + len(prefix), path, offset) for index, path, offset in stops)
        return Line(prefix + self.text, *first, ((0, *first), *moved))


def _stop_index(stop: tuple[int, str, int]) -> int:
    return stop[0]


BLANK = Line("")
_line = partial(tuple.__new__, Line)
_span = partial(tuple.__new__, Span)


def lines_at(texts: Sequence[str], path: str, offsets: Sequence[int]) -> list[Line]:
    """Return the lines of `texts`, each standing in one piece at one of `offsets` of `path`."""
    return list(map(_line, zip(texts, repeat(path), offsets, repeat(()))))


def lines_of_source(source: Source) -> list[Line]:
    """Return the lines of a whole file."""
    return lines_at(source.lines, source.path, source.starts) if source.text else []


def standing_at(text: str, path: str, offset: int) -> Line:
    """Return a line of new text in the place of the one character at `offset`."""
    return Line(text, path, offset, tuple([(index, path, offset) for index in range(len(text))]))


def join_line(pieces: Sequence[Line]) -> Line:
    """Return one line made of `pieces`."""
    kept = [piece for piece in pieces if piece.text]
    if not kept:
        return pieces[0] if pieces else BLANK
    if len(kept) == 1:
        return kept[0]
    text, stops = "", []
    for piece in kept:
        base = len(text)
        for index, path, offset in piece.stops or ((0, piece.path, piece.offset),):
            stops.append((base + index, path, offset))
        text += piece.text
    return Line(text, kept[0].path, kept[0].offset, tuple(stops))


def expand_tabs(line: Line, width: int) -> Line:
    """Return the line with its tabs turned into spaces up to the next multiple of `width`."""
    if "\t" not in line.text:
        return line
    column, pieces = 0, []
    for found in re.finditer(r"\t|[^\t]+", line.text):
        if found[0] == "\t":
            spaces = width - column % width
            pieces.append(standing_at(" " * spaces, *line.place(found.start())))
            column += spaces
        else:
            pieces.append(line.cut(found.start(), found.end()))
            column += len(found[0])
    return join_line(pieces)


class Content:
    """Lines joined by line feeds, the text that inline rules and regular expressions work on.

    `path` and `offset` tell where it stands if it is one line in one piece; else `offset` is `MANY_PLACES`.
    """

    __slots__ = ("_starts", "lines", "offset", "path", "text")

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self._starts: list[int] | None = None
        if len(lines) == 1:
            self.text, self.path, self.offset, stops = lines[0]
            if stops:
                self.offset = MANY_PLACES
        else:
            self.path, self.offset = NO_SOURCE, MANY_PLACES
            self.text = "\n".join([line.text for line in lines])

    @property
    def starts(self) -> list[int]:
        """The index at which each line starts in `text`."""
        if self._starts is None:
            lengths = [len(line.text) + 1 for line in self.lines[:-1]]
            self._starts = list(accumulate(lengths, initial=0))
        return self._starts

    def end(self) -> tuple[str, int]:
        """Return the path of the last character, and the offset after it."""
        if self.offset >= 0 and self.text:
            return self.path, self.offset + len(self.text)
        line = self.lines[-1]
        if line.text and not line.stops:
            return line.path, line.offset + len(line.text)
        path, last = self.place(len(self.text) - 1)
        return path, last + 1

    def place(self, index: int) -> tuple[str, int]:
        """Return the path and offset of the character at `index` of `text`."""
        if len(self.lines) == 1:
            return self.lines[0].place(index)
        starts = self._starts or self.starts
        number = bisect_right(starts, index) - 1
        return self.lines[number].place(index - starts[number])

    def span(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]`, of its first file where it crosses files."""
        if self.offset >= 0 and start < end:
            return _span((self.path, self.offset + start, self.offset + end))
        if end <= start:
            path, first = self.place(start)
            return Span(path, first, first)
        line = self.lines[0]
        if len(self.lines) > 1:
            starts = self._starts or self.starts
            number = bisect_right(starts, start) - 1
            base, line = starts[number], self.lines[number]
        else:
            base = 0
        if not line.stops and end - base <= len(line.text):
            offset = line.offset - base
            return _span((line.path, offset + start, offset + end))
        path, first = self.place(start)
        last_path, last = self.place(end - 1)
        return Span(path, first, last + 1 if last_path == path and last >= first else first + 1)

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the parts of `text[start:end]`, on one line, that stand in one piece in the source."""
        path, offset = self.place(start)
        if self.place(end - 1) != (path, offset + end - 1 - start):
            for index in range(start + 1, end):
                before, (path, offset) = (path, offset), self.place(index)
                if before[0] != path or not 0 <= offset - before[1] <= 1:
                    yield start, index
                    start = index
        yield start, end

    def part(self, start: int, end: int) -> list[Line]:
        """Return the lines of `text[start:end]`."""
        starts = self._starts or self.starts
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
        if first >= last:
            return [self._cut(first, start, end)]
        low, high = self._cut(first, start, end), self._cut(last, start, end)
        return [low, *self.lines[first + 1 : last], high]

    def _cut(self, number: int, start: int, end: int) -> Line:
        """Return what `text[start:end]` has of line `number`."""
        base, line = (self._starts or self.starts)[number], self.lines[number]
        low, high = max(start - base, 0), min(end - base, len(line.text))
        return line if low == 0 and high == len(line.text) else line.cut(low, high)
