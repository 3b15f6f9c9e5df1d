"""Badges that a page declares: what each stands for, and how it looks.

A badge is declared by a ``<span class="…">:icon: Label</span>`` that is all of the first paragraph
below a heading; links to that heading are badges of the same icon, class and label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guidelint.markdown.page import Block, Icon, Page, Tag, Text

    T = TypeVar("T", Text, Icon)


class DeclaredBadge(Struct, frozen=True, array_like=True):
    """A badge as its page declares it.

    `rank` is its place among the badges of the page, in the order of their first mention there.
    """

    icon: str
    classes: tuple[str, ...]
    label: str
    rank: int


def declared_badges(page: Page) -> Mapping[str, DeclaredBadge]:
    """Return the badges that `page` declares, by the id of the heading they stand below."""
    spans = {
        tag.span.start: tag
        for tag in page.tags
        if tag.name == "span" and tag.kind == "open" and tag.span.path == page.path and _classes(tag)
    }
    if not spans:
        return {}
    texts, icons = _by_block(page.texts), _by_block(page.icons)
    ranks: dict[str, int] = {}
    for tag in sorted(spans.values(), key=lambda tag: tag.span.start):
        ranks.setdefault(_classes(tag), len(ranks))
    found = {}
    for heading in page.headings:
        number = heading.block + 1
        block = _paragraph(page, number)
        declaring = spans.get(block.span.start) if block else None
        if block and declaring and page.text(block.span).rstrip().endswith("</span>"):
            label = "".join(text.value for text in texts.get(number, ())).strip()
            icon = next((icon.name for icon in icons.get(number, ())), "")
            classes = _classes(declaring)
            found[heading.id] = DeclaredBadge(icon, tuple(classes.split()), label, ranks[classes])
    return found


def _classes(tag: Tag) -> str:
    return dict(tag.attributes).get("class", "")


def _paragraph(page: Page, number: int) -> Block | None:
    block = page.blocks[number] if 0 < number < len(page.blocks) else None
    return block if block and block.tag == "p" else None


def _by_block(items: Iterable[T]) -> dict[int, list[T]]:
    """Return texts or icons by their block, in the order of the source."""
    found: dict[int, list[T]] = {}
    for item in sorted(items, key=lambda item: item.span):
        found.setdefault(item.block, []).append(item)
    return found
