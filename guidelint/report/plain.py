"""Text that does nothing but show: no page may move a cursor, hide a line, or give a runner a command."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import IO, Any

INERT = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
NO_CHARACTERS = "\ufffe\uffff"
ASCII = str.maketrans(
    {"│": "|", "·": "-", "…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "→": "->"}
)
RUNNER_COMMAND = re.compile(r"##(\w*)\[")
LEADING_COMMAND = "::"
NARROW = re.compile(
    r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff]*"
)
NOT_PLAIN_ASCII = re.compile(r"[^\n -~]")


def inert(text: str) -> str:
    r"""Return `text` with control, format and separator characters written as ``\\xNN`` or ``\\uNNNN``.

    The joiners that scripts need are kept; tabs are for the caller to expand. What the runners of
    GitHub and Azure take for a command wherever it stands, ``##[`` and ``##vso[``, gets a backslash.
    """
    if "##" in text:
        text = RUNNER_COMMAND.sub(r"##\1\\[", text)
    if text.isprintable():
        return text
    return "".join(_inert(character) for character in text)


def _inert(character: str) -> str:
    return character.encode("unicode_escape").decode() if _is_active(character) else character


def _is_active(character: str) -> bool:
    """Tell whether `character` may do something, or is none that XML takes."""
    if character in JOINERS:
        return False
    return unicodedata.category(character) in INERT or character in NO_CHARACTERS


def named(path: str) -> str:
    """Return `path` inert, for the beginning of a line: GitHub runs lines that begin with ``::``."""
    shown = inert(path)
    return f"./{shown}" if shown.lstrip().startswith(LEADING_COMMAND) else shown


def logged(line: str) -> str:
    """Return `line` inert, whatever it begins with, for logs that runners read."""
    shown = inert(line.replace("\t", "    "))
    if shown.lstrip().startswith(LEADING_COMMAND):
        return shown.replace(LEADING_COMMAND, f"\\{LEADING_COMMAND}", 1)
    return shown


def json_text(data: Any, *, ascii_only: bool = False, indent: int | None = 1) -> str:
    """Return `data` as JSON that is as inert as other text; a program that reads it gets `data` back."""
    import json  # noqa: PLC0415 - text needs none of it

    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    if "##" in text:
        text = RUNNER_COMMAND.sub(r"##\1\\u005b", text)
    return NOT_PLAIN_ASCII.sub(_json_escape, text)


def _json_escape(found: re.Match[str]) -> str:
    character = found[0]
    if not _is_active(character):
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


def width(text: str) -> int:
    """Return the number of terminal columns of `text`: wide characters take two, combining ones none."""
    if text.isascii() or NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - its tables take longer to load than most runs to print

    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)


def encodable(text: str, stream: IO[str]) -> str:
    """Return `text` as `stream` can write it: dashes and lines fall back to ASCII, others to escapes."""
    return fallback(text, encoding_of(stream))


def fallback(text: str, encoding: str) -> str:
    """Return `text` as `encoding` can write it, character by character; see `encodable`."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_writable(character, encoding) for character in text)
    return text


def _writable(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        plain = character.translate(ASCII)
        return plain.encode(encoding, "backslashreplace").decode(encoding)
    return character


def encoding_of(stream: IO[str]) -> str:
    """Return the encoding that `stream` writes, UTF-8 for one that has none."""
    return getattr(stream, "encoding", None) or "utf-8"


def is_unicode(stream: IO[str]) -> bool:
    """Tell whether `stream` can write every character."""
    return encoding_of(stream).lower().replace("-", "") in {"utf8", "utf16", "utf32"}


def joined(lines: Iterable[str]) -> str:
    """Return `lines` as the text of a file, each with its line end."""
    return "".join(f"{line}\n" for line in lines)
