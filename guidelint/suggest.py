"""Suggestions for mistyped names."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the name in `known` that is most like `word`, None if none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    matches = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean "x"?)`` for the nearest name in `known`, else an empty text."""
    near = closest(word, known)
    return f' (did you mean "{near}"?)' if near else ""
