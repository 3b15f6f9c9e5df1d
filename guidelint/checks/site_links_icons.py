"""Icon shortcodes that no icon has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Finding, Severity
from guidelint.markdown.icons import IconSet, icon_names
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

SHORTCODE = re.compile(r"(?<![\w:/]):([a-z][a-z0-9]*(?:[-_][a-z0-9]+)+):(?![\w:])")
MAX_COMPARED = 3000


@rule("GL512", "icon-unknown", severity=Severity.ERROR)
def icon_unknown(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report shortcodes such as ``:material-acount:`` that stay on the page as text."""
    place = site.place(site.base / page.path)
    if place is None or not place.root.config.dialect.has("pymdownx.emoji"):
        return
    names = icon_names(place.root.config.dialect.emoji)
    for text in page.texts:
        if ":" not in text.value:
            continue
        for match in SHORTCODE.finditer(text.value):
            name = match[1]
            if names.known(name) or not names.exactly_known(name):
                continue
            span = Span(text.span.path, text.span.start + match.start(), text.span.start + match.end())
            similar = _similar(names, name)
            yield finding(
                page,
                span,
                f"there is no icon :{name}:",
                cause=f"{page.path}: :{name}:",
                label="shown as text",
                help=f"did you mean :{similar}:?" if similar else None,
            )


def _similar(names: IconSet, name: str) -> str | None:
    family = name.partition("-")[0] + "-"
    candidates = [known for known in (*names.own, *names.bundled) if known.startswith(family)]
    candidates.sort(key=lambda known: abs(len(known) - len(name)))
    return next(iter(get_close_matches(name, candidates[:MAX_COMPARED], n=1, cutoff=0.75)), None)
