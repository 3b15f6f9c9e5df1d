"""Attribute lists ``{ .class #id key=value }``, as Python-Markdown's `attr_list` reads them."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

START = re.compile(r"\{:?[ ]*(?=[^}\n ])")
PART = re.compile(
    r"""(?P<double>[^ =}]+=".*?")|(?P<single>[^ =}]+='.*?')|(?P<bare>[^ =}]+=[^ =}]+)"""
    r"""|(?P<word>[^ =}]+)|(?P<space>[ ])"""
)
LONG = 200
AT_END_OF_LINE = re.compile(r"(?<![ ])[ ]+(\{:?[ ]*[^}\n ][^\n]*\})[ ]*$")
ON_LAST_LINE = re.compile(r"\n[ ]*(\{:?[ ]*[^}\n ][^\n]*\})[ ]*$")
PLAIN_NAME = re.compile(r"[A-Z_a-z:.0-9-]*")
NOT_IN_NAME = (
    r"[^A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    r"\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd:\-.0-9\u00b7\u0300-\u036f"
    r"\u203f-\u2040]+"
)


class Parsed(Struct, frozen=True):
    """An attribute list that starts at 0 and ends at `end` in the text it was read from.

    `attributes` are in the order written, classes as (``class``, name); `unquoted` names the keys
    whose values have no quotes; `clean` is false where something stands between list and brace
    that is not part of it.
    """

    attributes: tuple[tuple[str, str], ...]
    end: int
    unquoted: tuple[str, ...] = ()
    clean: bool = True


def read_attribute_list(text: str, start: int = 0, end: int | None = None) -> Parsed | None:
    """Read the attribute list that starts at `start`; None where there is none."""
    limit = len(text) if end is None else end
    line_end = text.find("\n", start, limit)
    last = text.rfind("}", start, line_end if line_end >= 0 else limit)
    if last < 0:
        return None
    read = _read_usual if last - start < LONG else _read
    parsed = read(text[start : last + 1])
    return parsed and (parsed if not start else replace(parsed, end=start + parsed.end))


def _read(text: str) -> Parsed | None:
    """Read the attribute list that `text` starts with; its last character is a brace."""
    opening, last = START.match(text), len(text) - 1
    if not opening or last <= opening.end() - 1:
        return None
    attributes: list[tuple[str, str]] = []
    unquoted: list[str] = []
    position = opening.end()
    while position < last and (part := PART.match(text, position, last)):
        position = part.end()
        kind = part.lastgroup
        if kind == "space":
            continue
        name, _, value = part[0].partition("=")
        if kind in ("double", "single"):
            attributes.append((_clean_name(name), value.strip(value[0])))
        elif kind == "bare":
            attributes.append((_clean_name(name), value))
            unquoted.append(name)
        elif name[0] == ".":
            attributes.append(("class", name[1:]))
        elif name[0] == "#":
            attributes.append(("id", name[1:]))
        else:
            attributes.append((_clean_name(name), ""))
    close = text.find("}", position, last + 1)
    return Parsed(tuple(attributes), close + 1, tuple(unquoted), clean=close == last and position == last)


_read_usual = lru_cache(maxsize=1024)(_read)
"""The same for lists that are not long, which pages repeat."""


def _clean_name(name: str) -> str:
    return name if PLAIN_NAME.fullmatch(name) else re.sub(NOT_IN_NAME, "_", name)


def find_block_list(text: str, *, at_end_of_line: bool) -> tuple[int, Parsed] | None:
    """Find the attribute list of a block at the end of `text`; return where it starts and it.

    Headings, table cells and terms take one at the end of their line, other blocks on a last line
    of its own. A list with anything unread before its last brace is left as text.
    """
    if not text.rstrip(" ").endswith("}"):
        return None
    newline = text.rfind("\n")
    if at_end_of_line:
        match = AT_END_OF_LINE.search(text, newline + 1)
    else:
        match = ON_LAST_LINE.match(text, newline) if newline >= 0 else None
    if not match:
        return None
    parsed = read_attribute_list(text, match.start(1), match.end(1))
    if parsed is None or parsed.end != match.end(1):
        return None
    return match.start(1), parsed


def merge(attributes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return the attributes an element ends up with: classes joined, the last of others."""
    merged: dict[str, str] = {}
    for name, value in attributes:
        if name == "class" and merged.get("class"):
            merged["class"] += f" {value}"
        else:
            merged[name] = value
    return tuple(merged.items())
