"""What is taken over from the settings of another link checker."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Entry(Struct, frozen=True):
    """One setting in guidelint's words, and the 1-based line of the file it comes from."""

    text: str
    line: int


class Replacement(Struct, frozen=True):
    """A rewriting of addresses before they are asked: a regular expression as its tool wrote it."""

    pattern: str
    text: str
    line: int


class Left(Struct, frozen=True):
    """A setting that is not taken over, why, and its 1-based line. `text` never holds a secret."""

    text: str
    why: str
    line: int


class Carried(Struct, frozen=True):
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
    fields = Carried.__struct_fields__
    return Carried(*(tuple(entry for part in known for entry in getattr(part, name)) for name in fields))
