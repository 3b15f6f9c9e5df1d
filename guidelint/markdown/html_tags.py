"""HTML tags in text: what is a tag, and which attributes it carries.

The grammar is the tolerant one that Python-Markdown uses for raw HTML (its modified
`html.parser`), written without backtracking so that hostile text costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import NamedTuple

BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "canvas",
        "center",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "group",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "iframe",
        "legend",
        "li",
        "main",
        "map",
        "math",
        "menu",
        "nav",
        "noscript",
        "object",
        "ol",
        "option",
        "output",
        "p",
        "pre",
        "progress",
        "script",
        "section",
        "style",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
    ]
) - {"head"}
SPAN_TAGS = frozenset(
    ["address", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "li", "p", "summary", "td", "th"]
)
RAW_TAGS = frozenset(["canvas", "math", "option", "pre", "script", "style", "textarea"])
EMPTY_TAGS = frozenset({"hr"})
CONTENT_TAGS = BLOCK_TAGS - SPAN_TAGS - RAW_TAGS - EMPTY_TAGS
VOID_TAGS = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
CDATA_TAGS = frozenset({"script", "style"})
MAX_ENDLESS_TAGS = 50
TEXT_TAGS = CDATA_TAGS | {"textarea", "title"}
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_VALUE = r"""(?:'[^']*+'|"[^"]*+"|(?!['"])[^`>\s]*+)"""
_HEAD = (
    r"""<(?P<name>[a-zA-Z][^`\t\n\r\f />\x00]*+)
        (?P<attributes>(?:(?:\s|/(?!>))*+(?:(?<=['"\s/])[^`\s/>][^\s/=>]*+(?:\s*+=+\s*"""
    + _VALUE
    + r"""(?:\s*+,)*+)?+(?:\s|/(?!>))*+)*+)?+)\s*+"""
)
OPEN_HEAD = re.compile(_HEAD, re.VERBOSE)
OPEN_TAG = re.compile(_HEAD + r"(?P<end>/?>)", re.VERBOSE)
CLOSE_TAG = re.compile(r"</([a-zA-Z][^\t\n\r\f />\x00]*+)[^>]*+>")
ATTRIBUTE = re.compile(
    r"""(?P<name>[^`\s/>=][^\s/=>]*+)(?:\s*+=+\s*+(?P<value>'[^']*+'|"[^"]*+"|(?!['"])[^`>\s]*+))?+"""
)


class Attribute(NamedTuple):
    """An attribute of a tag; `start` and `end` are the range of its value in the text."""

    name: str
    value: str
    start: int
    end: int


class TagMatch(NamedTuple):
    """A tag found in a text. `kind` is ``open``, ``close`` or ``empty``."""

    name: str
    kind: str
    start: int
    end: int
    attributes: tuple[Attribute, ...] = ()


_attribute, _tag = partial(tuple.__new__, Attribute), partial(tuple.__new__, TagMatch)


def read_attributes(text: str, start: int, end: int) -> tuple[Attribute, ...]:
    """Return the attributes written in `text[start:end]`, names in lower case, entities decoded.

    As in the HTML standard the first of two attributes with the same name counts.
    """
    if start == end:
        return ()
    found: dict[str, Attribute] = {}
    for match in ATTRIBUTE.finditer(text, start, end):
        name = match[1].lower()
        low, high = match.span(2)
        if name in found:
            continue
        if low < 0:
            found[name] = _attribute((name, "", match.end(), match.end()))
            continue
        if high - low > 1 and text[low] in "'\"":
            low, high = low + 1, high - 1
        value = text[low:high]
        found[name] = _attribute((name, unescape(value) if "&" in value else value, low, high))
    return tuple(found.values())


def markdown_mode(name: str, attributes: tuple[Attribute, ...], parent: str | None) -> str:
    """Return how the content of an element is read as Markdown: ``block``, ``span`` or ``off``.

    `parent` is the mode of the element around it. Follows `md_in_html` of Python-Markdown 3.11.
    """
    wanted = "0"
    for attribute in attributes:
        if attribute.name == "markdown":
            wanted = "1" if attribute.value in ("", "markdown") else attribute.value
    if parent == "off" or (parent == "span" and wanted != "0"):
        wanted = parent
    if (wanted == "1" and name in CONTENT_TAGS) or (wanted == "block" and name in CONTENT_TAGS | SPAN_TAGS):
        return "block"
    if (wanted == "1" and name in SPAN_TAGS) or (wanted == "span" and name in CONTENT_TAGS | SPAN_TAGS):
        return "span"
    return "off"


def read_tag(text: str, start: int) -> TagMatch | None:
    """Return the opening, closing or empty tag that starts at `start`, if there is one."""
    match = OPEN_TAG.match(text, start)
    if match:
        kind = "empty" if match["end"] == "/>" else "open"
        attributes = read_attributes(text, *match.span("attributes"))
        return _tag((match["name"].lower(), kind, start, match.end(), attributes))
    match = CLOSE_TAG.match(text, start)
    if match:
        return _tag((match[1].lower(), "close", start, match.end(), ()))
    return None


def find_tags(text: str, start: int = 0, end: int | None = None) -> Iterator[TagMatch]:
    """Yield the tags in `text[start:end]`, comments and the content of scripts left out."""
    end = len(text) if end is None else end
    position = text.find("<", start, end)
    last = text.rfind(">", start, end)
    endless = 0
    while 0 <= position < last:
        if text.startswith("<!--", position):
            closed = text.find("-->", position + 4, end)
            position = text.find("<", closed + 3, end) if closed >= 0 else -1
            continue
        tag = read_tag(text, position)
        if tag is None or tag.end > end:
            head = OPEN_HEAD.match(text, position, end)
            endless += head is not None and head.end() == end
            if endless > MAX_ENDLESS_TAGS:
                return
            position = text.find("<", position + 1, end)
            continue
        yield tag
        position = tag.end
        if tag.kind == "open" and tag.name in TEXT_TAGS:
            closing = re.compile(rf"</\s*{tag.name}\s*>", re.IGNORECASE).search(text, position, end)
            position = closing.start() if closing else end
        position = text.find("<", position, end)
