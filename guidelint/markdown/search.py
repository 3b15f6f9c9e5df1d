"""Searching a text for many things, no stretch of it twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


class Search:
    """Finds the next match of patterns in `text` up to `end`.

    Remembers the last answer for each pattern, so that asking again and again, from places that move
    on through the text, costs no more than one walk through it.
    """

    def __init__(self, text: str, end: int | None = None) -> None:
        self._text = text
        self._end = len(text) if end is None else end
        self._known: dict[re.Pattern[str], tuple[int, tuple[int, int] | None]] = {}

    def next(self, pattern: re.Pattern[str], start: int) -> tuple[int, int] | None:
        """Return the range of the first match of `pattern` at `start` or after it."""
        asked, found = self._known.get(pattern, (self._end + 1, None))
        if start < asked or (found is not None and found[0] < start):
            match = pattern.search(self._text, start, self._end)
            found = match.span() if match else None
            self._known[pattern] = (start, found)
        return found
