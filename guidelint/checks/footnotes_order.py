"""The order in which a page refers to its footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site


@rule("GL404", "footnote-order", severity=Severity.INFO, default=False)
def footnote_order(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report footnotes that are first referred to in another order than they are defined in."""
    definitions = {item.label: item for item in page.footnote_definitions}
    ranks = {label: rank for rank, label in enumerate(definitions)}
    highest, seen = -1, set[str]()
    for reference in page.footnote_references:
        rank = ranks.get(reference.label)
        if rank is None or reference.label in seen:
            continue
        seen.add(reference.label)
        if rank < highest:
            definition = definitions[reference.label]
            yield finding(
                page,
                reference.span,
                f"the reader meets footnote [^{reference.label}] after a later one",
                cause=f"{page.path}: [^{reference.label}]: order",
                help="define the footnotes in the order in which the text refers to them",
                related=(Related(page.location(definition.span), "defined here"),),
            )
        highest = max(highest, rank)
