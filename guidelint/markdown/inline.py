"""Inline constructs, found as Python-Markdown finds them: one pattern after the other.

Each pass looks for one construct over the whole text; what it finds is hidden from later passes by
a mask of the same length, so every index in the text is an index in the source lines too. The order
of the passes is that of Python-Markdown 3.9 to 3.11 with PyMdown Extensions 10 to 13.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from guidelint.markdown.block_state import Document
    from guidelint.markdown.lines import Content
    from guidelint.source import Span

HIDDEN, HIDDEN_END = "\x02", "\x03"
ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);", re.IGNORECASE)
MAX_DEPTH = 60
_start = attrgetter("start")
"""Where a node begins: no two at the same place, because what begins one is hidden from later passes."""
MAX_REMEMBERED = 10_000
ELEMENTS = frozenset(
    [
        "link",
        "image",
        "code",
        "math",
        "emphasis",
        "strong",
        "mark",
        "insert",
        "delete",
        "superscript",
        "subscript",
        "icon",
        "footnote",
        "break",
        "keys",
    ]
)


class Node(Struct, eq=False):
    """Something found in a text, from `start` to `end`.

    `inner` is the range of the text inside it. `value` is what a node without inner text stands
    for: the character of an escape, the name of an icon, the label of a footnote. What only links,
    images and elements with an attribute list have is set after the node is made.
    """

    kind: str
    start: int
    end: int
    inner: tuple[int, int] | None = None
    value: str = ""
    form: str = ""
    target: str = ""
    target_range: tuple[int, int] | None = None
    target_span: Span | None = None
    title: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    attributes_range: tuple[int, int] | None = None
    children: list[Node] = field(default_factory=list)


class Undefined(Struct, frozen=True):
    """A reference without definition, from `start` to `end`; `form` as in `UndefinedReference`."""

    label: str
    form: str
    start: int
    end: int


class Inline(Struct, eq=False):
    """A text while passes run over it: `masked` is what they see of it, `nodes` what they have found."""

    content: Content
    document: Document
    passes: Passes
    text: str
    masked: str
    nodes: list[Node] = field(default_factory=list)
    undefined: list[Undefined] = field(default_factory=list)
    link_depth: int = 0
    _sorted: list[Node] = field(default_factory=list)

    def mask(self, found: list[Node]) -> None:
        """Keep the nodes `found`, in order and apart, and hide them from later passes."""
        pieces, position = [], 0
        for node in found:
            pieces.append(self.masked[position : node.start])
            pieces.append(HIDDEN * (node.end - node.start - 1) + HIDDEN_END)
            position = node.end
        pieces.append(self.masked[position:])
        self.masked = "".join(pieces)
        self.nodes.extend(found)

    def plain(self, start: int, end: int) -> str:
        """Return the text from `start` to `end` with escapes resolved, as attributes have it."""
        if HIDDEN_END not in self.masked[start:end]:
            return self.text[start:end]
        pieces, position = [], start
        if len(self._sorted) != len(self.nodes):
            self._sorted = sorted(self.nodes, key=_start)
        for number in range(bisect_left(self._sorted, start, key=_start), len(self._sorted)):
            node = self._sorted[number]
            if node.start >= end:
                break
            if node.start < position or node.end > end:
                continue
            pieces.append(self.text[position : node.start])
            pieces.append(node_text(self, node))
            position = node.end
        pieces.append(self.text[position:end])
        return "".join(pieces)


def node_text(inline: Inline, node: Node) -> str:
    """Return the text content of a node, as Python-Markdown puts it into an attribute."""
    if node.kind in ("escape", "literal", "math", "keys"):
        return node.value
    if node.kind in ("code", "html", "entity"):
        return inline.text[slice(*(node.inner or (node.start, node.end)))].strip()
    if node.inner is not None:
        return inline.plain(*node.inner)
    return ""


Pass = Callable[[Inline, int, int], list[Node]]
Searches = Callable[[str, int, int], object]
Needed = tuple[int, Searches, Pass]
"""The number of a pass, what tells whether it may find anything in a range, and the pass."""


class PassRule(Struct, frozen=True):
    """A pass and the texts of which one must occur for it to find anything."""

    name: str
    triggers: tuple[str, ...]
    find: Pass


NOTHING: tuple[Needed, ...] = ()


class Passes:
    """The passes of a dialect in their order, and which of them a given text needs.

    A text is searched once for the characters of all triggers, letters and spaces left out; the passes it
    needs are those that have a trigger all of whose characters were found.
    """

    def __init__(self, rules: Sequence[PassRule]) -> None:
        self._rules = [
            (tuple([_characters(trigger) for trigger in rule.triggers]), (number, _any_of(rule), rule.find))
            for number, rule in enumerate(rules)
        ]
        characters = frozenset().union(*(one for triggers, _ in self._rules for one in triggers))
        self._find_characters = re.compile(f"[{re.escape(''.join(sorted(characters)))}]").findall
        self._needed: dict[tuple[frozenset[str], int], list[Needed]] = {}

    def for_text(self, text: str, start: int, end: int, after: int = -1) -> Sequence[Needed]:
        """Return the passes after number `after` that can find something in `text[start:end]`."""
        characters = self._find_characters(text, start, end)
        if not characters:
            return NOTHING
        found = frozenset(characters)
        key = found, after
        needed = self._needed.get(key)
        if needed is None:
            rules = self._rules[after + 1 :]
            needed = [needed for triggers, needed in rules if any(one <= found for one in triggers)]
            if len(self._needed) < MAX_REMEMBERED:
                self._needed[key] = needed
        return needed


def _characters(trigger: str) -> frozenset[str]:
    return frozenset([character for character in trigger if not (character == " " or character.isalnum())])


def _any_of(rule: PassRule) -> Searches:
    return re.compile("|".join(map(re.escape, rule.triggers))).search


def run_passes(inline: Inline, passes: Sequence[Needed], start: int, end: int) -> None:
    """Run `passes` over the text from `start` to `end`, and those after the one for links inside links."""
    for number, occurs, find in passes:
        if not occurs(inline.masked, start, end):
            continue
        found = find(inline, start, end)
        if not found:
            continue
        for node in found:
            if node.kind == "link" and node.inner is not None:
                inside = inline.passes.for_text(inline.masked, *node.inner, number)
                if inside:
                    inline.link_depth += 1
                    run_passes(inline, inside, *node.inner)
                    inline.link_depth -= 1
        inline.mask(found)


def build_tree(inline: Inline) -> tuple[list[Node], list[Node]]:
    """Return the top nodes of the text, each with its children, and all nodes, in the order of the text.

    Nodes inside something that is not rendered from its inner text (an HTML tag, code) are dropped.
    """
    if len(inline.nodes) <= 1:
        return inline.nodes, inline.nodes
    roots: list[Node] = []
    kept: list[Node] = []
    stack: list[Node] = []
    for node in sorted(inline.nodes, key=_start):
        while stack and stack[-1].end <= node.start:
            stack.pop()
        if len(stack) >= MAX_DEPTH:
            continue
        if stack:
            parent = stack[-1]
            if parent.inner is None or not parent.inner[0] <= node.start < parent.inner[1]:
                continue
            parent.children.append(node)
        else:
            roots.append(node)
        kept.append(node)
        stack.append(node)
    return roots, kept


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield `nodes` and all nodes inside them, in the order of the text."""
    for node in nodes:
        yield node
        if node.children:
            yield from walk(node.children)


def decode_entities(text: str) -> str:
    """Return `text` with its character references resolved, those that end in a semicolon."""
    return ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text
