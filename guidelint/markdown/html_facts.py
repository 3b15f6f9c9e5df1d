"""The links, images, ids and headings in HTML that is rendered as it stands."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.markdown.html_tags import HEADING_TAGS, Attribute, TagMatch, find_tags
from guidelint.markdown.page import Anchor, Image, Link, Media, Tag, Text

if TYPE_CHECKING:
    from guidelint.markdown.lines import Content
    from guidelint.markdown.taken import MarkdownElement
    from guidelint.source import Span

_tag = partial(tuple.__new__, Tag)
MEDIA_TAGS = frozenset({"source", "video", "audio", "iframe", "embed", "track"})
SRCSET_URL = re.compile(r"[\s,]*([^\s,]\S*)")
MAX_TEXT = 1000
NEXT_LINK = re.compile(r"</?a(?=[\s/>])", re.IGNORECASE)
NEXT_HEADING = re.compile(r"</?h[1-6](?=[\s/>])", re.IGNORECASE)
OTHER_MEDIA = frozenset({("video", "poster"), ("object", "data")})
READ_ATTRIBUTES = frozenset({"id", "name", "href", "src", "srcset", "poster", "data"})
UNREAD_TEXT = frozenset({"script", "style", "pre", "code", "textarea", "math", "svg"})


class RawFacts(Struct):
    """What a piece of HTML holds. A heading is its level, id, text and span."""

    anchors: list[Anchor] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    headings: list[tuple[int, str | None, str, Span]] = field(default_factory=list)


def read_html(
    content: Content, ranges: tuple[tuple[int, int], ...], block: int, *, inline: bool = False
) -> RawFacts:
    """Return the facts in the given ranges of `content`."""
    facts = RawFacts()
    for start, end in ranges:
        _read_range(facts, content, start, end, block, inline=inline)
    return facts


def read_opening(element: MarkdownElement, block: int) -> RawFacts:
    """Return the facts in the opening tag of `element`."""
    facts = RawFacts()
    tag = TagMatch(element.tag, "open", element.start, element.tag_end, element.attributes)
    _add_tag(facts, element.content, tag, block, inline=False)
    return facts


def _read_range(facts: RawFacts, content: Content, start: int, end: int, block: int, *, inline: bool) -> None:
    position, unread = start, ""
    for tag in find_tags(content.text, start, end):
        _add_tag(facts, content, tag, block, inline=inline)
        if not inline and not unread:
            _add_text(facts, content, position, tag.start, block)
        position = tag.end
        if tag.kind == "close":
            unread = "" if tag.name == unread else unread
            continue
        if tag.kind == "open" and tag.name in UNREAD_TEXT and not unread:
            unread = tag.name
    if not inline and not unread:
        _add_text(facts, content, position, end, block)


def _add_tag(facts: RawFacts, content: Content, tag: TagMatch, block: int, *, inline: bool) -> None:
    span = content.span(tag.start, tag.end)
    attributes = tuple([item[:2] for item in tag.attributes])
    facts.tags.append(_tag((tag.name, tag.kind, span, attributes, inline)))
    for item in tag.attributes:
        if item.name in READ_ATTRIBUTES:
            _read_attribute(facts, content, tag, item, span, attributes, block)
    if tag.name in HEADING_TAGS and tag.kind != "close":
        text = _text_until(content.text, tag.end, NEXT_HEADING)
        facts.headings.append((int(tag.name[1]), dict(attributes).get("id"), text, span))


def _read_attribute(
    facts: RawFacts,
    content: Content,
    tag: TagMatch,
    item: Attribute,
    span: Span,
    attributes: tuple[tuple[str, str], ...],
    block: int,
) -> None:
    at = content.span(item.start, item.end)
    if item.name == "id":
        if tag.name not in HEADING_TAGS:
            facts.anchors.append(Anchor(item.value, at))
    elif item.name == "name":
        if tag.name == "a" and item.value != dict(attributes).get("id"):
            facts.anchors.append(Anchor(item.value, at, attribute="name"))
    elif item.name == "href":
        if tag.name == "a":
            text = _text_until(content.text, tag.end, NEXT_LINK)
            title = dict(attributes).get("title")
            facts.links.append(Link(item.value, text, span, at, "html", title, attributes, block=block))
    elif item.name == "src" and tag.name == "img":
        values = dict(attributes)
        alt, title = values.get("alt", ""), values.get("title")
        facts.images.append(Image(item.value, alt, span, at, "html", title, attributes, block=block))
    else:
        urls = _loaded(tag.name, item.name, item.value)
        facts.media.extend(Media(tag.name, url, span, at, block, item.name) for url in urls)


def _loaded(tag: str, attribute: str, value: str) -> list[str]:
    """Return the addresses that a browser loads because of an attribute, those of images left out."""
    if (attribute == "src" and tag in MEDIA_TAGS) or (tag, attribute) in OTHER_MEDIA:
        return [value]
    return srcset_urls(value) if attribute == "srcset" and tag in ("img", "source") else []


def srcset_urls(value: str) -> list[str]:
    """Return the addresses in a `srcset`, as the HTML standard takes it apart: commas may stand in them."""
    urls, position = [], 0
    while match := SRCSET_URL.match(value, position):
        url, position = match[1], match.end()
        if url.endswith(","):
            urls.append(url.rstrip(","))
            continue
        urls.append(url)
        comma = value.find(",", position)
        position = comma + 1 if comma >= 0 else len(value)
    return [url for url in urls if url]


def _text_until(text: str, start: int, closing: re.Pattern[str]) -> str:
    """Return the text from `start` to a tag that matches `closing`, not far away.

    That is the closing tag, or the next tag of the kind: browsers close a link or heading there.
    """
    end = min(start + MAX_TEXT, len(text))
    found = closing.search(text, start, end)
    stop = found.start() if found else end
    pieces, position = [], start
    for tag in find_tags(text, start, stop):
        pieces.append(text[position : tag.start])
        position = tag.end
    pieces.append(text[position:stop])
    return " ".join(unescape("".join(pieces)).split())


def _add_text(facts: RawFacts, content: Content, start: int, end: int, block: int) -> None:
    while start < end:
        newline = content.text.find("\n", start, end)
        stop = newline if newline >= 0 else end
        value = content.text[start:stop]
        if value.strip() and not value.lstrip().startswith("<!--"):
            facts.texts.append(Text(value, content.span(start, stop), block, raw=True))
        start = stop + 1
