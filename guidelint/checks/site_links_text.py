"""The words of a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.checks.registry import finding, rule
from guidelint.findings import Finding, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

MAX_TEXT = 100
EDGES = re.compile(r"^[\W_]+|[\W_]+$")


class LinkTextOptions(Struct, frozen=True):
    """`words` are texts that say nothing of where a link leads; case and punctuation do not count."""

    words: tuple[str, ...] = ("here", "click here", "this", "this link", "link", "more", "read more")


@rule("GL515", "link-text", severity=Severity.INFO, default=False, options=LinkTextOptions)
def link_text(page: Page, site: Site, options: LinkTextOptions) -> Iterator[Finding]:
    """Report links whose text tells nothing of their target."""
    words = {word.lower() for word in options.words}
    for link in page.links:
        if len(link.text) > MAX_TEXT:
            continue
        text = " ".join(EDGES.sub("", link.text).lower().split())
        if text in words and not link.images and not dict(link.attributes).keys() & {"aria-label"}:
            yield finding(
                page,
                link.span,
                f'"{link.text.strip()}" does not tell where the link leads',
                cause=f"{page.path}: {link.text} -> {link.target}",
                help="link the words that name the target",
            )
