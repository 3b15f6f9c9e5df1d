"""From the token stream to the facts of a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING

from guidelint.markdown.attributes import Parsed, find_block_list, merge, read_attribute_list
from guidelint.markdown.block_state import text_of
from guidelint.markdown.facts import BlockDraft, Facts, HeadingDraft
from guidelint.markdown.html_facts import read_html, read_opening
from guidelint.markdown.html_tags import HEADING_TAGS
from guidelint.markdown.inline import ELEMENTS, Inline, Needed, Node, Passes, build_tree, run_passes, walk
from guidelint.markdown.lines import Content, Line
from guidelint.markdown.page import (
    Anchor,
    AttributeList,
    Code,
    FootnoteDefinition,
    FootnoteReference,
    Icon,
    Image,
    Link,
    Tag,
    Text,
    UndefinedReference,
)
from guidelint.markdown.symbols import smart_symbols
from guidelint.markdown.taken import MARK, MarkdownElement, RawHtml, TakenCode
from guidelint.markdown.visible import gaps, visible_text
from guidelint.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidelint.markdown.block_state import BlockToken, Document

_span, _text = partial(tuple.__new__, Span), partial(tuple.__new__, Text)
CHECKBOX = re.compile(r" *\[[ xX]\] +")
END_OF_LINE_TAGS = HEADING_TAGS | {"dt", "td", "th"}


def collect(tokens: list[BlockToken], document: Document, passes: Passes) -> Facts:
    """Read the facts out of `tokens`."""
    collector = _Collector(document, passes)
    for index, token in enumerate(tokens):
        collector.token(token, tokens, index)
    return collector.facts


class _Collector:
    def __init__(self, document: Document, passes: Passes) -> None:
        self.document = document
        self.passes = passes
        self.facts = Facts()
        self.open: list[int] = []
        self.block = -1
        self.unlisted: Content | None = None
        self.in_label = False
        self.has_lists = document.dialect.has("markdown.extensions.attr_list")
        self.has_symbols = document.dialect.has("pymdownx.smartsymbols")
        self.has_tasks = document.dialect.has("pymdownx.tasklist")

    def token(self, token: BlockToken, tokens: list[BlockToken], index: int) -> None:
        kind = token.type
        if token.nesting > 0:
            self.opened(token)
        elif token.nesting < 0:
            self.closed()
        elif kind == "element":
            self.opened(token)
            self.text(token, tokens, index)
            self.closed()
        elif kind == "inline":
            self.text(token, tokens, index)
        elif kind == "html_element":
            self.raw(token.meta["raw"], slugged=True)
        elif token.meta.get("lines"):
            self.code(token)

    def text(self, token: BlockToken, tokens: list[BlockToken], index: int) -> None:
        meta, content = token.meta, text_of(token)
        if self.has_tasks and "[" in content.text:
            content = _without_checkbox(content, tokens, index)
        self.in_label = meta["tag"] == "label"
        if "ends_footnote" in meta:
            self.unlisted = content
        loose = "loose" in meta
        if loose:
            self.push("p", "paragraph", content.lines[0])
        self.inline(content)
        if loose:
            self.closed()

    def push(self, tag: str, markup: str, line: Line) -> BlockDraft:
        span = line.span()
        draft = BlockDraft(tag, markup, span, span.start, self.block, [])
        self.block = len(self.facts.blocks)
        self.facts.blocks.append(draft)
        self.open.append(self.block)
        return draft

    def opened(self, token: BlockToken) -> None:
        element: MarkdownElement | None = token.meta.get("element")
        draft = self.push(token.tag, token.info, token.meta["line"])
        if token.attrs:
            draft.attributes = [(name, str(value)) for name, value in token.attrs.items()]
        if element is not None:
            draft.start = element.content.span(element.start, element.tag_end)
            draft.end = max(draft.end, element.content.span(element.start, element.end).end)
            self.element_tag(element)
        if token.info == "footnote":
            label, span = token.meta["footnote"]
            draft.start = span
            self.facts.footnote_definitions.append(FootnoteDefinition(label, span, self.block))
            self.facts.element_ids.add(f"fn:{label}")
        if token.tag in HEADING_TAGS:
            heading = HeadingDraft(int(token.tag[1]), draft.start, self.block)
            heading.id = dict(draft.attributes).get("id")
            draft.heading = heading
            self.facts.headings.append(heading)

    def closed(self) -> None:
        draft = self.facts.blocks[self.open.pop()]
        if not self.open:
            self.block = -1
            return
        self.block = self.open[-1]
        path, _, end = draft.start
        self.extend(path, max(end, draft.end))

    def element_tag(self, element: MarkdownElement) -> None:
        """Add the tag of an element whose content is Markdown."""
        raw = read_opening(element, self.block)
        if element.tag in HEADING_TAGS:
            raw.anchors.clear()
            raw.headings.clear()
        self.facts.add_raw(raw, slugged=True)
        if element.end > element.tag_end:
            closing = element.content.text.rfind("</", element.tag_end, element.end)
            if closing >= 0 and element.content.text[element.end - 1] == ">":
                span = element.content.span(closing, element.end)
                self.facts.tags.append(Tag(element.tag, "close", span))

    def code(self, token: BlockToken) -> None:
        lines: list[Line] = token.meta["lines"]
        if token.type == "hr":
            return
        content = Content(lines)
        span = content.span(0, len(content.text))
        self.facts.codes.append(Code(span))
        self.extend(span.path, span.end)

    def extend(self, path: str, end: int) -> None:
        """Move the end of the open block to `end`, if it begins in the same file."""
        if self.open:
            draft = self.facts.blocks[self.block]
            if end > draft.end and draft.start.path == path:
                draft.end = end

    # -- marks: what was taken out of the text

    def mark(self, number: str) -> None:
        if not number.isdigit():
            return
        taken = self.document.stash.taken[int(number)]
        if isinstance(taken, RawHtml):
            self.raw(taken, slugged=False)
        elif isinstance(taken, TakenCode):
            content = Content(taken.lines)
            span = content.span(0, len(content.text))
            self.facts.codes.append(Code(span, taken.language))
            if taken.identifier:
                at = content.text.find(f"#{taken.identifier}")
                self.facts.anchors.append(
                    Anchor(taken.identifier, content.span(at, at + 1 + len(taken.identifier)))
                )
            self.extend(span.path, span.end)
        else:
            self.unread(taken)

    def raw(self, raw: RawHtml, *, slugged: bool) -> None:
        facts = read_html(raw.content, raw.ranges, self.block)
        self.facts.add_raw(facts, slugged=slugged)
        if raw.ranges:
            span = raw.content.span(raw.ranges[0][0], raw.ranges[-1][1])
            self.extend(span.path, span.end)

    def unread(self, element: MarkdownElement) -> None:
        """An element that stands where its Markdown is not read: only its tags are rendered."""
        self.facts.add_raw(read_opening(element, self.block), slugged=False)
        for line in element.lines:
            for match in MARK.finditer(line.text):
                self.mark(match[1])

    # -- inline text

    def inline(self, content: Content) -> None:
        text = content.text
        if not text:
            return
        self.extend(*content.end())
        draft = self.facts.blocks[self.block] if self.open else None
        is_title = self.in_label or (draft is not None and draft.heading is not None)
        needed = self.passes.for_text(text, 0, len(text))
        if needed or "{" in text:
            visible = self.nodes(content, needed, is_title=is_title)
        else:
            visible = text
            self.text_run(content, 0, len(text))
        if is_title and draft is not None:
            self.title(draft, content, visible)

    def nodes(self, content: Content, needed: Sequence[Needed], *, is_title: bool) -> str:
        """Add what `needed` passes find in a text; return what a reader sees of it, if it is a title."""
        inline = Inline(content, self.document, self.passes)
        text = inline.text
        run_passes(inline, needed, 0, len(text))
        used: list[tuple[int, int]] = []
        roots, nodes = build_tree(inline)
        if self.has_lists and "{" in text:
            end = self.block_list(inline, roots, used)
            self.inline_lists(inline, roots, end, used)
            used.sort()
        for node in nodes:
            self.node(inline, node)
        if roots or used:
            self.leaves(inline, roots, 0, len(text), used)
        else:
            self.text_run(content, 0, len(text))
        if inline.undefined:
            self.undefined(inline, used)
        return visible_text(inline, roots, 0, len(text), used) if is_title else ""

    def title(self, draft: BlockDraft, content: Content, visible: str) -> None:
        """Add the `visible` text of a heading or a tab."""
        if draft.markup == "tab" and self.in_label:
            title = " ".join(visible.split())
            span = content.span(0, len(content.text))
            self.facts.tab_titles.append((title, span, len(self.facts.headings)))
        elif draft.heading is not None:
            if self.has_symbols:
                visible = smart_symbols(visible)
            draft.heading.text = " ".join(f"{draft.heading.text} {visible}".split())

    def block_list(self, inline: Inline, roots: list[Node], used: list[tuple[int, int]]) -> int:
        """Apply the attribute list of the block, if its last text ends with one."""
        if not self.open or inline.content is self.unlisted:
            return len(inline.text)
        draft = self.facts.blocks[self.open[-1]]
        elements = [node for node in roots if node.kind in ELEMENTS]
        begin = elements[-1].end if elements else 0
        found = find_block_list(inline.masked[begin:], at_end_of_line=draft.tag in END_OF_LINE_TAGS)
        if found is None or draft.tag == "label":
            return len(inline.text)
        at, parsed = found[0] + begin, found[1]
        text_end = parsed.end + begin
        before = inline.text[begin:at].rstrip(" \n")
        if draft.heading is not None:
            before = before.rstrip("#").rstrip()
        start = begin + len(before)
        used.append((start, len(inline.text)))
        parsed = read_attribute_list(inline.text, at, text_end) or parsed
        draft.attributes.extend(parsed.attributes)
        self.attribute_list(inline, at, text_end, parsed)
        identifier = dict(parsed.attributes).get("id")
        if identifier is not None:
            if draft.heading is not None:
                draft.heading.id = identifier
                self.facts.element_ids.add(identifier)
            else:
                self.anchor(inline, identifier, at, text_end)
        return start

    def inline_lists(self, inline: Inline, nodes: list[Node], end: int, used: list[tuple[int, int]]) -> None:
        """Apply the attribute lists that follow inline elements."""
        elements = [node for node in nodes if node.kind in ELEMENTS]
        for number, node in enumerate(elements):
            if node.children and node.inner is not None:
                self.inline_lists(inline, node.children, node.inner[1], used)
            limit = elements[number + 1].start if number + 1 < len(elements) else end
            if node.end >= limit or inline.text[node.end] != "{":
                continue
            parsed = read_attribute_list(inline.text, node.end, limit)
            if parsed is None:
                continue
            used.append((node.end, parsed.end))
            node.attributes = merge(parsed.attributes)
            node.attributes_range = (node.end, parsed.end)
            self.attribute_list(inline, node.end, parsed.end, parsed)
            identifier = dict(parsed.attributes).get("id")
            if identifier is not None:
                self.anchor(inline, identifier, node.end, parsed.end)

    def attribute_list(self, inline: Inline, start: int, end: int, parsed: Parsed) -> None:
        span = inline.content.span(start, end)
        raw = inline.text[start:end]
        attributes = merge(parsed.attributes)
        self.facts.attribute_lists.append(AttributeList(span, raw, attributes, parsed.unquoted))

    def anchor(self, inline: Inline, identifier: str, start: int, end: int) -> None:
        at = inline.text.find(identifier, start, end)
        low = at if at >= 0 else start
        span = inline.content.span(low, low + len(identifier) if at >= 0 else end)
        self.facts.anchors.append(Anchor(identifier, span))
        self.facts.element_ids.add(identifier)

    def node(self, inline: Inline, node: Node) -> None:
        kind, content = node.kind, inline.content
        if kind == "link":
            self.link(inline, node)
        elif kind == "image":
            self.image(inline, node)
        elif kind == "icon":
            span = content.span(node.start, node.end)
            self.facts.icons.append(Icon(node.value, span, self.block))
        elif kind == "footnote":
            span = content.span(node.start, node.end)
            self.facts.footnote_references.append(FootnoteReference(node.value, span, self.block))
            self.facts.element_ids.add(f"fnref:{node.value}")
        elif kind == "code":
            self.facts.codes.append(Code(content.span(node.start, node.end), inline=True))
        elif kind == "html":
            raw = read_html(content, ((node.start, node.end),), self.block, inline=True)
            self.facts.add_raw(raw, slugged=False)
        elif kind == "taken":
            self.mark(node.value)

    def link(self, inline: Inline, node: Node) -> None:
        content, inside = inline.content, list(walk(node.children)) if node.children else ()
        if node.inner is None:
            text = node.value
        elif inside:
            text = visible_text(inline, node.children, *node.inner, [])
        else:
            text = inline.text[slice(*node.inner)]
        if node.target_span is not None:
            self.facts.references_used.add(node.target_span)
        self.facts.links.append(
            Link(
                _attribute(node, "href", node.target),
                " ".join(text.split()),
                content.span(node.start, node.end),
                _target_span(inline, node),
                node.form,
                node.title,
                node.attributes,
                content.span(*node.attributes_range) if node.attributes_range else None,
                tuple([item.value for item in inside if item.kind == "icon"]),
                tuple([item.target for item in inside if item.kind == "image"]),
                self.block,
            )
        )

    def image(self, inline: Inline, node: Node) -> None:
        content = inline.content
        if node.target_span is not None:
            self.facts.references_used.add(node.target_span)
        self.facts.images.append(
            Image(
                _attribute(node, "src", node.target),
                node.value,
                content.span(node.start, node.end),
                _target_span(inline, node),
                node.form,
                node.title,
                node.attributes,
                content.span(*node.attributes_range) if node.attributes_range else None,
                self.block,
            )
        )

    def leaves(
        self, inline: Inline, nodes: list[Node], start: int, end: int, used: list[tuple[int, int]]
    ) -> None:
        """Add the text between and inside the nodes, one run per line."""
        ranges = gaps(nodes, start, end, used)
        following = 0
        for node in nodes:
            while following < len(ranges) and ranges[following][0] < node.start:
                self.text_run(inline.content, *ranges[following])
                following += 1
            if node.inner is None or node.kind in ("code", "image"):
                continue
            if node.children or used:
                self.leaves(inline, node.children, *node.inner, used)
            elif node.inner[0] < node.inner[1]:
                self.text_run(inline.content, *node.inner)
        for low, high in ranges[following:]:
            self.text_run(inline.content, low, high)

    def text_run(self, content: Content, start: int, end: int) -> None:
        lines, text = content.lines, content.text
        if len(lines) == 1 and not lines[0].stops:
            path, base = lines[0].path, lines[0].offset
            span = _span((path, base + start, base + end))
            self.facts.texts.append(_text((text[start:end], span, self.block, False)))
            return
        while start < end:
            newline = text.find("\n", start, end)
            stop = newline if newline >= 0 else end
            if stop > start:
                for low, high in content.runs(start, stop):
                    span = content.span(low, high)
                    self.facts.texts.append(Text(text[low:high], span, self.block))
            start = stop + 1

    def undefined(self, inline: Inline, used: list[tuple[int, int]]) -> None:
        for item in inline.undefined:
            visible = inline.masked[item.end - 1] == "]" and inline.masked[item.start] in "[!"
            before = bisect_right(used, (item.start, len(inline.text)))
            if visible and not (before and item.start < used[before - 1][1]):
                span = inline.content.span(item.start, item.end)
                label = inline.plain(item.start, item.end) if "\x02" in item.label else item.label
                self.facts.undefined.append(UndefinedReference(label, item.form, span, self.block))


def _attribute(node: Node, name: str, default: str) -> str:
    return dict(node.attributes).get(name, default) if node.attributes else default


def _target_span(inline: Inline, node: Node) -> Span:
    if node.target_span is not None:
        return node.target_span
    return inline.content.span(*(node.target_range or (node.start, node.end)))


def _without_checkbox(content: Content, tokens: list[BlockToken], index: int) -> Content:
    """Take the check box off the first text of a list item."""
    first = content.lines[0]
    match = CHECKBOX.match(first.text)
    if not match:
        return content
    before = tokens[index - 1] if index else None
    if before is not None and before.type == "paragraph_open" and index > 1:
        before = tokens[index - 2]
    if before is None or before.nesting <= 0 or before.tag != "li":
        return content
    return Content([first.cut(match.end()), *content.lines[1:]])
