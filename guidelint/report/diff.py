"""Changed pages as a unified diff that `patch` and ``git apply -p0`` take."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from typing import TYPE_CHECKING

from guidelint.report.plain import inert
from guidelint.source import BOM

if TYPE_CHECKING:
    from guidelint.source import Source

NO_NEWLINE = "\\ No newline at end of file\n"
COLOURS = {"-": "red", "+": "green", "@": "cyan"}


def render(before: Source, after: Source) -> Iterator[str]:
    r"""Yield the lines of the diff from `before` to `after`, each with the ``\n`` it ends with.

    A carriage return before that is a part of the line, as in git.
    """
    name = inert(before.path)
    for line in unified_diff(_lines(before), _lines(after), name, name):
        yield line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}"


def colour_of(line: str) -> str | None:
    """Return the colour of a line of a diff."""
    return None if line.startswith(("---", "+++")) else COLOURS.get(line[:1])


def _lines(source: Source) -> list[str]:
    lines = ((BOM if source.bom else "") + source.text).split("\n")
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]
