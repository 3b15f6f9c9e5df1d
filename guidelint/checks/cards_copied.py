"""Addresses that were copied from one recommendation card to the next, and not changed there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from guidelint.checks.card_model import Card, cards, owner_of, title_of
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Link, Page
    from guidelint.site.index import Site


class Pair(NamedTuple):
    """Two links to one address: that of a later card, and that of an earlier one."""

    later: tuple[Card, Link]
    earlier: tuple[Card, Link]


@rule("GL305", "card-link-copied", severity=Severity.WARNING, default=False)
def card_link_copied(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report links of a card that lead where another product's card on the page leads."""
    pairs = list(_pairs(cards(page)))
    partners: dict[int, set[int]] = {}
    for pair in pairs:
        later, earlier = id(pair.later[0]), id(pair.earlier[0])
        partners.setdefault(later, set()).add(earlier)
        partners.setdefault(earlier, set()).add(later)
    for pair in pairs:
        is_collection = any(len(partners[id(card)]) > 1 for card, _ in pair)
        if not is_collection:
            yield _copied(page, site, pair.later, pair.earlier)


def _pairs(found: Sequence[Card]) -> Iterator[Pair]:
    seen: dict[str, tuple[Card, Link]] = {}
    for card in found:
        for link in (*card.links, *card.downloads):
            if not owner_of(link.target):
                continue
            first = seen.setdefault(link.target, (card, link))
            if _are_strangers(card, first[0]) and first[1].icons == link.icons:
                yield Pair((card, link), first)


def _are_strangers(card: Card, other: Card) -> bool:
    """Tell whether two cards are of products with homes of different owners, and of different families."""
    if card is other or not card.home or not other.home or _family(card) == _family(other):
        return False
    return owner_of(card.home) != owner_of(other.home)


def _copied(page: Page, site: Site, later: tuple[Card, Link], earlier: tuple[Card, Link]) -> Finding:
    """Return the finding, at the card to whose home the address does not belong, else at the later one."""
    later_home, earlier_home = (owner_of(card.home or "") for card, _ in (later, earlier))
    is_of_later = owner_of(later[1].target) == later_home != earlier_home
    (card, link), (other, first) = (earlier, later) if is_of_later else (later, earlier)
    what = title_of(link) or link.text.strip() or "link"
    return finding(
        page,
        link.span,
        f'"{what}" of {_called(card)} is the address that {_called(other)} has',
        cause=f"{source_name(page, site)}: {link.target} {'|'.join(link.icons)} of {card.home}",
        highlight=link.target_span,
        related=(Related(page.location(first.span), f"the same address, of {_called(other)}"),),
    )


def _family(card: Card) -> str:
    return _called(card).partition(" ")[0].lower()


def _called(card: Card) -> str:
    return card.name or (card.heading.text if card.heading else "another card")
