"""Footnotes: references without a text, and texts without a reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site


@rule("GL401", "footnote-undefined", severity=Severity.ERROR)
def footnote_undefined(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report references to footnotes that are defined nowhere on the page."""
    defined = sorted({item.label for item in page.definitions if item.kind == "footnote"})
    for reference in page.undefined:
        if reference.form == "footnote":
            known = ", ".join(f"[^{label}]" for label in defined[:5])
            yield finding(
                page,
                reference.span,
                f"no footnote [^{reference.label}]; the reference is shown as text",
                cause=f"{page.path}: [^{reference.label}]",
                label="not defined",
                help=f"the page defines {known}" if known else f"add a line: [^{reference.label}]: text",
            )


@rule("GL402", "footnote-unused", severity=Severity.WARNING)
def footnote_unused(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report footnotes that nothing on the page refers to."""
    for item in page.definitions:
        if item.kind == "footnote" and item.effective and not item.used:
            yield finding(
                page,
                item.span,
                f"nothing refers to the footnote [^{item.label}]",
                cause=f"{page.path}: [^{item.label}]:",
                help="the reader finds it at the end of the page, without a way back",
            )


@rule("GL403", "footnote-duplicate", severity=Severity.ERROR)
def footnote_duplicate(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report footnotes whose text is lost, because a later one has the same label."""
    winners = {item.label: item for item in page.definitions if item.kind == "footnote" and item.effective}
    for item in page.definitions:
        if item.kind == "footnote" and not item.effective:
            winner = Related(page.location(winners[item.label].span), "this one is shown")
            yield finding(
                page,
                item.span,
                f"the footnote [^{item.label}] is defined again below; this text is lost",
                cause=f"{page.path}: [^{item.label}]: {item.value}",
                related=(winner,),
            )
