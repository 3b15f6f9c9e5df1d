"""What is taken over from the settings of another link checker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Entry:
    """One setting in guidelint's words, and the 1-based line of the file it comes from."""

    text: str
    line: int


@dataclass(frozen=True)
class Replacement:
    """A rewriting of addresses before they are asked: a regular expression as its tool wrote it."""

    pattern: str
    text: str
    line: int


@dataclass(frozen=True)
class Left:
    """A setting that is not taken over, why, and its 1-based line. `text` never holds a secret."""

    text: str
    why: str
    line: int


@dataclass(frozen=True)
class Carried:
    """What one file gives.

    `ignores` are regular expressions as Python reads them, to be searched for in an address.
    `accepts` are statuses or ranges such as ``400-499``, `timeouts` seconds, `configs` further
    files of the same tool that are named, as written.
    """

    ignores: tuple[Entry, ...] = ()
    accepts: tuple[Entry, ...] = ()
    timeouts: tuple[Entry, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    left: tuple[Left, ...] = ()
    configs: tuple[Entry, ...] = ()


def joined(parts: Iterable[Carried]) -> Carried:
    """Return everything in `parts`, in their order."""
    known = list(parts)
    return Carried(
        *(tuple(entry for part in known for entry in getattr(part, field.name)) for field in fields(Carried))
    )
