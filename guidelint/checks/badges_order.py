"""The order of badges in a list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from guidelint.checks.badges import BadgeOptions
from guidelint.checks.badges_table import Badge, badges
from guidelint.checks.registry import finding, rule
from guidelint.findings import Finding, Fix, Severity
from guidelint.fixes import replacement

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site


@rule("GL205", "badge-order", severity=Severity.INFO, default=False, fixable=True, options=BadgeOptions)
def badge_order(page: Page, site: Site, options: BadgeOptions) -> Iterator[Finding]:
    """Report lists of badges in another order than that of the page which declares them."""
    alone = [badge for badge in badges(page, site, options) if _is_item(page, badge)]
    for _, group in groupby(alone, key=lambda badge: (badge.path, _list_of(page, badge))):
        listed = list(group)
        ordered = sorted(listed, key=lambda badge: badge.declared.rank)
        if listed == ordered:
            continue
        wrong = next(badge for badge, right in zip(listed, ordered, strict=True) if badge is not right)
        edits = [
            replacement(page, badge.span, page.text(right.span))
            for badge, right in zip(listed, ordered, strict=True)
            if badge is not right
        ]
        right_order = ", ".join(badge.declared.label or f"#{badge.anchor}" for badge in ordered)
        yield finding(
            page,
            wrong.span,
            f"the badges of this list are not in the order of {site.display(wrong.path)}",
            cause=f"{page.path}: {' '.join(badge.anchor for badge in listed)}",
            help=f"the order there is: {right_order}",
            fix=Fix(tuple(edits)),
        )


def _is_item(page: Page, badge: Badge) -> bool:
    if badge.link.block < 0 or badge.span.path != page.path:
        return False
    chain = page.ancestors(badge.link.block)
    item = next((block for block in chain if block.tag == "li"), None)
    return item is not None and page.text(item.span).strip() == page.text(badge.span)


def _list_of(page: Page, badge: Badge) -> int:
    index = badge.link.block
    while index >= 0 and page.blocks[index].tag not in ("ul", "ol"):
        index = page.blocks[index].parent
    return index
