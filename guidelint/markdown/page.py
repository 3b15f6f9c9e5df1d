"""What stands on a page, as its site renders it. Nothing here knows other pages or rules.

Every construct carries the span of its source text. A span names the file it points into, which
is another file than the page for text that a snippet included.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, field

from guidelint.findings import Location
from guidelint.source import Source, Span

MAX_LINKS = 50_000

Attributes = tuple[tuple[str, str], ...]


class Block(NamedTuple):
    """A block-level element that holds others: its place in the tree is `parent`.

    `tag` is the HTML element it renders to (``div``, ``details``, ``li``, ``p``, ``h2``,
    ``td``, ``pre`` …). `attributes` are those of the element as rendered. `markup` tells what was
    written: ``html``, ``admonition`` (``!!!``), ``details`` (``???``), ``tab`` (``===``),
    ``fence``, ``code``, ``list``, ``quote``, ``table``, ``definition-list``, ``footnote``,
    ``paragraph``, ``heading`` …
    """

    tag: str
    markup: str
    span: Span
    parent: int = -1
    attributes: Attributes = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the element, in order."""
        return tuple(dict(self.attributes).get("class", "").split()) if self.attributes else ()


class Heading(NamedTuple):
    """A heading. `id` is the id it has on the page, `text` what a reader sees."""

    level: int
    text: str
    id: str
    span: Span
    explicit: bool = False
    block: int = -1


class Anchor(NamedTuple):
    """A target of links other than a heading.

    `attribute` tells where it comes from: an ``id``, the ``name`` of an `a` element, or the title
    of a ``tab``, at which `span` then points.
    """

    id: str
    span: Span
    attribute: str = "id"


class Link(NamedTuple):
    """A link as rendered.

    `form` is ``inline``, ``reference``, ``autolink``, ``magic`` or ``html``. `span` is the whole
    construct where it is used, `target_span` the text of the target, which for a reference link
    stands in the definition. `target` is as written, entities decoded. `text` is what a reader
    sees, icons left out; `icons` and `images` are the names and sources inside it.
    """

    target: str
    text: str
    span: Span
    target_span: Span
    form: str = "inline"
    title: str | None = None
    attributes: Attributes = ()
    attributes_span: Span | None = None
    icons: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    block: int = -1

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the link, in order."""
        return tuple(dict(self.attributes).get("class", "").split()) if self.attributes else ()


class Image(NamedTuple):
    """An image as rendered; fields as in `Link`."""

    target: str
    alt: str
    span: Span
    target_span: Span
    form: str = "inline"
    title: str | None = None
    attributes: Attributes = ()
    attributes_span: Span | None = None
    block: int = -1


class Media(Struct, frozen=True):
    """A `source`, `video`, `audio`, `iframe`, `embed` or `track` element with its `src`.

    `attribute` is another one for what a page loads besides: ``srcset``, ``poster``, ``data``.
    """

    tag: str
    target: str
    span: Span
    target_span: Span
    block: int = -1
    attribute: str = "src"


class FootnoteReference(Struct, frozen=True):
    """A footnote reference that is rendered as one."""

    label: str
    span: Span
    block: int = -1


class FootnoteDefinition(Struct, frozen=True):
    """A footnote definition that is rendered. `block` is its block."""

    label: str
    span: Span
    block: int = -1


class Icon(NamedTuple):
    """An icon shortcode that is rendered as an icon; `name` has no colons."""

    name: str
    span: Span
    block: int = -1


class UndefinedReference(Struct, frozen=True):
    """A reference link, image or footnote without a definition, left on the page as text.

    `form` is ``link``, ``image`` or ``footnote``; `label` is as written (``^1`` for a footnote is
    ``1``).
    """

    label: str
    form: str
    span: Span
    block: int = -1


class Definition(NamedTuple):
    """A definition of a link reference (``link``), an abbreviation (``abbreviation``) or a footnote.

    `kind` is ``footnote`` for the last. Of several definitions of one label the last one counts in
    Python-Markdown; `effective` is false for the others. `used` tells whether anything refers to it.
    """

    kind: str
    label: str
    value: str
    span: Span
    effective: bool = True
    used: bool = True


class Tag(NamedTuple):
    """An HTML tag as written. `kind` is ``open``, ``close`` or ``empty``."""

    name: str
    kind: str
    span: Span
    attributes: Attributes = ()
    inline: bool = False


class AttributeList(Struct, frozen=True):
    """An attribute list ``{ .x #y key=value }`` that the renderer applied."""

    span: Span
    raw: str
    attributes: Attributes
    unquoted: tuple[str, ...] = ()


class Text(NamedTuple):
    """A run of characters that a reader sees literally, on one source line.

    `value` is the source text at `span`, so offsets in `value` are offsets from `span.start`. `raw`
    tells that it stands in HTML whose content is not read as Markdown.
    """

    value: str
    span: Span
    block: int = -1
    raw: bool = False


class Code(NamedTuple):
    """Code of any form: a fence, an indented block or a code span."""

    span: Span
    language: str = ""
    inline: bool = False


class FrontMatter(Struct, frozen=True):
    """The front matter of a page.

    `keys` maps a key path (``("schema", 0, "url")``) to the span of its key, `values` to the span
    of its value. `duplicates` lists keys that stand twice in one mapping, with the span of the
    second. `error` is the message of a YAML error and `error_span` its place; `data` is then empty.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[tuple[str | int, ...], Span] = field(default_factory=dict)
    values: Mapping[tuple[str | int, ...], Span] = field(default_factory=dict)
    duplicates: tuple[tuple[str, Span], ...] = ()
    span: Span | None = None
    error: str | None = None
    error_span: Span | None = None


class Problem(Struct, frozen=True):
    """Something that kept a part of the page from being read: a missing snippet, a limit."""

    message: str
    span: Span


class Page(Struct, frozen=True, eq=False):
    """A page as its site renders it. All sequences are in the order of the rendered page.

    `sources` maps the path of the page and of every included file to its `Source`.
    `ids_known` is false where the site makes ids in a way guidelint cannot follow.
    """

    path: str
    source: Source
    sources: Mapping[str, Source]
    dialect: str
    front_matter: FrontMatter = field(default_factory=FrontMatter)
    blocks: tuple[Block, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    media: tuple[Media, ...] = ()
    footnote_references: tuple[FootnoteReference, ...] = ()
    footnote_definitions: tuple[FootnoteDefinition, ...] = ()
    icons: tuple[Icon, ...] = ()
    undefined: tuple[UndefinedReference, ...] = ()
    definitions: tuple[Definition, ...] = ()
    tags: tuple[Tag, ...] = ()
    attribute_lists: tuple[AttributeList, ...] = ()
    texts: tuple[Text, ...] = ()
    codes: tuple[Code, ...] = ()
    problems: tuple[Problem, ...] = ()
    ids_known: bool = True

    def location(self, span: Span) -> Location:
        """Return `span` as lines and columns."""
        path, start, end = span
        starts = self.sources[path].starts
        line, end_line = bisect_right(starts, start), bisect_right(starts, end)
        return Location(path, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)

    def text(self, span: Span) -> str:
        """Return the source text at `span`."""
        return self.sources[span.path].text[span.start : span.end]

    @property
    def has_too_many_links(self) -> bool:
        """Whether there are more links, images and media than are looked at to be asked for."""
        return len(self.links) + len(self.images) + len(self.media) > MAX_LINKS

    def ancestors(self, block: int) -> list[Block]:
        """Return the block with index `block` and those around it, innermost first."""
        chain = []
        while block >= 0:
            chain.append(self.blocks[block])
            block = self.blocks[block].parent
        return chain


PageReader = Callable[[Source], Page]
