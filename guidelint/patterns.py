"""Patterns for paths, as .gitignore has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

STAR, TREES_BEFORE, TREES = "[^/]*", "(?:.+/)?", "(?:/.+)?"


def path_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """Return what matches the paths that `lines` of a .gitignore name.

    The matcher is `pathspec`'s plain one, whatever faster one is installed: those refuse file names
    that are not UTF-8. What it does with many wildcards is made linear.
    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - many runs have no patterns

    spec = GitIgnoreSpec.from_lines(filter(_is_pattern, lines), backend="simple")
    for pattern in spec.patterns:
        regex: re.Pattern[str] | None = getattr(pattern, "regex", None)
        if regex is not None and (regex.pattern.count(STAR) > 1 or TREES in regex.pattern):
            pattern.regex = re.compile(linear(regex.pattern), regex.flags)
    return spec


def _is_pattern(line: str) -> bool:
    """Tell whether a line can be read; of a line such as ``!`` git takes no notice either."""
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern  # noqa: PLC0415 - as above

    try:
        GitIgnoreSpecPattern(line)
    except (ValueError, re.error, OverflowError, RecursionError):
        return False
    return True


def linear(regex: str) -> str:
    """Return `regex`, which pathspec made of one line, without ways back over a wildcard it has passed.

    The first place where the text between two wildcards fits is as good as any later one, because the
    second wildcard takes what is in between.
    """
    pieces = regex.split(TREES)
    for number, piece in enumerate(pieces[:-1]):
        if number:
            pieces[number] = f"(?>(?:/[^/]+)*?{piece}(?=/))"
        elif piece.startswith(f"^{TREES_BEFORE}"):
            rest = piece.removeprefix(f"^{TREES_BEFORE}")
            pieces[number] = f"^(?>(?:[^/]+/)*?{rest}(?=/))"
    last = pieces[-1] if len(pieces) == 1 else TREES + pieces[-1]
    return "".join(_linear_stars(piece) for piece in (*pieces[:-1], last))


def _linear_stars(regex: str) -> str:
    first, *others = regex.split(STAR)
    made = first
    for number, text in enumerate(others):
        is_last_of_segment = "/" in _outside_sets(text) or number == len(others) - 1
        made += STAR + text if is_last_of_segment else f"(?>[^/]*?{text})"
    return made


def _outside_sets(regex: str) -> str:
    r"""Return `regex` without escapes and sets, in which a slash is no end of a name."""
    return re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "", regex)
