"""Recommendation cards: a product with its logo, name, button, links and downloads.

A card is an admonition of the type ``recommendation``, written in HTML or with ``!!!``::

    <div class="admonition recommendation" markdown>

    ![Tidal logo](tidal.svg){ align=right }

    **Tidal** tells when the water comes.

    [:octicons-home-16: Homepage](https://tidal.example){ .md-button }
    [:octicons-code-16:](https://tidal.example/source){ .card-link title="Source Code" }

    <details class="downloads" markdown> … </details>

    </div>
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Block, Heading, Image, Link, Page

T = TypeVar("T", "Link", "Image")

CARD, DOWNLOADS = "recommendation", "downloads"
CARD_LINK, BUTTON = "card-link", "md-button"
BRANDS = ("simple-", "fontawesome-brands-", "pg-")
BOLD = re.compile(r"\s*(?:\*\*|__)(?=\S)(?P<markdown>.+?)(?:\*\*|__)|\s*<(?:b|strong)>(?P<html>.+?)</")
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?")
ICON = re.compile(r":[a-z0-9]+(?:-[a-z0-9]+)+:")
LINK_TEXT = re.compile(r"\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?")
FORGES = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "sr.ht")
HOME_ICON = "home"


class Card(Struct, frozen=True):
    """A card. Everything is in the order of the page.

    `span` is the first line of the card. `heading` is the nearest heading above it. `name` is the
    bold text that its first paragraph of text begins with, `intro` that paragraph; both are None
    without one. `links` are the card links, `buttons` the links that look like buttons, `downloads`
    the links of the download block, or of a list with icons in a card that has none.
    """

    block: Block
    span: Span
    heading: Heading | None = None
    name: str | None = None
    intro: Block | None = None
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    buttons: tuple[Link, ...] = ()
    downloads: tuple[Link, ...] = ()

    @property
    def home(self) -> str | None:
        """The address of the product: of its primary button, else of its link with a home icon."""
        primary = [link for link in self.buttons if "md-button--primary" in link.classes]
        homes = [link for link in self.links if any(HOME_ICON in icon for icon in link.icons)]
        return next((link.target for link in (*primary, *self.buttons, *homes)), None)


def title_of(link: Link) -> str:
    """Return the title of a link, however it is written; empty without one."""
    return (dict(link.attributes).get("title") or link.title or "").strip()


def owner_of(url: str) -> str | None:
    """Return who a web address belongs to: the last two labels of its host, on a forge with the account.

    None for what is no web address.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    if host in FORGES:
        return f"{host}/{parts.path.strip('/').partition('/')[0].lower()}"
    return ".".join(host.split(".")[-2:])


@lru_cache(maxsize=2)
def cards(page: Page) -> tuple[Card, ...]:
    """Return the cards of `page`; several rules ask for them in a row."""
    owners = _owners(page)
    if not owners:
        return ()
    links = _grouped(page.links, owners)
    images = _grouped(page.images, owners)
    return tuple(
        _card(page, index, links.get(index, []), images.get(index, []))
        for index in sorted(set(owners.values()))
    )


def _owners(page: Page) -> dict[int, int]:
    """Return the innermost card around each block, both as indices into `Page.blocks`."""
    owners: dict[int, int] = {}
    for index, block in enumerate(page.blocks):
        if block.attributes and CARD in block.classes and block.span.path in page.sources:
            owners[index] = index
        elif block.parent in owners:
            owners[index] = owners[block.parent]
    return owners


def _grouped(items: Iterable[T], owners: dict[int, int]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = {}
    for item in items:
        if item.block in owners:
            groups.setdefault(owners[item.block], []).append(item)
    return groups


def _card(page: Page, index: int, links: list[Link], images: list[Image]) -> Card:
    block = page.blocks[index]
    number = _intro(page, index)
    intro = None if number is None else page.blocks[number]
    listed = _in_downloads(page, index)
    buttons = [link for link in links if BUTTON in link.classes]
    own = [link for link in links if CARD_LINK in link.classes and link not in buttons]
    rest = [link for link in links if link not in buttons and link not in own]
    with_icon = [link for link in rest if link.icons and link.text.strip()]
    return Card(
        block=block,
        span=_first_line(page, block.span),
        heading=_heading_above(page, block.span),
        name=None if intro is None else _name(page.text(intro.span)),
        intro=intro,
        images=tuple(image for image in images if number is None or image.block < number),
        links=tuple(own),
        buttons=tuple(buttons),
        downloads=tuple(link for link in rest if link.block in listed) if listed else tuple(with_icon),
    )


def _intro(page: Page, card: int) -> int | None:
    """Return the index of the first paragraph in a card that is more than images."""
    for index in range(card + 1, len(page.blocks)):
        block = page.blocks[index]
        if block.parent < card:
            return None
        if block.markup == "paragraph" and IMAGE.sub("", page.text(block.span)).strip():
            return index
    return None


def _in_downloads(page: Page, card: int) -> set[int]:
    """Return the indices of the blocks in the download blocks of a card, and of these themselves."""
    found: set[int] = set()
    for index in range(card + 1, len(page.blocks)):
        block = page.blocks[index]
        if block.parent < card:
            break
        if DOWNLOADS in block.classes or block.parent in found:
            found.add(index)
    return found


def _name(text: str) -> str | None:
    match = BOLD.match(text)
    if match is None:
        return None
    name = LINK_TEXT.sub(r"\1", match["markdown"] or match["html"])
    return " ".join(ICON.sub("", name).replace("\\", "").replace("`", "").split()) or None


def _first_line(page: Page, span: Span) -> Span:
    source = page.sources[span.path]
    line = source.position(span.start).line
    end = source.starts[line - 1] + len(source.lines[line - 1])
    return Span(span.path, span.start, max(span.start, min(span.end, end)))


def _heading_above(page: Page, span: Span) -> Heading | None:
    above = [item for item in page.headings if item.span.path == span.path and item.span.start < span.start]
    return max(above, key=lambda item: item.span.start, default=None)
