"""Front matter: what MkDocs takes off the top of a page, and where each key stands.

The extent is MkDocs' (`mkdocs.utils.meta`, 1.6): a YAML block between ``---`` lines or, without
one, lines of ``key: value`` at the very top. A block that does not load as a mapping stays on the
page as text, as it does there.
"""

from __future__ import annotations

import re

from guidelint.markdown.page import FrontMatter
from guidelint.source import Source, Span

BLOCK = re.compile(r"---[ \t]*(?:\r\n|\r|\n)(?P<yaml>.*?[\r\n])(?:\.{3}|---)[ \t]*(?:\r\n|\r|\n)", re.DOTALL)
EMPTY_LINES = re.compile(r"[\r\n]*")
KEY_LINE = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
MORE_LINE = re.compile(r"(?:[ ]{4}|\t)\s*(?P<value>.*)")

KeyPath = tuple[str | int, ...]


def read_front_matter(source: Source) -> tuple[FrontMatter, int]:
    """Return the front matter of `source` and the offset at which the body starts."""
    match = BLOCK.match(source.text)
    if not match:
        return _key_lines(source)
    from guidelint.markdown.front_matter_yaml import read_block  # noqa: PLC0415 - a page may have none

    return read_block(source, match)


def _key_lines(source: Source) -> tuple[FrontMatter, int]:
    """Read the lines of ``key: value`` that MkDocs takes as front matter without any marks."""
    found: dict[str, list[str]] = {}
    keys: dict[KeyPath, Span] = {}
    key, end = "", len(source.lines)
    for number, line in enumerate(source.lines):
        if not line.strip():
            end = number + 1
            break
        match = KEY_LINE.match(line)
        start = source.starts[number]
        if match:
            key = match["key"].lower()
            found.setdefault(key, []).append(match["value"].strip())
            keys.setdefault((key,), Span(source.path, start + match.start("key"), start + match.end("key")))
        else:
            more = MORE_LINE.match(line)
            if not more or not key:
                end = number
                break
            found[key].append(more["value"].strip())
    data = {key: " ".join(values) for key, values in found.items()}
    if end >= len(source.starts):
        return FrontMatter(data, keys), len(source.text)
    offset = source.starts[end]
    blank = EMPTY_LINES.match(source.text, offset)
    body = blank.end() if blank else offset
    span = Span(source.path, 0, offset) if data else None
    return FrontMatter(data, keys, span=span), body
