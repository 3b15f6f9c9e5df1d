"""The facts of a page while it is read: what is found, before headings have ids and blocks an end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.markdown.attributes import merge
from guidelint.markdown.page import (
    Anchor,
    AttributeList,
    Attributes,
    Block,
    Code,
    FootnoteDefinition,
    FootnoteReference,
    Icon,
    Image,
    Link,
    Media,
    Tag,
    Text,
    UndefinedReference,
)
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.html_facts import RawFacts

_span, _block = partial(tuple.__new__, Span), partial(tuple.__new__, Block)


class BlockDraft(Struct):
    """A block while it is open: its end moves as text is added."""

    tag: str
    markup: str
    path: str
    start: int
    end: int
    parent: int
    attributes: Attributes = ()
    heading: HeadingDraft | None = None

    def begin(self, span: Span) -> None:
        """Let the block begin where `span` does, and end no sooner."""
        self.path, self.start = span.path, span.start
        self.end = max(self.end, span.end)

    def finish(self) -> Block:
        """Return the block."""
        attributes = self.attributes
        if len(attributes) > 1:
            attributes = merge(attributes)
        span = _span((self.path, self.start, self.end))
        return _block((self.tag, self.markup, span, self.parent, attributes))


class HeadingDraft(Struct):
    """A heading before its id is known. `slugged` ones get an id from their text."""

    level: int
    span: Span
    block: int
    text: str = ""
    id: str | None = None
    slugged: bool = True


class Facts(Struct):
    """The facts found so far, in the order of the page."""

    blocks: list[BlockDraft] = field(default_factory=list)
    headings: list[HeadingDraft] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    footnote_references: list[FootnoteReference] = field(default_factory=list)
    footnote_definitions: list[FootnoteDefinition] = field(default_factory=list)
    icons: list[Icon] = field(default_factory=list)
    undefined: list[UndefinedReference] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    attribute_lists: list[AttributeList] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    element_ids: set[str] = field(default_factory=set)
    tab_titles: list[tuple[str, Span, int]] = field(default_factory=list)
    references_used: set[Span] = field(default_factory=set)

    def add_raw(self, raw: RawFacts, *, slugged: bool) -> None:
        """Add what HTML holds; headings of elements the renderer knows are `slugged`."""
        self.anchors.extend(raw.anchors)
        self.links.extend(raw.links)
        self.images.extend(raw.images)
        self.media.extend(raw.media)
        self.tags.extend(raw.tags)
        self.texts.extend(raw.texts)
        if slugged:
            self.element_ids.update(anchor.id for anchor in raw.anchors if anchor.attribute == "id")
        for level, identifier, text, span in raw.headings:
            if identifier is not None or slugged:
                self.headings.append(HeadingDraft(level, span, -1, text, identifier, slugged))
