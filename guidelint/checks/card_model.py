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
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from guidelint.markdown.page import Block, Heading, Image, Link, Page
    from guidelint.source import Span

CARD, DOWNLOADS = "recommendation", "downloads"
CARD_LINK, BUTTON = "card-link", "md-button"
BOLD = re.compile(r"\s*(?:\*\*|__)(?=\S)(?P<markdown>.+?)(?:\*\*|__)|\s*<(?:b|strong)>(?P<html>.+?)</")
LINK_TEXT = re.compile(r"\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?")
FORGES = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "sr.ht")
HOME_ICON = "home"


@dataclass(frozen=True)
class Card:
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
        if CARD in block.classes and block.span.path in page.sources:
            owners[index] = index
        elif block.parent in owners:
            owners[index] = owners[block.parent]
    return owners


def _grouped[T: (Link, Image)](items: tuple[T, ...], owners: dict[int, int]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = {}
    for item in items:
        if item.block in owners:
            groups.setdefault(owners[item.block], []).append(item)
    return groups
