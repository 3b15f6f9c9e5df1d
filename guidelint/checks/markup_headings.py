"""Headings: levels that are left out, and bold text in their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Block, Page
    from guidelint.site.index import Site

BOLD = re.compile(r"(?:\*\*(?P<stars>[^*\n]+)\*\*|__(?P<lines>[^_\n]+)__):?")
MAX_HEADING = 80
LABEL = 3
LONG = 4
NOT_A_HEADING = (".", "!", "?", "…", "。", "！", "？", ",", ";")


@rule("GL810", "heading-level", severity=Severity.WARNING)
def heading_level(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report headings more than one level below the one before."""
    previous = None
    for heading in sorted(page.headings, key=lambda heading: heading.span):
        if previous is not None and heading.level > previous.level + 1:
            yield finding(
                page,
                heading.span,
                f"a heading of level {heading.level} follows one of level {previous.level}",
                cause=f"{source_name(page, site)}: level {heading.level} after {previous.level}",
                apart=True,
                help=f"levels {previous.level + 1} to {heading.level - 1} are left out",
                related=(Related(page.location(previous.span), "the heading before"),),
            )
        previous = heading


@rule("GL813", "emphasis-as-heading", severity=Severity.WARNING, default=False)
def emphasis_as_heading(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report paragraphs of nothing but bold text that head what follows: one finding for a page."""
    linked = {link.block for link in page.links} | {image.block for image in page.images}
    found = [
        (index, block, words) for index, block in enumerate(page.blocks) if (words := _bold(page, block))
    ]
    last = max((index for index, block in enumerate(page.blocks) if block.parent < 0), default=0)
    times = Counter(words.rstrip(":：") for _, _, words in found)
    headings = [
        (block, words)
        for index, block, words in found
        if index not in linked and times[words.rstrip(":：")] < LABEL and index < last
    ]
    for block, words in headings:
        yield finding(
            page,
            block.span,
            "bold text stands in for a heading",
            cause=f"{source_name(page, site)}: bold text for headings",
            help=f"write it as a heading: {'#' * _level(page, block)} {words.rstrip(':：')}",
        )


def _bold(page: Page, block: Block) -> str:
    """Return the words of a paragraph that is bold throughout and may be a heading, else nothing."""
    if block.markup != "paragraph" or block.tag != "p" or block.parent >= 0 or block.span.path != page.path:
        return ""
    match = BOLD.fullmatch(page.text(block.span).strip())
    words = (match["stars"] or match["lines"]).strip() if match else ""
    is_title = 0 < len(words) <= MAX_HEADING and any(character.isalpha() for character in words)
    return words if is_title and not words.endswith(NOT_A_HEADING) and not _leads(words) else ""


def _leads(words: str) -> bool:
    """Tell a sentence that leads to what follows from a title: few of its longer words are capitalised."""
    longer = [word for word in words.rstrip(":：").split() if len(word) >= LONG]
    small = [word for word in longer if word[0].islower()]
    return words.endswith((":", "：")) and len(small) * 2 > max(len(longer), 3)


def _level(page: Page, block: Block) -> int:
    """Return the level that a heading in the place of `block` would have."""
    above = [heading.level for heading in page.headings if heading.span.start < block.span.start]
    return min(6, above[-1] + 1) if above else 2
