"""What a site keeps of a page once it has been read: its anchors, and nothing that is large."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.findings import Location
from guidelint.site.badges import DeclaredBadge, declared_badges
from guidelint.site.structure import Structure, structure_of
from guidelint.site.suggest import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidelint.markdown.page import Page
    from guidelint.source import Span

PLACEHOLDER = re.compile(r"\{[{%]")
GENERATED = re.compile(r"^:::[ \t]", re.MULTILINE)


class AnchorPlace(Struct, frozen=True, array_like=True):
    """Where an anchor is defined: `path` as reports show it, 1-based line and column.

    `text` is the text of the heading that has the id, None for another element; `width` is how many
    characters of the line it takes.
    """

    path: str
    line: int
    column: int
    text: str | None = None
    width: int = 1

    @property
    def location(self) -> Location:
        """Where it stands, for reports."""
        end = self.column + max(self.width, 1)
        return Location(self.path, self.line, self.column, self.line, end)


class PageSummary(Struct, frozen=True, array_like=True, dict=True):
    """The anchors of a page by id, in the order of the page, and its headings.

    `headings` are the ids of the headings with their levels. `ids_known` is false where not all
    ids can be known. `is_template` tells that a plugin may add content, because the page has
    placeholders such as ``{{ x }}`` or ``::: x``. `badges` are those that the page declares, by the
    id of their heading. `targets` are what the page refers to, as written, and whether in raw HTML.
    `structure` is there where it was asked for, to compare translations with.
    """

    anchors: Mapping[str, AnchorPlace] = field(default_factory=dict)
    headings: tuple[tuple[str, int], ...] = ()
    ids_known: bool = True
    is_template: bool = False
    badges: Mapping[str, DeclaredBadge] = field(default_factory=dict)
    targets: tuple[tuple[str, bool], ...] = ()
    structure: Structure | None = None

    @cached_property
    def words(self) -> Words:
        """The ids of the anchors, for suggestions."""
        return Words(self.anchors)


UNREADABLE = PageSummary(ids_known=False)


def summarise(page: Page, *, structured: bool = False) -> PageSummary:
    """Return the summary of a page: its headings, other ids and those that footnotes get.

    `structured` pages are those that others are compared with: the summary has their structure.
    Footnotes have the ids ``fn:label`` and ``fnref:label``, as in Python-Markdown's `footnotes`.
    """
    places: list[tuple[Span, str, str | None]] = [
        *((heading.span, heading.id, heading.text) for heading in page.headings),
        *((anchor.span, anchor.id, None) for anchor in page.anchors),
        *((note.span, f"fn:{note.label}", None) for note in page.footnote_definitions),
        *((note.span, f"fnref:{note.label}", None) for note in page.footnote_references),
    ]
    anchors: dict[str, AnchorPlace] = {}
    for span, name, text in places:
        if name not in anchors:
            location = page.location(span)
            width = location.end_column - location.column if location.end_line == location.line else 1
            anchors[name] = AnchorPlace(location.path, location.line, location.column, text, width)
    return PageSummary(
        anchors=anchors,
        headings=tuple((heading.id, heading.level) for heading in page.headings),
        ids_known=page.ids_known,
        is_template=_is_template(page.source.text),
        badges=declared_badges(page),
        targets=tuple(_targets(page)),
        structure=structure_of(page) if structured else None,
    )


def _is_template(text: str) -> bool:
    if PLACEHOLDER.search(text):
        return True
    return ":::" in text and GENERATED.search(text) is not None


def _targets(page: Page) -> Iterator[tuple[str, bool]]:
    for link in page.links:
        yield _shared((link.target, link.form == "html"))
    for image in page.images:
        yield _shared((image.target, image.form == "html"))
    for medium in page.media:
        yield _shared((medium.target, True))


@lru_cache(maxsize=1 << 14)
def _shared(target: tuple[str, bool]) -> tuple[str, bool]:
    """Return an equal pair: the one of another page that refers to the same, as all its languages do."""
    return target
