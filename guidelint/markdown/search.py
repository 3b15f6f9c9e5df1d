"""Searching a text for many things, no stretch of it twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

Range = tuple[int, int]


class Search:
    """Finds the next match of patterns in `text` up to `end`.

    Remembers the last answer for each pattern, so that asking again and again, from places that move
    on through the text, costs no more than one walk through it.
    """

    def __init__(self, text: str, end: int | None = None) -> None:
        self._text = text
        self._end = len(text) if end is None else end
        self._known: dict[object, tuple[int, Range | None]] = {}

    def next(self, pattern: re.Pattern[str], start: int) -> Range | None:
        """Return the range of the first match of `pattern` at `start` or after it."""
        asked, found = self._known.get(pattern, (self._end + 1, None))
        if start < asked or (found is not None and found[0] < start):
            match = pattern.search(self._text, start, self._end)
            found = match.span() if match else None
            self._known[pattern] = (start, found)
        return found

    def remember(self, name: str, start: int, find: Callable[[int], Range | None]) -> Range | None:
        """The same for what `find` finds at the place it is given or after it."""
        asked, found = self._known.get(name, (self._end + 1, None))
        if start < asked or (found is not None and found[0] < start):
            found = find(start)
            self._known[name] = (start, found)
        return found
