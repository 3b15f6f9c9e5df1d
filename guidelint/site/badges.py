"""Badges that a page declares: what each stands for, and how it looks.

A badge is declared by a ``<span class="…">:icon: Label</span>`` that is all of the first paragraph
below a heading; links to that heading are badges of the same icon, class and label.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guidelint.markdown.page import Block, Heading, Page, Tag
    from guidelint.source import Span


@dataclass(frozen=True, slots=True)
class DeclaredBadge:
    """A badge as its page declares it.

    `rank` is its place among the badges of the page, in the order of their first mention there.
    """

    icon: str
    classes: tuple[str, ...]
    label: str
    rank: int


def declared_badges(page: Page) -> Mapping[str, DeclaredBadge]:
    """Return the badges that `page` declares, by the id of the heading they stand below."""
    spans = {tag.span.start: tag for tag in page.tags if _is_badge(tag) and tag.span.path == page.path}
    if not spans:
        return {}
    ranks: dict[str, int] = {}
    for tag in sorted(spans.values(), key=lambda tag: tag.span.start):
        ranks.setdefault(_classes(tag), len(ranks))
    found = {}
    for heading in page.headings:
        block = _first_paragraph(page, heading)
        declaring = spans.get(block.span.start) if block else None
        if block and declaring and page.text(block.span).rstrip().endswith("</span>"):
            icon = next((icon.name for icon in page.icons if _within(icon.span, block.span)), "")
            classes = _classes(declaring)
            found[heading.id] = DeclaredBadge(
                icon, tuple(classes.split()), _label(page, block.span), ranks[classes]
            )
    return found


def _is_badge(tag: Tag) -> bool:
    return tag.name == "span" and tag.kind == "open" and bool(_classes(tag))


def _classes(tag: Tag) -> str:
    return dict(tag.attributes).get("class", "")


def _first_paragraph(page: Page, heading: Heading) -> Block | None:
    following = page.blocks[heading.block + 1 : heading.block + 2]
    return following[0] if following and following[0].tag == "p" else None


def _label(page: Page, span: Span) -> str:
    texts = [text for text in page.texts if _within(text.span, span)]
    return "".join(text.value for text in sorted(texts, key=lambda text: text.span.start)).strip()


def _within(inner: Span, outer: Span) -> bool:
    return inner.path == outer.path and outer.start <= inner.start and inner.end <= outer.end
