"""The links of recommendation cards: icons with a title that says what is behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from guidelint.checks.card_model import BRANDS, Card, cards, title_of
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.source_pages import is_translation, source_name
from guidelint.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Link, Page
    from guidelint.site.index import Site

MAX_TITLE_WORDS = 5
ENOUGH_TO_LEARN = 2


@rule("GL301", "card-link-title", severity=Severity.ERROR, default=False)
def card_link_title(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report links of cards that are an icon without a name."""
    for card in cards(page):
        for link in (*card.links, *card.buttons):
            named = dict(link.attributes).get("aria-label") or title_of(link) or link.text.strip()
            if link.icons and not named:
                yield finding(
                    page,
                    link.span,
                    f"the icon :{link.icons[0]}: alone does not say where the link leads",
                    cause=f"{source_name(page, site)} -> {link.target}",
                    help='add a title: { .card-link title="…" }',
                )


class VocabularyOptions(Struct, frozen=True):
    """`titles` maps an icon to the titles that links with it may have; an empty list forbids it."""

    titles: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for icon, titles in self.titles.items():
            if not isinstance(titles, list | tuple) or not all(isinstance(title, str) for title in titles):
                raise ValueError(f'the titles of "{icon}" must be a list of strings')

    def icon_for(self, title: str) -> str | None:
        """Return the icon that a title belongs to."""
        return next((icon for icon, titles in self.titles.items() if title in titles), None)

    def has_like(self, title: str) -> bool:
        """Tell whether a title is one of the table, or the beginning of one, in any letter case."""
        known = [entry.lower() for titles in self.titles.values() for entry in titles]
        return any(f"{entry} ".startswith(f"{title.lower()} ") for entry in known)


@rule("GL302", "card-link-vocabulary", severity=Severity.WARNING, default=False, options=VocabularyOptions)
def card_link_vocabulary(page: Page, site: Site, options: VocabularyOptions) -> Iterator[Finding]:
    """Report links of cards whose icon and title do not belong together."""
    found = cards(page) if options.titles else ()
    if not found:
        return
    usual = _usual_icons(found) if is_translation(page, site) else None
    for card in found:
        for link in (*card.links, *card.buttons):
            if len(link.icons) != 1:
                continue
            problem = (
                _wrong_button(link, options) if link in card.buttons else _wrong_link(link, options, usual)
            )
            if problem:
                yield finding(
                    page,
                    link.span,
                    problem.message,
                    cause=f"{source_name(page, site)}: {link.icons[0]} {link.target}",
                    highlight=link.attributes_span,
                    help=f"use the icon :{problem.icon}:" if problem.icon else _shared_address(card, link),
                )


class Problem(NamedTuple):
    """What is wrong with the icon and the title of a link, and the icon that the title belongs to."""

    message: str
    icon: str | None = None


def _wrong_link(link: Link, options: VocabularyOptions, usual: Mapping[str, str] | None) -> Problem | None:
    icon, title = link.icons[0], title_of(link)
    allowed = options.titles.get(icon, ())
    if not title or title in allowed:
        return None
    owner = options.icon_for(title)
    if not allowed:
        if icon.startswith(BRANDS) and not options.has_like(title):
            return None
        return Problem(f"no link of a card has the icon :{icon}:", owner)
    if usual is None:
        return Problem(f'the icon :{icon}: stands for {_quoted(allowed)}, not "{title}"', owner)
    owner = owner or usual.get(title, icon)
    if owner != icon:
        return Problem(f'the icon :{icon}: does not stand for "{title}"', owner)
    if len(title.split()) > MAX_TITLE_WORDS:
        return Problem(f'the title of :{icon}: is a sentence: "{title}"')
    return None


def _wrong_button(link: Link, options: VocabularyOptions) -> Problem | None:
    icon, text = link.icons[0], link.text.strip()
    owner = options.icon_for(text)
    if owner and options.titles.get(icon) and text not in options.titles[icon]:
        return Problem(f'the icon :{icon}: does not stand for "{text}"', owner)
    return None


def _usual_icons(found: Sequence[Card]) -> Mapping[str, str]:
    """Return the icon that each title on a page most often stands with, if it does so more than once."""
    pairs = Counter(
        (title_of(link), link.icons[0]) for card in found for link in card.links if len(link.icons) == 1
    )
    usual: dict[str, str] = {}
    for (title, icon), count in pairs.most_common():
        if count >= ENOUGH_TO_LEARN:
            usual.setdefault(title, icon)
    return usual


def _shared_address(card: Card, link: Link) -> str | None:
    same = any(other is not link and other.target == link.target for other in (*card.buttons, *card.links))
    return "another link of the card leads to the same address" if same else None


def _quoted(words: Sequence[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)


@rule("GL303", "card-link-duplicate", severity=Severity.ERROR, default=False)
def card_link_duplicate(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report two links of one card with the same icon and title."""
    for card in cards(page):
        seen: dict[tuple[tuple[str, ...], str], Link] = {}
        for link in card.links:
            key = link.icons, title_of(link)
            if key not in seen:
                seen[key] = link
            elif all(key):
                yield finding(
                    page,
                    link.span,
                    f'the card has a link "{title_of(link)}" already',
                    cause=f"{source_name(page, site)}: {link.icons[0]} {link.target}",
                    related=(Related(page.location(seen[key].span), "the first one"),),
                )
