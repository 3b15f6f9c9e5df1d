"""What the export of a translation platform breaks, and the constructs of the source that it breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.translated import Translated, line_span, translated
from guidelint.findings import Finding, Location, Related, Severity
from guidelint.site.damage import damages
from guidelint.site.fragile import INSTEAD, Fragile, fragile_constructs

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site
    from guidelint.source import Span

ESCAPED = re.compile(r"\\([()_*~])")
MESSAGES: dict[Fragile | None, str] = {
    Fragile.SNIPPET: "the export has taken the snippet apart, and what follows with it",
    Fragile.FOOTNOTE: "the export has joined the footnotes to one",
    Fragile.ABBREVIATION: "the export has escaped the abbreviation; it is shown as text",
    Fragile.ADDRESS: "the export has put backslashes into the address, which become a part of it",
    Fragile.TASK: "the export has escaped the check box; it is shown as text",
    None: "HTML that the translation platform uses by itself",
}


@rule("GL705", "translation-export", severity=Severity.ERROR)
def translation_export(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report what the export of the translation platform has broken, once, at the construct in the source."""
    pair = translated(page, site)
    if pair is None:
        return
    fragile = dict(reversed(pair.original.fragile)) if pair.original else {}
    for damage in damages(page, pair.footnotes):
        if damage.kind is None:
            if not pair.base.escapes:
                yield _escaped(page, pair, damage.span)
        else:
            yield _damage(page, pair, fragile, damage.kind, damage.span)
    escaped = [link for link in page.links if "\\" in link.target]
    known = pair.targets if escaped else frozenset()
    plain = known | {ESCAPED.sub(r"\1", target) for target in known if "\\" in target}
    for link in escaped:
        if ESCAPED.sub(r"\1", link.target) in plain:
            yield _damage(page, pair, fragile, Fragile.ADDRESS, link.span)


def _escaped(page: Page, pair: Translated, span: Span) -> Finding:
    """Report emphasis that the platform did not recognise as such, and shielded with backslashes.

    It reads CommonMark, where two asterisks between a punctuation mark and a letter close nothing.
    """
    return finding(
        page,
        span,
        "the asterisks of this emphasis are shown as text",
        cause=f"{page.path}: escaped emphasis",
        severity=Severity.WARNING,
        confidence=pair.confidence,
        help="remove the backslashes; where a letter follows the end, put a space before it",
    )


def _damage(page: Page, pair: Translated, fragile: dict[str, int], kind: Fragile, span: Span) -> Finding:
    line = fragile.get(kind.value)
    if line is None:
        told = MESSAGES[None] if kind is Fragile.SNIPPET else MESSAGES[kind]
        return finding(page, span, told, cause=f"{page.path}: {kind.value}")
    root = Related(
        Location(pair.name, line, 1, line, 1),
        f"translation platforms break {kind.value}: {MESSAGES[kind].removeprefix('the export ')}",
    )
    return finding(
        page, span, MESSAGES[kind], cause=f"{pair.name}: {kind.value}", help=INSTEAD[kind], root=root
    )


@rule("GL706", "translation-unsafe", severity=Severity.WARNING, default=False)
def translation_unsafe(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report constructs on translated pages that the exports of translation platforms break."""
    if not site.is_translated(site.path(page.path)):
        return
    for kind, span in fragile_constructs(page):
        place = line_span(page, page.source.position(span.start).line) if kind is Fragile.FOOTNOTE else span
        yield finding(
            page,
            place,
            f"translation platforms break {kind.value}",
            cause=f"{page.path}: {kind.value}: {page.text(place)}",
            help=INSTEAD[kind],
        )
