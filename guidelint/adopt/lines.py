"""On which line of a foreign file a value stands, whatever the file's syntax."""

from __future__ import annotations

import json
import re
from functools import cached_property

from msgspec import Struct

from guidelint.source import Source


class Lines(Struct, frozen=True, dict=True):
    """A text whose first line is line `first`, 1-based, of the file it stands in."""

    text: str
    first: int = 1

    def find(self, value: str, after: int = 0) -> int:
        """Return the line at or below line `after` that holds `value`, else `after` or the first line.

        A quoted value comes before the same characters inside another one.
        """
        escaped = json.dumps(value, ensure_ascii=False)[1:-1]
        spellings = dict.fromkeys((value, escaped, escaped.replace("/", "\\/")))
        start = self._start(after)
        for wanted in ([mark + spelling + mark for spelling in spellings for mark in "\"'"], spellings):
            places = [place for spelling in wanted if (place := self.text.find(spelling, start)) >= 0]
            if places:
                return self._line(min(places))
        return max(after, self.first)

    def find_number(self, value: int, after: int = 0) -> int:
        """Return the line at or below line `after` that holds the number `value`, else as `find` does."""
        found = re.compile(rf"(?<!\d){value}(?!\d)").search(self.text, self._start(after))
        return self._line(found.start()) if found else max(after, self.first)

    @cached_property
    def _source(self) -> Source:
        return Source("", self.text)

    def _start(self, after: int) -> int:
        row = max(after - self.first, 0)
        return self._source.starts[row] if row < len(self._source.starts) else len(self.text)

    def _line(self, offset: int) -> int:
        return self._source.position(offset).line + self.first - 1
