"""Files that a site appends to every page, most often a list of abbreviations.

A file of nothing but abbreviations changes no link, id or text of a page, so it is read once for the
whole site instead of with every page.
"""

from __future__ import annotations

import re
from functools import lru_cache

from guidelint.markdown.lines import Line, lines_of_source
from guidelint.markdown.page import Definition
from guidelint.source import Source, Span

ABBREVIATION = re.compile(r"\*\[(?P<label>[^\\\]]*)\][ ]?:[ ]*(?P<title>\S.*)")


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


@lru_cache(maxsize=8)
def appended_lines(source: Source) -> tuple[Line, ...]:
    """Return the lines of a file that stands on every page."""
    return tuple(lines_of_source(source))
