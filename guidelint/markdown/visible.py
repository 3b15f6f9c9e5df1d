"""What a reader sees of a text: what stands between its nodes, and what nodes show."""

from __future__ import annotations

from bisect import bisect_left
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidelint.markdown.inline import Inline, Node

UNSEEN = frozenset({"html", "taken", "icon", "footnote", "image", "literal"})
Range = tuple[int, int]


def gaps(nodes: list[Node], start: int, end: int, used: list[Range]) -> list[Range]:
    """Return the ranges of the text that no node and no attribute list takes; `used` is in order."""
    taken = [(node.start, node.end) for node in nodes if node.kind != "literal"]
    if used:
        inside = used[bisect_left(used, (start,)) : bisect_left(used, (end,))]
        taken = sorted([*taken, *inside])
    gaps, position = [], start
    for low, high in taken:
        if position < low <= end:
            gaps.append((position, low))
        position = max(position, high)
    if position < end:
        gaps.append((position, end))
    return gaps


def visible_text(inline: Inline, nodes: list[Node], start: int, end: int, used: list[Range]) -> str:
    """Return what a reader sees of the text from `start` to `end`, icons left out."""
    pieces: list[tuple[int, str]] = []
    for low, high in gaps(nodes, start, end, used):
        pieces.append((low, inline.text[low:high].replace("\x01", "")))
    for node in nodes:
        if node.kind in UNSEEN:
            continue
        if node.kind == "entity":
            value = unescape(inline.text[node.start : node.end])
        elif node.inner is not None and node.kind != "code":
            value = visible_text(inline, node.children, *node.inner, used)
        elif node.kind == "code" and node.inner is not None:
            value = inline.text[slice(*node.inner)].strip()
        elif node.kind == "break":
            value = " "
        else:
            value = node.value
        pieces.append((node.start, value))
    return "".join(text for _, text in sorted(pieces, key=lambda piece: piece[0]))
