"""From the tokens of GitHub Markdown to the facts of a page."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.markdown.github_inline_facts import InlineReader
from guidelint.markdown.html_facts import read_html
from guidelint.markdown.html_tags import HEADING_TAGS, find_tags
from guidelint.markdown.page import (
    Anchor,
    Attributes,
    Block,
    Code,
    FootnoteDefinition,
    FootnoteReference,
    Image,
    Link,
    Media,
    Tag,
    Text,
    UndefinedReference,
)
from guidelint.source import Source, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from guidelint.markdown.github_blocks import References
    from guidelint.markdown.lines import Content

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
RENDERED_MEDIA = frozenset({"source", "video"})
MARKUP = {
    "blockquote": "quote",
    "ul": "list",
    "ol": "list",
    "li": "list",
    "p": "paragraph",
    "table": "table",
    "thead": "table",
    "tbody": "table",
    "tr": "table",
    "th": "table",
    "td": "table",
}


class BlockDraft(Struct):
    """A block while it is open: it grows with what is found in it."""

    tag: str
    markup: str
    span: Span
    parent: int
    attributes: Attributes = ()

    def finish(self) -> Block:
        """Return the block."""
        return Block(self.tag, self.markup, self.span, self.parent, self.attributes)


class HeadingDraft(Struct):
    """A heading before it has an id. `raw` is its text with all white space."""

    level: int
    span: Span
    block: int
    raw: str = ""


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
    undefined: list[UndefinedReference] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    labels_used: set[str] = field(default_factory=set)


def collect(tokens: list[Token], source: Source, references: References, md: MarkdownIt) -> Facts:
    """Read the facts out of `tokens`; those of an inline token stand in its `children`."""
    collector = _Collector(source, references, md)
    for token in tokens:
        collector.token(token)
    return collector.facts


class _Collector:
    def __init__(self, source: Source, references: References, md: MarkdownIt) -> None:
        self.source = source
        self.references = references
        self.md = md
        self.facts = Facts()
        self.open: list[int] = []
        self.heading: HeadingDraft | None = None

    @property
    def block(self) -> int:
        return self.open[-1] if self.open else -1

    def token(self, token: Token) -> None:
        if token.hidden:
            return
        if token.nesting > 0:
            self.opened(token)
        elif token.nesting < 0:
            self.closed(token)
        elif token.type == "inline":
            content: Content = token.meta["content"]
            self.extend(content.span(0, len(content.text)))
            visible = self.inline(content, token)
            if self.heading is not None:
                self.heading.raw += visible
        elif token.type == "html_block":
            self.html(token)
        elif token.type in ("fence", "code_block"):
            self.code(token)

    def inline(self, content: Content, token: Token) -> str:
        """Add what stands in a text, and return what a reader sees of it."""
        reader = InlineReader(content, self.references, self.md, self.block)
        for child in token.children or ():
            if child.type == "html_inline":
                reader.html(child)
                self.raw(content, (child.meta["range"],), inline=True)
            else:
                reader.token(child)
        runs = reader.runs()
        facts = self.facts
        facts.links.extend(reader.links)
        facts.images.extend(reader.images)
        facts.codes.extend(reader.codes)
        facts.footnote_references.extend(reader.footnotes)
        facts.labels_used.update(reader.labels_used)
        facts.undefined.extend(reader.undefined(token.meta["undefined"]))
        for start, end in runs:
            span = content.span(start, end)
            facts.texts.append(Text(self.written(span), span, self.block))
        return "".join(reader.visible)

    def opened(self, token: Token) -> None:
        span = token.meta.get("span") or self.inherited()
        tag = token.tag or "li"
        markup = token.meta.get("markup") or MARKUP.get(tag, "heading")
        attributes = tuple((name, str(value)) for name, value in token.attrs.items())
        if token.type == "footnote_reference_open":
            markup = "footnote"
        self.push(BlockDraft(tag, markup, span, self.block, attributes))
        if token.type == "footnote_reference_open":
            definition = FootnoteDefinition(token.meta["label"], token.meta["marker"], self.block)
            self.facts.footnote_definitions.append(definition)
        elif token.type == "heading_open":
            self.heading = HeadingDraft(int(tag[1]), span, self.block)
            self.facts.headings.append(self.heading)

    def inherited(self) -> Span:
        """Return the start of a block that has no place of its own, such as a cell of a table."""
        place = self.facts.blocks[self.block].span
        return Span(place.path, place.start, place.start)

    def push(self, draft: BlockDraft) -> None:
        self.facts.blocks.append(draft)
        self.open.append(len(self.facts.blocks) - 1)

    def closed(self, token: Token) -> None:
        span = self.facts.blocks[self.open.pop()].span
        self.extend(span)
        if token.type == "heading_close" and self.heading is not None:
            self.heading.span = span
            self.heading = None

    def extend(self, span: Span) -> None:
        if self.open:
            draft = self.facts.blocks[self.open[-1]]
            draft.span = draft.span._replace(end=max(draft.span.end, span.end))

    def code(self, token: Token) -> None:
        content: Content = token.meta["content"]
        span = content.span(0, len(content.text.rstrip("\n")))
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        self.facts.codes.append(Code(span, language))
        markup = "fence" if token.type == "fence" else "code"
        self.facts.blocks.append(BlockDraft("pre", markup, span, self.block))
        self.extend(span)

    # -- HTML

    def html(self, token: Token) -> None:
        content: Content = token.meta["content"]
        text = content.text
        ranges, position = [], 0
        for comment in COMMENT.finditer(text):
            ranges.append((position, comment.start()))
            position = comment.end()
        ranges.append((position, len(text)))
        self.extend(content.span(0, len(text.rstrip())))
        self.raw(content, tuple(ranges), inline=False)
        for start, end in ranges:
            self.html_headings(content, start, end)

    def raw(self, content: Content, ranges: tuple[tuple[int, int], ...], *, inline: bool) -> None:
        """Add what HTML holds. GitHub takes frames, sound and plug-ins out of it."""
        raw = read_html(content, ranges, self.block, inline=inline)
        facts = self.facts
        facts.anchors.extend(raw.anchors)
        facts.links.extend(raw.links)
        facts.images.extend(raw.images)
        facts.media.extend(media for media in raw.media if media.tag in RENDERED_MEDIA)
        facts.tags.extend(raw.tags)
        facts.texts.extend(run._replace(value=self.written(run.span)) for run in raw.texts)

    def written(self, span: Span) -> str:
        """Return the source text at `span`, where a NUL is not yet a replacement character."""
        return self.source.text[span.start : span.end]

    def html_headings(self, content: Content, start: int, end: int) -> None:
        """Add headings written as HTML. GitHub gives them ids like any other, and keeps their own."""
        position = start
        for tag in find_tags(content.text, start, end):
            if self.heading is not None:
                self.heading.raw += unescape(content.text[position : tag.start])
            position = tag.end
            if tag.name not in HEADING_TAGS:
                continue
            self.heading = None
            if tag.kind == "open":
                span = content.span(tag.start, tag.end)
                self.heading = HeadingDraft(int(tag.name[1]), span, self.block)
                self.facts.headings.append(self.heading)
                for item in tag.attributes:
                    if item.name == "id":
                        self.facts.anchors.append(Anchor(item.value, content.span(item.start, item.end)))
        if self.heading is not None:
            self.heading.raw += unescape(content.text[position:end])
