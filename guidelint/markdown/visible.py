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
    if used:
        return _visible_around(inline, nodes, start, end, used)
    pieces: list[str] = []
    position = start
    for node in nodes:
        if node.kind == "literal":
            continue
        if position < node.start:
            pieces.append(inline.text[position : node.start].replace("\x01", ""))
        position = node.end
        if node.kind not in UNSEEN:
            pieces.append(_shown(inline, node, used))
    if position < end:
        pieces.append(inline.text[position:end].replace("\x01", ""))
    return "".join(pieces)


def _visible_around(inline: Inline, nodes: list[Node], start: int, end: int, used: list[Range]) -> str:
    """The same for a text with attribute lists, which stand in the ranges `used`."""
    pieces: list[tuple[int, str]] = []
    for low, high in gaps(nodes, start, end, used):
        pieces.append((low, inline.text[low:high].replace("\x01", "")))
    pieces.extend((node.start, _shown(inline, node, used)) for node in nodes if node.kind not in UNSEEN)
    return "".join(text for _, text in sorted(pieces, key=lambda piece: piece[0]))


def _shown(inline: Inline, node: Node, used: list[Range]) -> str:
    """Return what a reader sees of a node."""
    if node.kind == "entity":
        return unescape(inline.text[node.start : node.end])
    if node.inner is not None and node.kind != "code":
        return visible_text(inline, node.children, *node.inner, used)
    if node.kind == "code" and node.inner is not None:
        return inline.text[slice(*node.inner)].strip()
    return " " if node.kind == "break" else node.value
