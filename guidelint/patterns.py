"""Patterns for paths, as .gitignore has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def path_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """Return what matches the paths that `lines` of a .gitignore name.

    The matcher is `pathspec`'s plain one, whatever faster one is installed: those refuse file names
    that are not UTF-8.
    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - many runs have no patterns

    return GitIgnoreSpec.from_lines(lines, backend="simple")
