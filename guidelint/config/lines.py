"""On which line of a TOML file a key or a value stands; the standard parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

KEY_PART = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
KEY = rf"{KEY_PART}(?:\s*\.\s*{KEY_PART})*"
TABLE = re.compile(rf"\s*\[\[?\s*({KEY})\s*\]")
ENTRY = re.compile(rf"\s*({KEY})\s*=")


def key_line(text: str, keys: tuple[str, ...]) -> int:
    """Return the 1-based line of the table or entry that `keys` names, or of the nearest around it."""
    best, best_length = 1, 0
    for line, path in _entries(text):
        shared = 0
        for ours, theirs in zip(keys, path, strict=False):
            if ours != theirs:
                break
            shared += 1
        if shared > best_length and shared == min(len(path), len(keys)):
            best, best_length = line, shared
    return best


def value_line(text: str, keys: tuple[str, ...], value: str) -> int:
    """Return the 1-based line at or after the entry `keys` on which the string `value` stands."""
    start = key_line(text, keys)
    for number, line in enumerate(text.splitlines()[start - 1 :], start):
        if f'"{value}"' in line or f"'{value}'" in line:
            return number
    return start


def entry_line(text: str, table: tuple[str, ...], index: int, keys: tuple[str, ...]) -> int:
    """Return the 1-based line of `keys` in the table number `index` (from 0) of the tables ``[[table]]``.

    Where these are written in another way it is the line at which they begin.
    """
    best, depth, count = key_line(text, table), 0, -1
    for line, path in _entries(text):
        if path == table:
            count += 1
            best = line if count == index else best
        elif count == index and path[: len(table)] == table:
            inner = path[len(table) :]
            if depth < len(inner) and inner == keys[: len(inner)]:
                best, depth = line, len(inner)
    return best


def _entries(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if found := TABLE.match(line):
            table = _parts(found[1])
            yield number, table
        elif found := ENTRY.match(line):
            yield number, (*table, *_parts(found[1]))


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(KEY_PART, key))
