"""Gathers what the reader of one tool's settings finds."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from guidelint.adopt.model import Carried, Entry, Left, Replacement
from guidelint.adopt.regex import Flavour, UntranslatableError, translated

if TYPE_CHECKING:
    from guidelint.adopt.lines import Lines

LOWEST, HIGHEST = 100, 999
ALWAYS_ALIVE = 200
FIRST_BEYOND_SUCCESS = 300
STATUS = re.compile(r"\d{3}")
RANGE = re.compile(r"(\d{3})?\.\.(=?)(\d{3})?")
CLASS_OF_STATUS = re.compile(r"([1-5])xx", re.IGNORECASE)
VARIABLE = re.compile(r"\$\{\{.*|\$\{?[A-Za-z_]\w*\}?", re.DOTALL)
NO_SUCH_SETTING = "guidelint has no such setting"


class Collector(Struct):
    """Takes settings one by one; what has no equal is noted as left, with the reason."""

    lines: Lines
    flavour: Flavour
    ignores: list[Entry] = field(default_factory=list)
    accepts: list[Entry] = field(default_factory=list)
    timeouts: list[Entry] = field(default_factory=list)
    replacements: list[Replacement] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    configs: list[Entry] = field(default_factory=list)

    def ignore(self, pattern: Any, after: int = 0) -> None:
        """Take a regular expression for links that are not to be asked for."""
        line = self._line(pattern, after)
        if not isinstance(pattern, str):
            self.leave("an ignored link", "its pattern is no text", line)
            return
        if VARIABLE.fullmatch(pattern):
            self.leave(f"the ignored link {pattern}", "its value is known when the workflow runs", line)
            return
        try:
            self.ignores.append(Entry(translated(pattern, self.flavour), line))
        except UntranslatableError as error:
            self.leave(f"the ignored link {pattern}", str(error), line)

    def accept(self, status: Any, after: int = 0) -> None:
        """Take a status that counts as alive: a number, ``400..=499``, ``4xx``, or several with commas."""
        if isinstance(status, str) and "," in status:
            for part in status.split(","):
                self.accept(part, after)
            return
        line = self._line(status, after)
        numbers = _statuses(status)
        if numbers is None:
            self.leave(f"the accepted status {status}", "it is no status", line)
            return
        low, high = numbers
        if low == high:
            if low != ALWAYS_ALIVE:
                self.accepts.append(Entry(str(low), line))
        elif high >= FIRST_BEYOND_SUCCESS:
            self.accepts.append(Entry(f"{max(low, FIRST_BEYOND_SUCCESS)}-{high}", line))

    def timeout(self, seconds: float, line: int) -> None:
        """Take the seconds that a request may last; 0 and less mean no limit and are left."""
        if math.isfinite(seconds) and seconds > 0:
            self.timeouts.append(Entry(f"{seconds:.12g}", line))
        else:
            self.leave("a time-out without a limit", "every request of guidelint has a limit", line)

    def replace(self, pattern: Any, text: Any, after: int = 0) -> None:
        """Take a rewriting of addresses."""
        line = self._line(pattern, after)
        if isinstance(pattern, str) and isinstance(text, str):
            self.replacements.append(Replacement(pattern, text, line))
        else:
            self.leave("a replacement", "its pattern or replacement is no text", line)

    def config(self, path: Any, after: int = 0) -> None:
        """Take the path of a further file of settings."""
        if isinstance(path, str) and path.strip():
            self.configs.append(Entry(path.strip(), self._line(path, after)))

    def leave(self, text: str, why: str, line: int) -> None:
        """Note what is not taken over."""
        self.left.append(Left(text, why, line))

    def leave_keys(self, keys: Iterable[str], known: Iterable[str], reasons: Mapping[str, str]) -> None:
        """Note the keys that are not `known`, with their reason or that there is no such setting."""
        for key in keys:
            if key not in known:
                self.leave(key, reasons.get(key, NO_SUCH_SETTING), self.lines.find(key))

    def carried(self) -> Carried:
        """Return everything that has been taken."""
        return Carried(
            tuple(self.ignores),
            tuple(self.accepts),
            tuple(self.timeouts),
            tuple(self.replacements),
            tuple(self.left),
            tuple(self.configs),
        )

    def _line(self, value: Any, after: int) -> int:
        if isinstance(value, str):
            return self.lines.find(value, after)
        return (
            self.lines.find_number(value, after) if isinstance(value, int) else max(after, self.lines.first)
        )


def problem(what: str, line: int) -> Carried:
    """Return what a file gives that cannot be read."""
    return Carried(left=(Left("the whole file", what, line),))


def as_list(value: Any) -> list[Any]:
    """Return a list as it is, nothing as an empty one, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _statuses(value: Any) -> tuple[int, int] | None:
    """Return the lowest and the highest status that `value` names, None where it names none."""
    text = str(value).strip()
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if STATUS.fullmatch(text):
        low = high = int(text)
    elif found := RANGE.fullmatch(text):
        low = int(found[1] or LOWEST)
        high = int(found[3]) - (not found[2]) if found[3] else HIGHEST
    elif found := CLASS_OF_STATUS.fullmatch(text):
        low = int(found[1]) * 100
        high = low + 99
    else:
        return None
    return (low, high) if LOWEST <= low <= high <= HIGHEST else None
