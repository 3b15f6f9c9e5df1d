"""The passes that find links and images in all their forms."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import partial
from typing import TYPE_CHECKING

from guidelint.markdown.inline import HIDDEN_END, Inline, Node, Pass, Undefined, decode_entities
from guidelint.markdown.search import Search

if TYPE_CHECKING:
    from guidelint.markdown.block_state import Reference

BRACKET = re.compile(r"[\[\]]")
LINK_START = re.compile(r"\[(?<!!\[)")
IMAGE_START = re.compile(r"!\[")
SIMPLE = r"(?:([^\[\]]*)\]\(([^()<>'\"\s]*)\))?"
LINK = re.compile(LINK_START.pattern + SIMPLE)
IMAGE = re.compile(IMAGE_START.pattern + SIMPLE)
ANGLE_TARGET = re.compile(r"""\(\s*<([^<>]*)>\s*(?:('[^']*'|"[^"]*")\s*)?\)""")
PAREN = re.compile(r"\(\s*")
QUOTE = re.compile(r"['\"]")
QUOTES = {'"': re.compile(r'"'), "'": re.compile(r"'")}
PARENTHESIS = re.compile(r"[()]")
CLOSING_TITLE = {'"': re.compile(r'" *\)'), "'": re.compile(r"' *\)")}
BEFORE_LABEL = re.compile(r"\]\s?\[")
LABEL = re.compile(r"\s?\[([^\]]*)\]")
SPACES = re.compile(r"\s+")
AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>")
MAGIC_AUTOLINK = re.compile(r"<((?:ht|f)tps?://[^<>]*)>", re.IGNORECASE)
AUTOMAIL = re.compile(r"<([^<> !]+@[^@<> ]+)>")
MAGIC_START = re.compile(r"""(?<![^\s*_~^\[('"\x03])(?:(?:ht|f)tps?://|(?P<www>w{3}\.))""", re.IGNORECASE)
MAGIC_DOMAIN = re.compile(r"[^_\W][-\w.]*")
MAGIC_PATH = re.compile(r"[^\s<]*")
MAGIC_MAIL = re.compile(
    r"(?<![-/+@a-z\d_])(?<![-+a-z\d_]\.)[-+a-z\d_](?:[-a-z\d_+]|\.(?!\.))*"
    r"(?<!\.)@(?:[-a-z\d_]+\.)(?:[-a-z\d_]|(?<!\.)\.(?!\.))*[a-z]\b(?![-@])",
    re.IGNORECASE,
)
ENTITY_END = re.compile(r"&[^\W_]+;$")
TRAILING = frozenset("?!.,:*_~^'\"")
PAIRS = {")": "(", "]": "["}

Range = tuple[int, int]


def closing_brackets(text: str, start: int, end: int) -> dict[int, int]:
    """Return, for each ``[`` in the range that is closed in it, the index of its ``]``."""
    closing: dict[int, int] = {}
    stack: list[int] = []
    for match in BRACKET.finditer(text, start, end):
        at = match.start()
        if text[at] == "[":
            stack.append(at)
        elif stack:
            closing[stack.pop()] = at
    return closing


def inline_links(inline: Inline, start: int, end: int) -> list[Node]:
    """``[text](target "title")``."""
    return _inline(inline, start, end, LINK, "link")


def inline_images(inline: Inline, start: int, end: int) -> list[Node]:
    """``![alt](target "title")``."""
    return _inline(inline, start, end, IMAGE, "image")


def _inline(inline: Inline, start: int, end: int, opening: re.Pattern[str], kind: str) -> list[Node]:
    text = inline.masked
    written: _Written | None = None
    found: list[Node] = []
    position = start
    while match := opening.search(text, position, end):
        simple = match[2]
        if simple is not None:
            first, (close, target, title, stop) = (
                match.start(1),
                (match.end(1), match.span(2), None, match.end()),
            )
        else:
            first = position = match.end()
            written = written or _Written(text, start, end)
            parts = written.read(position - 1)
            if parts is None:
                continue
            close, target, title, stop = parts
        node = Node(kind, match.start(), stop, (first, close), form="inline")
        if simple is not None and HIDDEN_END not in simple and "&" not in simple:
            node.target_range, node.target = target, simple
        else:
            node.target_range = target = _stripped(inline.text, *target)
            node.target = decode_entities(inline.plain(*target).strip())
        if title is not None:
            node.title = SPACES.sub(" ", inline.plain(*title).strip())
        if kind == "image":
            _finish_image(inline, node)
        found.append(node)
        position = stop
    return found


def _finish_image(inline: Inline, node: Node) -> None:
    if node.kind == "image" and node.inner is not None:
        node.value = inline.plain(*node.inner)
        node.inner = None


class _Written:
    """Reads ``[text](target "title")`` in one text; each part of the text is searched once.

    A title opens with the first quote and closes with the last one before a closing parenthesis;
    without one the quote is part of the target. Parentheses in a target must pair.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.end = end
        self.brackets = closing_brackets(text, start, end)
        self.at: list[int] = []
        self.closing: dict[int, int] = {}
        self.depths: list[int] = [0]
        stack: list[int] = []
        for match in PARENTHESIS.finditer(text, start, end):
            self.at.append(match.start())
            self.depths.append(self.depths[-1] + (1 if match[0] == "(" else -1))
            if match[0] == "(":
                stack.append(match.start())
            elif stack:
                self.closing[stack.pop()] = match.start()
        self.next = Search(text, end).next

    def read(self, start: int) -> tuple[int, Range, Range | None, int] | None:
        """Read what opens at `start`: where its text ends, the ranges of target and title, and the end."""
        close = self.brackets.get(start)
        if close is None or self.text[close + 1 : close + 2] != "(" or close + 1 >= self.end:
            return None
        destination = self.destination(close + 1)
        return (close, *destination) if destination else None

    def destination(self, start: int) -> tuple[Range, Range | None, int] | None:
        """Read the destination that opens at `start`: the ranges of target and title, and the end."""
        angle = ANGLE_TARGET.match(self.text, start, self.end)
        if angle:
            title = (angle.start(2) + 1, angle.end(2) - 1) if angle[2] else None
            return angle.span(1), title, angle.end()
        opening = PAREN.match(self.text, start, self.end)
        if opening is None:
            return None
        first = opening.end()
        close = self.closing.get(start)
        quote = self.next(QUOTE, first)
        if quote is None or (close is not None and close < quote[0]):
            return None if close is None else ((first, close), None, close + 1)
        return self.quoted(start, first, quote[0])

    def quoted(self, start: int, first: int, quote_at: int) -> tuple[Range, Range | None, int] | None:
        quote = self.text[quote_at]
        other = "'" if quote == '"' else '"'
        candidates: list[tuple[int, int, int]] = []
        closed = self.next(CLOSING_TITLE[quote], quote_at + 1)
        if closed:
            candidates.append((closed[1], quote_at, closed[0]))
        opened = self.next(QUOTES[other], quote_at + 1)
        if opened:
            closed = self.next(CLOSING_TITLE[other], opened[1])
            if closed:
                candidates.append((closed[1], opened[0], closed[0]))
        if candidates:
            stop, begin, finish = min(candidates)
            return (first, begin), (begin + 1, finish), stop
        return self.unquoted(start, first, quote_at)

    def unquoted(self, start: int, first: int, quote_at: int) -> tuple[Range, None, int] | None:
        """The quote opens no title: the target ends where its parentheses are used up."""
        opening = bisect_left(self.at, start)
        after = bisect_left(self.at, quote_at)
        depth = self.depths[after] - self.depths[opening]
        number = after + depth - 1
        if number >= len(self.at) or self.text[self.at[number]] != ")":
            return None
        return (first, self.at[number]), None, self.at[number] + 1


def _stripped(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def reference_links(inline: Inline, start: int, end: int) -> list[Node]:
    """``[text][label]`` and ``[label][]``."""
    return _references(inline, start, end, LINK_START, "link")


def reference_images(inline: Inline, start: int, end: int) -> list[Node]:
    """``![alt][label]``."""
    return _references(inline, start, end, IMAGE_START, "image")


def _references(inline: Inline, start: int, end: int, opening: re.Pattern[str], kind: str) -> list[Node]:
    text = inline.masked
    if not BEFORE_LABEL.search(text, start, end):
        return []
    closing = closing_brackets(text, start, end)
    found: list[Node] = []
    position = start
    while match := opening.search(text, position, end):
        position = match.end()
        close = closing.get(match.end() - 1)
        if close is None:
            continue
        label = LABEL.match(text, close + 1, end)
        if label is None:
            continue
        name = label[1] or text[match.end() : close]
        key = SPACES.sub(" ", name.lower())
        reference = inline.document.references.get(key)
        position = label.end()
        if reference is None:
            inline.undefined.append(Undefined(name, kind, match.start(), label.end()))
            continue
        found.append(_referenced(inline, kind, match.start(), label.end(), (match.end(), close), reference))
    return found


def short_links(inline: Inline, start: int, end: int) -> list[Node]:
    """``[label]`` where the label is defined."""
    return _short(inline, start, end, LINK_START, "link")


def short_images(inline: Inline, start: int, end: int) -> list[Node]:
    """``![label]`` where the label is defined."""
    return _short(inline, start, end, IMAGE_START, "image")


def _short(inline: Inline, start: int, end: int, opening: re.Pattern[str], kind: str) -> list[Node]:
    references = inline.document.references
    if not references:
        return []
    text = inline.masked
    closing = closing_brackets(text, start, end)
    found: list[Node] = []
    position = start
    while match := opening.search(text, position, end):
        position = match.end()
        close = closing.get(match.end() - 1)
        if close is None:
            continue
        position = close + 1
        reference = references.get(SPACES.sub(" ", text[match.end() : close].lower()))
        if reference is not None:
            inner = (match.end(), close)
            found.append(_referenced(inline, kind, match.start(), close + 1, inner, reference))
    return found


def _referenced(inline: Inline, kind: str, start: int, end: int, inner: Range, reference: Reference) -> Node:
    node = Node(kind, start, end, inner, form="reference")
    node.target = decode_entities(reference.target)
    node.target_span = reference.target_span
    node.title = reference.title
    _finish_image(inline, node)
    return node


def autolinks(pattern: re.Pattern[str]) -> Pass:
    """Return the pass that finds ``<scheme://…>`` by `pattern`."""
    return partial(_autolinks, pattern, "")


def automails(inline: Inline, start: int, end: int) -> list[Node]:
    """``<name@host>``."""
    return _autolinks(AUTOMAIL, "mailto:", inline, start, end)


def _autolinks(pattern: re.Pattern[str], prefix: str, inline: Inline, start: int, end: int) -> list[Node]:
    found = []
    for match in pattern.finditer(inline.masked, start, end):
        target = inline.plain(*match.span(1)).removeprefix("mailto:" if prefix else "")
        node = Node("link", match.start(), match.end(), form="autolink", value=target)
        node.target = prefix + (target if prefix else decode_entities(target))
        node.target_range = match.span(1)
        found.append(node)
    return found


def magic_links(inline: Inline, start: int, end: int) -> list[Node]:
    """Bare addresses, where `pymdownx.magiclink` is on. None are found inside a link."""
    text = inline.masked
    found: list[Node] = []
    position = start
    if inline.link_depth:
        return found
    while match := MAGIC_START.search(text, position, end):
        position = match.end()
        domain = MAGIC_DOMAIN.match(text, match.end(), end)
        if domain is None:
            continue
        path = MAGIC_PATH.match(text, domain.start(), end)
        stop = _magic_end(text, match.start(), domain.start(), path.end() if path else domain.end())
        host = text[domain.start() : min(stop, domain.end())]
        if any("_" in part for part in host.split(".")[-2:]):
            continue
        written = inline.plain(match.start(), stop)
        node = Node("link", match.start(), stop, form="magic", value=written)
        node.target = decode_entities(f"http://{written}" if match["www"] else written)
        node.target_range = (match.start(), stop)
        found.append(node)
        position = stop
    return found


def magic_mails(inline: Inline, start: int, end: int) -> list[Node]:
    """Bare mail addresses, where `pymdownx.magiclink` is on."""
    found: list[Node] = []
    if inline.link_depth:
        return found
    for match in MAGIC_MAIL.finditer(inline.masked, start, end):
        node = Node("link", *match.span(), form="magic", value=match[0])
        node.target = f"mailto:{match[0]}"
        node.target_range = match.span()
        found.append(node)
    return found


def _magic_end(text: str, start: int, floor: int, end: int) -> int:
    """Take punctuation and unpaired brackets off the end of a bare address."""
    while end > floor:
        last = text[end - 1]
        if last in TRAILING:
            end -= 1
        elif last == ";":
            entity = ENTITY_END.search(text, floor, end)
            end = entity.start() if entity else end - 1
        elif last in PAIRS and text.count(last, start, end) > text.count(PAIRS[last], start, end):
            end -= 1
        else:
            break
    return end
