"""On which line of a TOML file a key or a value stands; the standard parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

Keys: TypeAlias = tuple[str, ...]

KEY_PART = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
KEY = rf"{KEY_PART}(?:\s*\.\s*{KEY_PART})*"
TABLE = re.compile(rf"\s*\[\[?\s*({KEY})\s*\]")
ENTRY = re.compile(rf"\s*({KEY})\s*=")


class _Index(NamedTuple):
    """The entries of a text: their lines and paths, and the first line of each path and of each beginning."""

    entries: tuple[tuple[int, Keys], ...]
    exact: Mapping[Keys, int]
    beginnings: Mapping[Keys, int]
    numbers: Mapping[Keys, tuple[int, ...]]


def key_line(text: str, keys: Keys) -> int:
    """Return the 1-based line of the table or entry that `keys` names, or of the nearest around it."""
    index = _index(text)
    if keys in index.beginnings:
        return index.beginnings[keys]
    nearest = (keys[:length] for length in range(len(keys) - 1, 0, -1))
    return next((index.exact[around] for around in nearest if around in index.exact), 1)


def value_line(text: str, keys: Keys, value: str) -> int:
    """Return the 1-based line at or after the entry `keys` on which the string `value` stands."""
    start = key_line(text, keys)
    for number, line in enumerate(text.splitlines()[start - 1 :], start):
        if f'"{value}"' in line or f"'{value}'" in line:
            return number
    return start


def entry_line(text: str, table: Keys, index: int, keys: Keys) -> int:
    """Return the 1-based line of `keys` in the table number `index` (from 0) of the tables ``[[table]]``.

    Where these are written in another way it is the line at which they begin.
    """
    found = _index(text)
    numbers = found.numbers.get(table, ())
    if index >= len(numbers):
        return key_line(text, table)
    start = numbers[index]
    end = numbers[index + 1] if index + 1 < len(numbers) else len(found.entries)
    best, depth = found.entries[start][0], 0
    for line, path in found.entries[start + 1 : end]:
        inner = path[len(table) :]
        if path[: len(table)] == table and depth < len(inner) and inner == keys[: len(inner)]:
            best, depth = line, len(inner)
    return best


@lru_cache(maxsize=8)
def _index(text: str) -> _Index:
    entries = tuple(_entries(text))
    exact: dict[Keys, int] = {}
    beginnings: dict[Keys, int] = {}
    numbers: dict[Keys, list[int]] = {}
    for number, (line, path) in enumerate(entries):
        exact.setdefault(path, line)
        numbers.setdefault(path, []).append(number)
        for length in range(1, len(path) + 1):
            beginnings.setdefault(path[:length], line)
    return _Index(entries, exact, beginnings, {path: tuple(found) for path, found in numbers.items()})


def _entries(text: str) -> Iterator[tuple[int, Keys]]:
    table: Keys = ()
    for number, line in enumerate(text.splitlines(), 1):
        if found := TABLE.match(line):
            table = _parts(found[1])
            yield number, table
        elif found := ENTRY.match(line):
            yield number, (*table, *_parts(found[1]))


def _parts(key: str) -> Keys:
    return tuple(part.strip("\"'") for part in re.findall(KEY_PART, key))
