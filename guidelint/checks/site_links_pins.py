"""Headings that others link to and whose ids change with their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Edit, Finding, Fix, Location, Severity
from guidelint.site.resolution import Kind
from guidelint.site.resolve import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.markdown.page import Heading, Page
    from guidelint.site.index import Site

PLATFORM = (
    "a translation platform may take the changed heading for a new text; try one page first. "
    "Crowdin keeps its translations with update_option: update_as_unapproved"
)
ATX = re.compile(r"(?P<text>[ ]{0,3}#{1,6}.*?)(?P<closing>[ \t]+#+)?(?P<space>[ \t]*)")
ATTRIBUTES = re.compile(r"(?P<opening>\{:?)[ \t]*[^{}\n]*\}[ \t]*\Z")


@rule("GL508", "heading-id-unpinned", severity=Severity.INFO, default=False, fixable=True)
def heading_id_unpinned(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report headings that links lead to and that have no id of their own."""
    place = site.place(site.path(page.path))
    if place is None or place.root.config.is_translation:
        return
    linked = site.shared("linked_anchors", linked_anchors).get(place.file.path, frozenset())
    can_pin = place.root.config.dialect.has("markdown.extensions.attr_list")
    for heading in page.headings:
        if heading.id in linked and not heading.explicit and heading.span.path == page.path:
            edit = pin(page, heading, heading.id) if can_pin else None
            yield finding(
                page,
                heading.span,
                f"links lead to #{heading.id}, which changes with the text of the heading",
                cause=f"{page.path}#{heading.id}",
                help=f"pin it: {{ #{heading.id} }}",
                notes=(PLATFORM,) if site.is_translated(place.file.path) else (),
                fix=Fix((edit,)) if edit else None,
            )


def linked_anchors(site: Site) -> Mapping[Path, frozenset[str]]:
    """Return the anchors that any page of the sites links to, by the path of their page."""
    found: dict[Path, set[str]] = {}
    for root in site.roots:
        pages = [file for file in root.files.values() if file.is_page and not root.config.is_translation]
        for file in pages:
            for target, raw_html in site.summary(file.path).targets:
                if "#" in target and not target.endswith("#"):
                    resolution = resolve(site, file.path, target, raw_html=raw_html)
                    if resolution.kind is Kind.PAGE and resolution.path:
                        found.setdefault(resolution.path, set()).add(unquote(resolution.fragment))
    return {path: frozenset(anchors) for path, anchors in found.items()}


def pin(page: Page, heading: Heading, name: str) -> Edit | None:
    """Return the edit that gives a heading the id `name`; None for one that is not written with ``#``."""
    source = page.source
    line = source.position(heading.span.start).line
    text = source.lines[line - 1]
    written = ATX.fullmatch(text)
    if written is None or "\n" in page.text(heading.span):
        return None
    attributes = ATTRIBUTES.search(text)
    if attributes:
        column = attributes.end("opening") + 1
        gap = "" if text[column - 1] == " " else " "
        return Edit(Location(page.path, line, column, line, column), f" #{name}{gap}")
    column = written.end("text") + 1
    return Edit(Location(page.path, line, column, line, column), f" {{ #{name} }}")
