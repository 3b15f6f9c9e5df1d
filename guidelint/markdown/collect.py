"""From the token stream to the facts of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guidelint.markdown.block_state import text_of
from guidelint.markdown.facts import BlockDraft, Facts, HeadingDraft
from guidelint.markdown.html_facts import read_opening
from guidelint.markdown.html_tags import HEADING_TAGS
from guidelint.markdown.inline_facts import InlineFacts
from guidelint.markdown.lines import BLANK, Content
from guidelint.markdown.open_blocks import OpenBlocks
from guidelint.markdown.page import Code, FootnoteDefinition, Tag
from guidelint.markdown.taken_facts import TakenFacts
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.block_state import BlockToken, Document
    from guidelint.markdown.inline import Passes
    from guidelint.markdown.taken import MarkdownElement

CHECKBOX = re.compile(r" *\[[ xX]\] +")


def collect(tokens: list[BlockToken], document: Document, passes: Passes) -> Facts:
    """Read the facts out of `tokens`."""
    collector = _Collector(document, passes)
    collector.read(tokens)
    return collector.facts


class _Collector:
    def __init__(self, document: Document, passes: Passes) -> None:
        self.facts = Facts()
        self.blocks = OpenBlocks(self.facts.blocks)
        self.taken = TakenFacts(document.stash, self.facts, self.blocks)
        self.texts = InlineFacts(document, passes, self.facts, self.blocks, self.taken)
        self.has_tasks = document.dialect.has("pymdownx.tasklist")

    def read(self, tokens: list[BlockToken]) -> None:
        for index, token in enumerate(tokens):
            if token.type == "element":
                self.element(token, tokens, index)
            elif token.nesting > 0:
                self.opened(token)
            elif token.nesting < 0:
                self.blocks.close()
            elif token.type == "inline":
                self.text(token, tokens, index)
            elif token.raw is not None:
                self.taken.read_raw(token.raw, slugged=True)
            elif token.type == "code":
                self.code(text_of(token))

    def element(self, token: BlockToken, tokens: list[BlockToken], index: int) -> None:
        """Add an element that holds only text."""
        content = text_of(token)
        draft = self.blocks.open(token.tag, token.info, token.line or content.lines[0])
        if token.tag in HEADING_TAGS:
            self.heading(draft)
        if self.has_tasks and content.text.lstrip(" ").startswith("["):
            content = _without_checkbox(content, tokens, index)
        self.texts.read(content, takes_list=not token.ends_footnote)
        self.blocks.close()

    def text(self, token: BlockToken, tokens: list[BlockToken], index: int) -> None:
        content = text_of(token)
        if self.has_tasks and content.text.lstrip(" ").startswith("["):
            content = _without_checkbox(content, tokens, index)
        if token.loose:
            self.blocks.open("p", "paragraph", content.lines[0])
        self.texts.read(content, is_label=token.tag == "label", takes_list=not token.ends_footnote)
        if token.loose:
            self.blocks.close()

    def opened(self, token: BlockToken) -> None:
        draft = self.blocks.open(token.tag, token.info, token.line or BLANK)
        if token.attrs:
            draft.attributes = tuple(token.attrs.items())
        element = token.element
        if token.tag in HEADING_TAGS:
            self.heading(draft, element)
        if element is not None:
            draft.begin(element.content.span(element.start, element.tag_end))
            draft.end = max(draft.end, element.content.span(element.start, element.end).end)
            self.element_tag(element)
        if token.footnote is not None:
            label, span = token.footnote
            draft.begin(span)
            self.facts.footnote_definitions.append(FootnoteDefinition(label, span, self.blocks.index))
            self.facts.element_ids.add(f"fn:{label}")

    def heading(self, draft: BlockDraft, element: MarkdownElement | None = None) -> None:
        """Add a heading that was just opened, by the tag of `element` if it was written in HTML."""
        span = Span(draft.path, draft.start, draft.end)
        if element is not None:
            span = element.content.span(element.start, element.tag_end)
        heading = HeadingDraft(int(draft.tag[1]), span, self.blocks.index)
        heading.id = dict(draft.attributes).get("id")
        draft.heading = heading
        self.facts.headings.append(heading)

    def element_tag(self, element: MarkdownElement) -> None:
        """Add the tag of an element whose content is Markdown."""
        raw = read_opening(element, self.blocks.index)
        if element.tag in HEADING_TAGS:
            raw.anchors.clear()
            raw.headings.clear()
        self.facts.add_raw(raw, slugged=True)
        if element.end > element.tag_end:
            closing = element.content.text.rfind("</", element.tag_end, element.end)
            if closing >= 0 and element.content.text[element.end - 1] == ">":
                span = element.content.span(closing, element.end)
                self.facts.tags.append(Tag(element.tag, "close", span))

    def code(self, content: Content) -> None:
        span = content.span(0, len(content.text))
        self.facts.codes.append(Code(span))
        self.blocks.extend(span.path, span.end)


def _without_checkbox(content: Content, tokens: list[BlockToken], index: int) -> Content:
    """Take the check box off the first text of a list item."""
    first = content.lines[0]
    match = CHECKBOX.match(first.text)
    if not match:
        return content
    before = tokens[index - 1] if index else None
    if before is not None and (before.type, before.info) == ("open", "paragraph") and index > 1:
        before = tokens[index - 2]
    if before is None or before.nesting <= 0 or before.tag != "li":
        return content
    return Content([first.cut(match.end()), *content.lines[1:]])
