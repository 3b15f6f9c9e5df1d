"""Values of a configuration that guidelint knows by name only."""

from __future__ import annotations


class Opaque:
    """A value that only Python code could make: its dotted name and keyword arguments.

    It is no struct, because the cache has to tell it from a list among values of any type.
    """

    __slots__ = ("keywords", "name")

    def __init__(self, name: str, keywords: tuple[tuple[str, str], ...] = ()) -> None:
        self.name, self.keywords = name, keywords

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Opaque):
            return NotImplemented
        return (self.name, self.keywords) == (other.name, other.keywords)

    def __hash__(self) -> int:
        return hash((self.name, self.keywords))

    def __repr__(self) -> str:
        return f"Opaque({self.name!r}, {self.keywords!r})"
