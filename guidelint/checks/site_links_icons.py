"""Icon shortcodes that no icon has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.checks.marked import marked_texts
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Finding, Severity
from guidelint.markdown.icons import IconSet, icon_names
from guidelint.source import Span
from guidelint.suggest import close_matches

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

SHORTCODE = re.compile(r"(?<![\w:/]):([a-z][a-z0-9]*(?:[-_][a-z0-9]+)+):(?![\w:])")
MAX_COMPARED = 3000
MAX_SUGGESTIONS = 20


@rule("GL512", "icon-unknown", severity=Severity.ERROR)
def icon_unknown(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report shortcodes such as ``:material-acount:`` that stay on the page as text."""
    place = site.place(site.path(page.path))
    if place is None or not place.root.config.dialect.has("pymdownx.emoji"):
        return
    names = icon_names(place.root.config.dialect.emoji)
    similar_to = _Similar(names)
    for text in marked_texts(page):
        if ":" not in text.value:
            continue
        for match in SHORTCODE.finditer(text.value):
            name = match[1]
            if names.known(name) or not names.exactly_known(name):
                continue
            span = Span(text.span.path, text.span.start + match.start(), text.span.start + match.end())
            similar = similar_to(name)
            yield finding(
                page,
                span,
                f"there is no icon :{name}:",
                cause=f"{page.path}: :{name}:",
                label="shown as text",
                help=f"did you mean :{similar}:?" if similar else None,
            )


class _Similar:
    """Suggests icons: each name is looked for once on a page, and only so many of them."""

    def __init__(self, names: IconSet) -> None:
        self._names = names
        self._found: dict[str, str | None] = {}

    def __call__(self, name: str) -> str | None:
        if name not in self._found:
            if len(self._found) >= MAX_SUGGESTIONS:
                return None
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> str | None:
        family = name.partition("-")[0] + "-"
        names = (*self._names.own, *self._names.bundled)
        candidates = [known for known in names if known.startswith(family)]
        candidates.sort(key=lambda known: abs(len(known) - len(name)))
        return next(iter(close_matches(name, candidates[:MAX_COMPARED], cutoff=0.75)), None)
