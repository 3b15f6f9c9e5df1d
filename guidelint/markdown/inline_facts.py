"""From the text of a block to the links, images, icons and runs of text in it."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING

from guidelint.markdown.attribute_facts import apply_block_list, apply_inline_lists
from guidelint.markdown.html_facts import read_html
from guidelint.markdown.inline import Inline, Needed, Node, Passes, build_tree, run_passes, walk
from guidelint.markdown.page import Code, FootnoteReference, Icon, Image, Link, Text, UndefinedReference
from guidelint.markdown.symbols import smart_symbols
from guidelint.markdown.visible import gaps, visible_text
from guidelint.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidelint.markdown.block_state import Document
    from guidelint.markdown.facts import BlockDraft, Facts
    from guidelint.markdown.lines import Content
    from guidelint.markdown.open_blocks import OpenBlocks
    from guidelint.markdown.taken_facts import TakenFacts

_span, _text = partial(tuple.__new__, Span), partial(tuple.__new__, Text)
_link, _icon, _code = partial(tuple.__new__, Link), partial(tuple.__new__, Icon), partial(tuple.__new__, Code)


class InlineFacts:
    """Reads texts, and adds what is in them to `facts`, with `taken` what was taken out of them."""

    def __init__(
        self,
        document: Document,
        passes: Passes,
        facts: Facts,
        blocks: OpenBlocks,
        taken: TakenFacts,
    ) -> None:
        self.document = document
        self.passes = passes
        self.facts = facts
        self.blocks = blocks
        self.taken = taken
        self.has_lists = document.dialect.has("markdown.extensions.attr_list")
        self.has_symbols = document.dialect.has("pymdownx.smartsymbols")

    def read(self, content: Content, *, is_label: bool = False, takes_list: bool = True) -> None:
        """Add what is in a text of the innermost block.

        `is_label` tells that it is the title of a tab, `takes_list` that an attribute list at its end
        belongs to the block.
        """
        text = content.text
        if not text:
            return
        blocks = self.blocks
        blocks.extend(*content.end())
        draft = blocks.innermost
        is_title = is_label or (draft is not None and draft.heading is not None)
        needed = self.passes.for_text(text, 0, len(text))
        if needed or "{" in text:
            listed = draft if takes_list else None
            visible = self._nodes(content, needed, listed, is_title=is_title)
        else:
            visible = text
            self._text_run(content, 0, len(text))
        if is_title and draft is not None:
            self._title(draft, content, visible, is_label=is_label)

    def _nodes(
        self, content: Content, needed: Sequence[Needed], listed: BlockDraft | None, *, is_title: bool
    ) -> str:
        """Add what `needed` passes find in a text; return what a reader sees of it, if it is a title.

        `listed` is the block that takes an attribute list at the end of the text.
        """
        text = content.text
        inline = Inline(content, self.document, self.passes, text, text)
        run_passes(inline, needed, 0, len(text))
        used: list[tuple[int, int]] = []
        roots, nodes = build_tree(inline)
        if self.has_lists and "{" in text:
            end = apply_block_list(self.facts, listed, inline, roots, used) if listed else len(text)
            apply_inline_lists(self.facts, inline, roots, end, used)
            used.sort()
        for node in nodes:
            self._node(inline, node)
        if used:
            self._leaves_around(inline, roots, 0, len(text), used)
        elif roots:
            self._leaves(content, roots, 0, len(text))
        else:
            self._text_run(content, 0, len(text))
        if inline.undefined:
            self._undefined(inline, used)
        return visible_text(inline, roots, 0, len(text), used) if is_title else ""

    def _title(self, draft: BlockDraft, content: Content, visible: str, *, is_label: bool) -> None:
        """Add the `visible` text of a heading or a tab."""
        if draft.markup == "tab" and is_label:
            title = " ".join(visible.split())
            span = content.span(0, len(content.text))
            self.facts.tab_titles.append((title, span, len(self.facts.headings)))
        elif draft.heading is not None:
            if self.has_symbols:
                visible = smart_symbols(visible)
            draft.heading.text = " ".join(f"{draft.heading.text} {visible}".split())

    def _node(self, inline: Inline, node: Node) -> None:
        kind, content = node.kind, inline.content
        if kind == "link":
            self._link(inline, node)
        elif kind == "icon":
            span = content.span(node.start, node.end)
            self.facts.icons.append(_icon((node.value, span, self.blocks.index)))
        elif kind == "image":
            self._image(inline, node)
        elif kind == "code":
            self.facts.codes.append(_code((content.span(node.start, node.end), "", True)))
        elif kind == "html":
            raw = read_html(content, ((node.start, node.end),), self.blocks.index, inline=True)
            self.facts.add_raw(raw, slugged=False)
        elif kind == "taken":
            self.taken.read_mark(node.value)
        elif kind == "footnote":
            span = content.span(node.start, node.end)
            self.facts.footnote_references.append(FootnoteReference(node.value, span, self.blocks.index))
            self.facts.element_ids.add(f"fnref:{node.value}")

    def _link(self, inline: Inline, node: Node) -> None:
        content = inline.content
        icons: tuple[str, ...] = ()
        images: tuple[str, ...] = ()
        if node.inner is None:
            text = node.value
        elif node.children:
            text = visible_text(inline, node.children, *node.inner, [])
            inside = list(walk(node.children))
            icons = tuple([item.value for item in inside if item.kind == "icon"])
            images = tuple([item.target for item in inside if item.kind == "image"])
        else:
            text = inline.text[slice(*node.inner)]
        if node.target_span is not None:
            self.facts.references_used.add(node.target_span)
        self.facts.links.append(
            _link(
                (
                    _attribute(node, "href", node.target),
                    " ".join(text.split()),
                    content.span(node.start, node.end),
                    _target_span(inline, node),
                    node.form,
                    node.title,
                    node.attributes,
                    content.span(*node.attributes_range) if node.attributes_range else None,
                    icons,
                    images,
                    self.blocks.index,
                )
            )
        )

    def _image(self, inline: Inline, node: Node) -> None:
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
                self.blocks.index,
            )
        )

    def _leaves(self, content: Content, nodes: list[Node], start: int, end: int) -> None:
        """Add the text between and inside the nodes, one run per line."""
        position = start
        for node in nodes:
            if node.kind == "literal":
                continue
            if position < node.start:
                self._text_run(content, position, node.start)
            position = node.end
            if node.inner is None or node.kind in ("code", "image"):
                continue
            if node.children:
                self._leaves(content, node.children, *node.inner)
            elif node.inner[0] < node.inner[1]:
                self._text_run(content, *node.inner)
        if position < end:
            self._text_run(content, position, end)

    def _leaves_around(
        self, inline: Inline, nodes: list[Node], start: int, end: int, used: list[tuple[int, int]]
    ) -> None:
        """The same for a text with attribute lists, which stand in the ranges `used`."""
        ranges = gaps(nodes, start, end, used)
        following = 0
        for node in nodes:
            while following < len(ranges) and ranges[following][0] < node.start:
                self._text_run(inline.content, *ranges[following])
                following += 1
            if node.inner is not None and node.kind not in ("code", "image"):
                self._leaves_around(inline, node.children, *node.inner, used)
        for low, high in ranges[following:]:
            self._text_run(inline.content, low, high)

    def _text_run(self, content: Content, start: int, end: int) -> None:
        text, offset, texts = content.text, content.offset, self.facts.texts
        if offset >= 0:
            span = _span((content.path, offset + start, offset + end))
            texts.append(_text((text[start:end], span, self.blocks.index, False)))
            return
        while start < end:
            newline = text.find("\n", start, end)
            stop = newline if newline >= 0 else end
            if stop > start:
                for low, high in content.runs(start, stop):
                    texts.append(Text(text[low:high], content.span(low, high), self.blocks.index))
            start = stop + 1

    def _undefined(self, inline: Inline, used: list[tuple[int, int]]) -> None:
        for item in inline.undefined:
            visible = inline.masked[item.end - 1] == "]" and inline.masked[item.start] in "[!"
            before = bisect_right(used, (item.start, len(inline.text)))
            if visible and not (before and item.start < used[before - 1][1]):
                span = inline.content.span(item.start, item.end)
                label = inline.plain(item.start, item.end) if "\x02" in item.label else item.label
                self.facts.undefined.append(UndefinedReference(label, item.form, span, self.blocks.index))


def _attribute(node: Node, name: str, default: str) -> str:
    return dict(node.attributes).get(name, default) if node.attributes else default


def _target_span(inline: Inline, node: Node) -> Span:
    if node.target_span is not None:
        return node.target_span
    return inline.content.span(*(node.target_range or (node.start, node.end)))
