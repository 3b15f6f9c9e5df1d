"""Pages for tests of what stands behind the parser: a text, and the few constructs that a test needs."""

from __future__ import annotations

from guidelint.markdown.page import Code, Page
from guidelint.source import Source, Span


def page(text: str, path: str = "docs/index.md", codes: tuple[str, ...] = ()) -> Page:
    """A page of `text` on which each text in `codes` is code."""
    source = Source(path, text)
    return Page(
        path, source, {path: source}, "mkdocs", codes=tuple(Code(span_of(text, code, path)) for code in codes)
    )


def span_of(text: str, part: str, path: str = "docs/index.md") -> Span:
    """The first place of `part` in `text`."""
    start = text.index(part)
    return Span(path, start, start + len(part))
