"""Values of a configuration that guidelint knows by name only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Opaque:
    """A value that only Python code could make: its dotted name and keyword arguments."""

    name: str
    keywords: tuple[tuple[str, str], ...] = ()
