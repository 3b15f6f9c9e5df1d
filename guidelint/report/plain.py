"""Text that a terminal shows as it is meant: nothing on a page may move its cursor or hide a line."""

from __future__ import annotations

import unicodedata
from typing import IO

INERT = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
ASCII = str.maketrans(
    {"│": "|", "·": "-", "…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "→": "->"}
)


def inert(text: str) -> str:
    r"""Return `text` with control, format and separator characters written as ``\\xNN`` or ``\\uNNNN``.

    The joiners that scripts need are kept; tabs are for the caller to expand.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_inert(character) for character in text)


def _inert(character: str) -> str:
    if character in JOINERS or unicodedata.category(character) not in INERT:
        return character
    return character.encode("unicode_escape").decode()


def width(text: str) -> int:
    """Return the number of terminal columns of `text`: wide characters take two, combining ones none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def encodable(text: str, stream: IO[str]) -> str:
    """Return `text` as `stream` can write it: dashes and lines fall back to ASCII, others to escapes."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(ASCII).encode(encoding, "backslashreplace").decode(encoding)
    return text
