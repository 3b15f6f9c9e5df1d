"""The attribute lists that the renderer applies to blocks and to what stands in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidelint.markdown.attributes import Parsed, find_block_list, merge, read_attribute_list
from guidelint.markdown.html_tags import HEADING_TAGS
from guidelint.markdown.inline import ELEMENTS
from guidelint.markdown.page import Anchor, AttributeList

if TYPE_CHECKING:
    from guidelint.markdown.facts import BlockDraft, Facts
    from guidelint.markdown.inline import Inline, Node

END_OF_LINE_TAGS = HEADING_TAGS | {"dt", "td", "th"}


def apply_block_list(
    facts: Facts, draft: BlockDraft, inline: Inline, roots: list[Node], used: list[tuple[int, int]]
) -> int:
    """Apply the attribute list of a block, if its last text ends with one; return where the text ends.

    `roots` are the top nodes of the text; the range that the list takes is added to `used`.
    """
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
    draft.attributes = (*draft.attributes, *parsed.attributes)
    _add_list(facts, inline, at, text_end, parsed)
    identifier = dict(parsed.attributes).get("id")
    if identifier is not None:
        if draft.heading is not None:
            draft.heading.id = identifier
            facts.element_ids.add(identifier)
        else:
            _add_anchor(facts, inline, identifier, at, text_end)
    return start


def apply_inline_lists(
    facts: Facts, inline: Inline, nodes: list[Node], end: int, used: list[tuple[int, int]]
) -> None:
    """Apply the attribute lists that follow elements among `nodes`, before `end`.

    The ranges that they take are added to `used`.
    """
    elements = [node for node in nodes if node.kind in ELEMENTS]
    for number, node in enumerate(elements):
        if node.children and node.inner is not None:
            apply_inline_lists(facts, inline, node.children, node.inner[1], used)
        limit = elements[number + 1].start if number + 1 < len(elements) else end
        if node.end >= limit or inline.text[node.end] != "{":
            continue
        parsed = read_attribute_list(inline.text, node.end, limit)
        if parsed is None:
            continue
        used.append((node.end, parsed.end))
        node.attributes = merge(parsed.attributes)
        node.attributes_range = (node.end, parsed.end)
        _add_list(facts, inline, node.end, parsed.end, parsed)
        identifier = dict(parsed.attributes).get("id")
        if identifier is not None:
            _add_anchor(facts, inline, identifier, node.end, parsed.end)


def _add_list(facts: Facts, inline: Inline, start: int, end: int, parsed: Parsed) -> None:
    span = inline.content.span(start, end)
    raw = inline.text[start:end]
    facts.attribute_lists.append(AttributeList(span, raw, merge(parsed.attributes), parsed.unquoted))


def _add_anchor(facts: Facts, inline: Inline, identifier: str, start: int, end: int) -> None:
    at = inline.text.find(identifier, start, end)
    low = at if at >= 0 else start
    span = inline.content.span(low, low + len(identifier) if at >= 0 else end)
    facts.anchors.append(Anchor(identifier, span))
    facts.element_ids.add(identifier)
