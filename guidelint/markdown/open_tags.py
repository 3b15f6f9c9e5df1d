"""The tags that are open at a place in a text, and the closing tags that are still to come."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

CLOSING_TAG = re.compile(r"</\s*([^\s<>]+)\s*>")


class OpenTags:
    """Names of open tags, innermost last."""

    def __init__(self) -> None:
        self._stack: list[str] = []
        self._counts: dict[str, int] = defaultdict(int)

    def __bool__(self) -> bool:
        return bool(self._stack)

    def open(self, name: str) -> None:
        """Add the tag `name`."""
        self._stack.append(name)
        self._counts[name] += 1

    def close(self, name: str) -> None:
        """Take off the innermost tag `name` and those inside it; do nothing where none is open."""
        if name not in self._counts:
            return
        closed = ""
        while closed != name:
            closed = self._stack.pop()
            self._counts[closed] -= 1
            if not self._counts[closed]:
                del self._counts[closed]

    def clear(self) -> None:
        """Forget all tags."""
        self._stack.clear()
        self._counts.clear()

    def names(self) -> list[str]:
        """Return the names that are open, each once."""
        return list(self._counts)


class ClosingTags:
    """Where the closing tags of a text stand, by their names in lower case."""

    def __init__(self, text: str) -> None:
        self._starts: dict[str, list[int]] = {}
        for match in CLOSING_TAG.finditer(text):
            self._starts.setdefault(match[1].lower(), []).append(match.start())

    def any_between(self, names: list[str], start: int, end: int) -> bool:
        """Tell whether a closing tag of one of `names` starts at `start` or after it, before `end`."""
        for name in names:
            starts = self._starts.get(name, [])
            found = bisect_left(starts, start)
            if found < len(starts) and starts[found] < end:
                return True
        return False
