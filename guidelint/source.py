r"""Text of one file, and exact positions in it.

Offsets are 0-based character indices into `Source.text`; lines and columns are 1-based and
columns count characters (Unicode code points) as written, so a tab is one column. Line ends are
``\n``, ``\r\n`` and ``\r`` only, as Python-Markdown and MkDocs split lines; form feeds and
Unicode separators stay inside a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from guidelint import disk

NEWLINE = re.compile(r"\r\n|\r|\n")
BOM = "\ufeff"
DEFAULT_MAX_BYTES = 10 * 1024 * 1024


class UnreadableError(Exception):
    """A file that cannot be read as a page: missing, too large, no permission, not UTF-8.

    `line` and `column` are 1-based and point at the first offending byte where there is one.
    """

    def __init__(self, path: str, reason: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{path}:{line}:{column}: {reason}")
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column


class Position(NamedTuple):
    """A place in a text: 1-based line and 1-based column in characters."""

    line: int
    column: int


class Span(NamedTuple):
    """A range of characters `start` (inclusive) to `end` (exclusive) in the source at `path`."""

    path: str
    start: int
    end: int


class Source(Struct, frozen=True, dict=True):
    """The decoded text of a file, its line ends kept as they are.

    `path` is the name used in reports: relative to the working directory, with ``/``.
    `bom` tells whether a byte order mark stood before `text`; it is not part of `text`.
    """

    path: str
    text: str
    bom: bool = False

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The offset at which each line starts."""
        if "\r" not in self.text:
            return tuple(accumulate([len(line) + 1 for line in self.lines[:-1]], initial=0))
        return (0, *(newline.end() for newline in NEWLINE.finditer(self.text)))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their line ends."""
        if "\r" not in self.text:
            return tuple(self.text.split("\n"))
        return tuple(NEWLINE.split(self.text))

    @property
    def newline(self) -> str:
        r"""The line end of the first line, ``\n`` for a text of one line."""
        found = NEWLINE.search(self.text)
        return found[0] if found else "\n"

    def position(self, offset: int) -> Position:
        """Return the line and column of `offset`."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def offset(self, position: Position) -> int:
        """Return the offset of `position`, the inverse of `position()`."""
        return self.starts[position.line - 1] + position.column - 1


def read_source(path: Path, name: str, max_bytes: int = DEFAULT_MAX_BYTES) -> Source:
    """Read the file at `path` as UTF-8, with or without a byte order mark.

    `name` is the path that reports show. Raises `UnreadableError` when the file cannot be read,
    has more than `max_bytes` bytes or is not UTF-8; the error names the line and column of the
    first byte that does not decode.
    """
    try:
        data = disk.read_bytes(path, max_bytes + 1)
    except OSError as error:
        raise UnreadableError(name, error.strerror or str(error)) from error
    if len(data) > max_bytes:
        raise UnreadableError(name, f"larger than the limit of {max_bytes:,} bytes")
    return decode_source(data, name)


def decode_source(data: bytes, name: str) -> Source:
    """Decode `data` as UTF-8; raise `UnreadableError` with the position of the first bad byte."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = Source(name, data[: error.start].decode("utf-8"))
        line, column = before.position(len(before.text))
        reason = f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}"
        raise UnreadableError(name, reason, line, column) from error
    if text.startswith(BOM):
        return Source(name, text[1:], bom=True)
    return Source(name, text)
