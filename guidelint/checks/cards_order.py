"""The order of links and downloads in recommendation cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.checks.card_model import DOWNLOADS, Card, cards, title_of
from guidelint.checks.registry import finding, rule
from guidelint.checks.source_pages import is_translation
from guidelint.findings import Edit, Finding, Fix, Safety, Severity
from guidelint.fixes import replacement
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Link, Page
    from guidelint.site.index import Site


class OrderOptions(Struct, frozen=True, dict=True):
    """`order` lists the titles or labels from first to last; others may stand anywhere.

    Labels in one entry, with ``|`` between them, may stand in any order among themselves.
    """

    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(isinstance(entry, str) for entry in self.order):
            raise ValueError('"order" must be a list of strings')

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """The place of each title or label."""
        return {label.strip(): rank for rank, entry in enumerate(self.order) for label in entry.split("|")}


@rule("GL304", "card-link-order", severity=Severity.INFO, default=False, fixable=True, options=OrderOptions)
def card_link_order(page: Page, site: Site, options: OrderOptions) -> Iterator[Finding]:
    """Report links of a card that stand in another order than usual."""
    for card in _in_source_language(page, site, options):
        yield from _misplaced(page, card, card.links, title_of, options.ranks)


@rule("GL313", "download-order", severity=Severity.INFO, default=False, fixable=True, options=OrderOptions)
def download_order(page: Page, site: Site, options: OrderOptions) -> Iterator[Finding]:
    """Report downloads of a card that stand in another order than usual."""
    for card in _in_source_language(page, site, options):
        in_block = [link for link in card.downloads if _is_in_download_block(page, link)]
        yield from _misplaced(page, card, in_block, lambda link: link.text.strip(), options.ranks)


def _in_source_language(page: Page, site: Site, options: OrderOptions) -> Sequence[Card]:
    found = cards(page) if options.order else ()
    return () if found and is_translation(page, site) else found


def _is_in_download_block(page: Page, link: Link) -> bool:
    return any(DOWNLOADS in block.classes for block in page.ancestors(link.block))


def _misplaced(
    page: Page, card: Card, links: Sequence[Link], label: Callable[[Link], str], ranks: Mapping[str, int]
) -> Iterator[Finding]:
    known = [link for link in links if label(link) in ranks]
    wanted = sorted(known, key=lambda link: ranks[label(link)])
    moved = [link for link, right in zip(known, wanted, strict=True) if link is not right]
    if not moved:
        return
    names = ", ".join(label(link) for link in wanted)
    yield finding(
        page,
        moved[0].span,
        f'"{label(moved[0])}" stands out of the usual order: {names}',
        cause=f"{page.path}: order of {card.name}: {names}",
        apart=True,
        fix=_reordering(page, known, wanted),
    )


def _reordering(page: Page, known: Sequence[Link], wanted: Sequence[Link]) -> Fix | None:
    """Return the edits that put each link in its place; none where one link stands in another."""
    places = [_with_attributes(link) for link in known]
    texts = [page.text(_with_attributes(link)) for link in wanted]
    ordered = sorted(places)
    apart = all(one.path == two.path and one.end <= two.start for one, two in pairwise(ordered))
    if not apart or any(link.form != "inline" for link in known):
        return None
    edits: list[Edit] = [
        replacement(page, place, text)
        for place, text in zip(places, texts, strict=True)
        if page.text(place) != text
    ]
    return Fix(tuple(edits), Safety.SAFE) if edits else None


def _with_attributes(link: Link) -> Span:
    end = link.attributes_span.end if link.attributes_span else link.span.end
    return Span(link.span.path, link.span.start, max(end, link.span.end))
