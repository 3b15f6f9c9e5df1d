"""What can be said about a link, apart from all else that a check of links needs."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What guidelint says about a link."""

    OK = "ok"
    MOVED = "moved"
    DEAD = "dead"
    FRAGMENT_MISSING = "fragment-missing"
    BLOCKED = "blocked"
    INSECURE = "insecure"
    SOFT_404 = "soft-404"
    UNDECIDED = "undecided"
    SKIPPED = "skipped"


FAILING = frozenset({Verdict.DEAD, Verdict.FRAGMENT_MISSING, Verdict.INSECURE, Verdict.SOFT_404})
LIVING = frozenset({Verdict.OK, Verdict.MOVED})


class State(StrEnum):
    """What has become of the source of a program, or of its place in a store."""

    ARCHIVED = "archived"
    RENAMED = "renamed"
    EMPTY = "empty"
    GONE = "gone"
