"""Suggestions for mistyped names."""

from __future__ import annotations

from collections.abc import Iterable


def close_matches(word: str, known: Iterable[str], count: int = 1, cutoff: float = 0.6) -> list[str]:
    """Return at most `count` names in `known` that are most like `word`, as `difflib` measures it."""
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    return get_close_matches(word, list(known), n=count, cutoff=cutoff)


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name in `known` that is most like `word` in lower case, None if none is near."""
    return next(iter(close_matches(word.lower(), known, cutoff=cutoff)), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean "x"?)`` for the nearest name in `known`, else an empty text."""
    near = closest(word, known)
    return f' (did you mean "{near}"?)' if near else ""
