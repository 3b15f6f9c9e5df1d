"""Sections that a page must have."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from guidelint.own_rules.model import Hit, SectionShape
from guidelint.source import Span
from guidelint.suggest import closest

if TYPE_CHECKING:
    from guidelint.markdown.page import Heading, Page


def find_missing_section(shape: SectionShape, page: Page) -> Iterator[Hit]:
    """Yield the first heading of `page`, or its beginning, if it lacks the section."""
    if any(_is_meant(shape, heading) for heading in page.headings):
        return
    if shape.ids and not page.ids_known:
        return
    if shape.level is None and any(anchor.id in shape.ids for anchor in page.anchors):
        return
    wanted = " or ".join([*shape.headings, *(f"#{name}" for name in shape.ids)])
    texts = [heading.text.strip() for heading in page.headings]
    near = closest(shape.headings[0], texts) if shape.headings else None
    place = page.headings[0].span if page.headings else Span(page.path, 0, 0)
    help_text = f'the page has "{near}"' if near else f"add the section {wanted}"
    yield Hit(place, wanted, "", help=help_text)


def _is_meant(shape: SectionShape, heading: Heading) -> bool:
    if shape.level not in (None, heading.level):
        return False
    text = " ".join(heading.text.split())
    return heading.id in shape.ids or any(fnmatchcase(text, pattern) for pattern in shape.headings)
