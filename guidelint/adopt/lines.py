"""On which line of a foreign file a value stands, whatever the file's syntax."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Lines:
    """A text whose first line is line `first`, 1-based, of the file it stands in."""

    text: str
    first: int = 1

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def find(self, value: str, after: int = 0) -> int:
        """Return the line at or below line `after` that holds `value`, else `after` or the first line.

        A quoted value comes before the same characters inside another one.
        """
        escaped = json.dumps(value, ensure_ascii=False)[1:-1]
        spellings = list(dict.fromkeys((value, escaped, escaped.replace("/", "\\/"))))
        quoted = [f"{mark}{spelling}{mark}" for spelling in spellings for mark in "\"'"]
        start = max(after - self.first, 0)
        for wanted in (quoted, spellings):
            for number, line in enumerate(self._lines[start:], start + self.first):
                if any(spelling in line for spelling in wanted):
                    return number
        return max(after, self.first)

    def find_number(self, value: int, after: int = 0) -> int:
        """Return the line at or below line `after` that holds the number `value`, else as `find` does."""
        pattern = re.compile(rf"(?<!\d){value}(?!\d)")
        start = max(after - self.first, 0)
        for number, line in enumerate(self._lines[start:], start + self.first):
            if pattern.search(line):
                return number
        return max(after, self.first)
