"""Files that a site appends to every page, most often a list of abbreviations.

A file of nothing but abbreviations changes no link, id or text of a page, so it is read once for the
whole site instead of with every page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from guidelint.markdown.page import Definition
from guidelint.source import Source, Span, UnreadableError, read_source

ABBREVIATION = re.compile(r"\*\[(?P<label>[^\\\]]*)\][ ]?:[ ]*(?P<title>\S.*)")
MAX_SNIPPET_BYTES = 4 * 1024 * 1024


def read_snippet(path: Path, name: str) -> Source | None:
    """Return the text of a snippet, None where it cannot be read; unchanged files are read once."""
    try:
        status = path.stat()
        return _read_unchanged(path, name, status.st_mtime_ns, status.st_size)
    except (OSError, UnreadableError):
        return None


@lru_cache(maxsize=64)
def _read_unchanged(path: Path, name: str, modified: int, size: int) -> Source:  # noqa: ARG001 - the cache key
    return read_source(path, name, MAX_SNIPPET_BYTES)


@lru_cache(maxsize=64)
def abbreviations_only(source: Source) -> tuple[Definition, ...] | None:
    """Return the abbreviations in `source`, None where anything else stands there too."""
    definitions = []
    for line, start in zip(source.lines, source.starts, strict=True):
        if not line.strip():
            continue
        match = ABBREVIATION.fullmatch(line)
        if not match or not match["label"].strip() or match["title"].strip() in ("''", '""'):
            return None
        span = Span(source.path, start, start + len(line))
        definitions.append(Definition("abbreviation", match["label"].strip(), match["title"].strip(), span))
    return tuple(definitions)
