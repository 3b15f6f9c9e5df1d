"""Regular expressions of other languages, put in Python's words where the meaning stays the same."""

from __future__ import annotations

import re
import warnings
from enum import Enum


class Flavour(Enum):
    """Whose regular expressions: the escapes that Python reads otherwise, and other such syntax."""

    JAVASCRIPT = ("aAZ", re.compile(r"\[\^?\]|\{,\d*\}"))
    RUST = ("<>", re.compile(r"\\b\{"))
    PYTHON = ("", re.compile(r"(?!)"))


ESCAPE = re.compile(r"\\(.)", re.DOTALL)
NAMED = re.compile(r"(\\[^kz])|\(\?<(?![=!])|\\k<(\w+)>|\\z", re.DOTALL)
INSIDE_SITE = re.compile(r"\^(?:#|\\?/|\\\.)[^|]*")


class UntranslatableError(ValueError):
    """A regular expression without an equal in Python; the message says why."""


def translated(pattern: str, flavour: Flavour) -> str:
    """Return `pattern`, written for `flavour`, as an expression that Python searches for alike.

    Raises `UntranslatableError`.
    """
    if not pattern.strip():
        raise UntranslatableError("it covers every link")
    if INSIDE_SITE.fullmatch(pattern):
        raise UntranslatableError("it is about links inside the site; see runtime-anchors and absent")
    letters, syntax = flavour.value
    odd = next((letter for letter in ESCAPE.findall(pattern) if letter in letters), None)
    if odd:
        raise UntranslatableError(f"\\{odd} means something else to guidelint")
    if found := syntax.search(pattern):
        raise UntranslatableError(f"{found[0]} means something else to guidelint")
    python = pattern if flavour is Flavour.PYTHON else NAMED.sub(_in_python, pattern)
    try:
        compile_quietly(python)
    except ValueError as error:
        raise UntranslatableError(f"guidelint cannot read it: {error}") from error
    return python


def compile_quietly(pattern: str) -> re.Pattern[str]:
    """Compile `pattern`; raise `ValueError` where Python cannot, or warns of another meaning."""
    try:
        pattern.encode("utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return re.compile(pattern)
    except UnicodeEncodeError as error:
        raise ValueError("it holds half a character") from error
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise ValueError(str(error)) from error


def _in_python(found: re.Match[str]) -> str:
    if found[1]:
        return found[1]
    if found[2]:
        return f"(?P={found[2]})"
    return r"\Z" if found[0] == r"\z" else "(?P<"
