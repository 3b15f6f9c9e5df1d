"""What a page is built of, without its words: small enough to keep, and enough to compare translations.

A page is a list of units, which are its blocks in the order of the source: headings, paragraphs, list
items, cells, code, and what holds other blocks. Each unit has facts: what a translation has to keep
as it is, such as the targets of links, images, icons, classes and tags.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from guidelint.site.fragile import fragile_constructs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guidelint.markdown.page import Attributes, Block, Page
    from guidelint.source import Span

HOLDERS = frozenset({"html", "admonition", "details", "tab", "footnote"})
LEAVES = frozenset({"p", "li", "td", "th", "dt", "dd", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
SPACES = b" \t\n\r\v\f"
WORDS = frozenset({"title", "alt", "aria-label", "aria-description", "placeholder", "label", "content"})
"""Attributes whose value is text for people, which translations change."""
LINKING = frozenset({"href", "src", "srcset", "poster", "data", "markdown"})
"""Attributes that are compared as links and images, or that only tell how to read what is inside."""


Fact = tuple[str, str]
Outlined = tuple[str, tuple[Fact, ...]]
"""The kind and the facts of a unit."""


class Unit(NamedTuple):
    """A block: what it is, its first and last line, and its facts as pairs of a kind and a value.

    `lines` are those of the facts. `prose` is a checksum of the text, 0 without one, and `words` how
    many words the text has.
    """

    kind: str
    line: int
    end: int
    facts: tuple[Fact, ...]
    lines: tuple[int, ...]
    prose: int
    words: int


class Structure(NamedTuple):
    """The units of a page, and the single values of its front matter by the path of their keys.

    `fragile` are the constructs that exports of translations break, and their lines; `escapes` tells
    that the text has asterisks or underscores shielded in twos; `digest` is that of the text.
    """

    units: tuple[Unit, ...]
    matter: tuple[tuple[str, str], ...]
    fragile: tuple[tuple[str, int], ...] = ()
    escapes: bool = False
    digest: int = 0

    def __hash__(self) -> int:
        """Return the digest: what is compared again and again is found again fast."""
        return self.digest


class Outline(NamedTuple):
    """What the units of a page are and hold, and where they and their facts stand.

    `owners` has for each block of the page the unit that it is in, -1 for none.
    """

    units: tuple[Outlined, ...]
    places: tuple[Span, ...]
    facts: tuple[tuple[Span, ...], ...]
    owners: Sequence[int]


class Placed(NamedTuple):
    """A structure, and where each fact of each unit stands."""

    structure: Structure
    units: tuple[Span, ...]
    facts: tuple[tuple[Span, ...], ...]


def structure_of(page: Page) -> Structure:
    """Return the structure of `page`, without what it includes from other files."""
    line_of = partial(bisect_right, page.source.starts)
    fragile = tuple((kind.value, line_of(span.start)) for kind, span in fragile_constructs(page))
    return placed_structure(page).structure._replace(fragile=fragile)


@lru_cache(maxsize=2)
def placed_structure(page: Page) -> Placed:
    """Return the structure of `page` with the places of its facts; several rules ask for it in a row.

    What is fragile is left out: it is asked of sources, not of translations.
    """
    outline = outline_of(page)
    texts: list[list[str]] = [[] for _ in outline.units]
    for text in page.texts:
        unit = outline.owners[text.block] if text.block >= 0 else -1
        if unit >= 0:
            texts[unit].append(text.value)
    units: list[Unit] = []
    line_of = partial(bisect_right, page.source.starts)
    for (kind, facts), (_, start, end), spans, runs in zip(
        outline.units, outline.places, outline.facts, texts, strict=True
    ):
        words = " ".join(runs).split() if runs else []
        units.append(
            Unit(
                kind,
                line_of(start),
                line_of(max(end - 1, start)),
                facts,
                tuple([line_of(span.start) for span in spans]) if spans else (),
                crc32(" ".join(words).encode("utf-8", "replace")) if words else 0,
                len(words),
            )
        )
    matter = tuple(single_values(page.front_matter.data))
    written = page.source.text
    escapes = "\\" in written and ("\\*\\*" in written or "\\_\\_" in written)
    structure = Structure(tuple(units), matter, (), escapes, text_digest(written))
    return Placed(structure, outline.places, outline.facts)


@lru_cache(maxsize=2)
def outline_of(page: Page) -> Outline:
    """Return the outline of `page`, which takes less time than its whole structure."""
    blocks, owners = _units(page.blocks, page.path)
    places = tuple([block.span for block in blocks])
    units: list[Outlined] = []
    found: list[tuple[Span, ...]] = []
    for block, placed in zip(blocks, _facts_of_units(page, places, owners), strict=True):
        facts: tuple[Fact, ...] = ()
        spans: tuple[Span, ...] = ()
        if placed:
            spans, facts = zip(*sorted(placed), strict=True)
        units.append((_kind(block), facts))
        found.append(spans)
    return Outline(tuple(units), places, tuple(found), owners)


@lru_cache(maxsize=512)
def outlined(structure: Structure) -> tuple[Outlined, ...]:
    """Return the units of `structure` as an outline has them."""
    return tuple([(unit.kind, unit.facts) for unit in structure.units])


@lru_cache(maxsize=2)
def text_digest(text: str) -> int:
    """Return a checksum of `text`, white space and empty titles left out, which exports change."""
    return crc32(text.encode("utf-8", "replace").translate(None, SPACES).replace(b'""', b""))


def _units(blocks: Sequence[Block], path: str) -> tuple[list[Block], list[int]]:
    """Return the blocks that are units, and for each block the unit it belongs to, -1 for none."""
    chosen: list[Block] = []
    owners: list[int] = []
    for block in blocks:
        if block.span.path == path and (block.markup in HOLDERS or block.tag in LEAVES):
            owners.append(len(chosen))
            chosen.append(block)
        else:
            owners.append(owners[block.parent] if block.parent >= 0 else -1)
    return chosen, owners


def _facts_of_units(
    page: Page, places: Sequence[Span], owners: Sequence[int]
) -> list[list[tuple[Span, Fact]]]:
    """Return the facts of each unit with their places, in no order."""
    found: list[list[tuple[Span, Fact]]] = [[] for _ in places]
    starts, ends = [span.start for span in places], [span.end for span in places]
    path = page.path
    for holder, span, kind, value in _facts(page):
        if span.path == path:
            unit = owners[holder] if holder >= 0 else _unit_at(starts, ends, span.start)
            if unit >= 0:
                found[unit].append((span, (kind, value)))
    return found


def _unit_at(starts: Sequence[int], ends: Sequence[int], offset: int) -> int:
    """Return the innermost unit that holds `offset`, else the last one before it."""
    unit = last = bisect_right(starts, offset) - 1
    while unit >= 0 and ends[unit] <= offset:
        unit -= 1
    return unit if unit >= 0 else last


def _kind(block: Block) -> str:
    return f"{block.markup} {block.tag}" if block.markup in HOLDERS else block.tag


def _facts(page: Page) -> Iterator[tuple[int, Span, str, str]]:
    """Yield the block (-1 if not known), the place, the kind and the value of each fact."""
    for link in page.links:
        yield link.block, link.span, "link", link.target
    for image in page.images:
        yield image.block, image.span, "image", image.target
    for media in page.media:
        yield media.block, media.span, "media", media.target
    for icon in page.icons:
        yield icon.block, icon.span, "icon", icon.name
    for reference in page.footnote_references:
        yield reference.block, reference.span, "footnote", reference.label
    for definition in page.footnote_definitions:
        yield definition.block, definition.span, "footnote text", definition.label
    for span, value in _attribute_lists(page):
        yield -1, span, "attributes", value
    for tag in page.tags:
        closing = "/" if tag.kind == "close" else ""
        shown = shown_attributes(tag.attributes) if tag.attributes else ""
        yield -1, tag.span, "tag", f"<{closing}{tag.name} {shown}>" if shown else f"<{closing}{tag.name}>"


def _attribute_lists(page: Page) -> Iterator[tuple[Span, str]]:
    """Yield the attribute lists; the ids of headings are anchors, which translations may add."""
    headings = [heading.span for heading in page.headings if heading.explicit]
    for attributes in page.attribute_lists:
        value = shown_attributes(attributes.attributes)
        at = attributes.span.start
        if "#" in value and any(span.start <= at < span.end for span in headings):
            value = " ".join(word for word in value.split() if not word.startswith("#"))
        if value:
            yield attributes.span, value


@lru_cache(maxsize=4096)
def shown_attributes(attributes: Attributes) -> str:
    """Return what a translation keeps of attributes: classes, ids, and values that are not words."""
    parts = []
    for name, value in sorted(attributes):
        if name == "class":
            parts += sorted(f".{word}" for word in value.split())
        elif name in WORDS:
            parts.append(name if value != name else f"{name}={value}")
        elif name not in LINKING:
            parts.append(f"#{value}" if name == "id" else f"{name}={value}")
    return " ".join(parts)


def single_values(data: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the single values of front matter by the path of their keys, with NUL between these."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from single_values(value, (*path, str(key)))
    elif isinstance(data, (list, tuple)):
        for number, value in enumerate(data):
            yield from single_values(value, (*path, str(number)))
    elif path:
        yield "\0".join(path), "" if data is None else str(data)


def prose_words(units: Iterable[Unit]) -> int:
    """Return how many words the text of `units` has."""
    return sum(unit.words for unit in units)
