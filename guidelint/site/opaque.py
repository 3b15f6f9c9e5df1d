"""Values of a configuration that guidelint knows by name only."""

from __future__ import annotations

from msgspec import Struct


class Opaque(Struct, frozen=True):
    """A value that only Python code could make: its dotted name and keyword arguments."""

    name: str
    keywords: tuple[tuple[str, str], ...] = ()
