"""Where findings about front matter stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Page


def place_of(page: Page, where: tuple[Any, ...], *, value: bool = False) -> Span:
    """Return the place of the key at the path `where`, of its value if `value`, or of what holds it.

    Without front matter, and for what stands nowhere by itself, it is the beginning of the page.
    """
    matter = page.front_matter
    first, second = (matter.values, matter.keys) if value else (matter.keys, matter.values)
    for length in range(len(where), 0, -1):
        path = where[:length]
        span = first.get(path) or second.get(path)
        if span is not None:
            return _first_line(page, span)
    top = page.source.lines[0] if page.source.text else ""
    return Span(page.path, 0, len(top) if matter.span else 0)


def _first_line(page: Page, span: Span) -> Span:
    text = page.text(span)
    end = min((text.find(newline) for newline in "\r\n" if newline in text), default=len(text))
    return Span(span.path, span.start, span.start + len(text[:end].rstrip()))
