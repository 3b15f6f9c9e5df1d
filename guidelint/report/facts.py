"""What `inspect` shows: every construct of a page as one fact, version 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from guidelint.report.plain import inert

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.source import Span


class Fact(Struct, frozen=True):
    """One construct: its kind, its target, where it stands, and more that only this kind has."""

    kind: str
    target: str
    span: Span
    more: dict[str, Any] = field(default_factory=dict)


def facts_of(page: Page) -> Iterator[Fact]:
    """Yield the facts of `page` in the order of their places, those of included files last."""
    found = [*_links(page), *_ids(page), *_others(page)]
    yield from sorted(found, key=lambda fact: (fact.span.path != page.path, *fact.span, fact.kind))


def _links(page: Page) -> Iterator[Fact]:
    for link in page.links:
        more: dict[str, Any] = {"text": link.text}
        if link.classes:
            more["classes"] = list(link.classes)
        yield Fact("link", link.target, link.span, more)
    for image in page.images:
        yield Fact("image", image.target, image.span, {"text": image.alt})
    for media in (item for item in page.media if item.attribute == "src"):
        yield Fact("media", media.target, media.span, {"tag": media.tag})


def _ids(page: Page) -> Iterator[Fact]:
    for heading in page.headings:
        yield Fact("heading", heading.id, heading.span, {"level": heading.level, "text": heading.text})
    for anchor in page.anchors:
        yield Fact("id", anchor.id, anchor.span)


def _others(page: Page) -> Iterator[Fact]:
    for reference in page.footnote_references:
        yield Fact("footnote-ref", reference.label, reference.span)
    for definition in page.footnote_definitions:
        yield Fact("footnote-def", definition.label, definition.span)
    for icon in page.icons:
        yield Fact("icon", icon.name, icon.span)
    for undefined in page.undefined:
        yield Fact("reference", undefined.label, undefined.span, {"form": undefined.form})


def as_data(page: Page, fact: Fact) -> dict[str, Any]:
    """Return `fact` as plain data; one from an included file names that file."""
    place = page.location(fact.span)
    data = {"kind": fact.kind, "target": fact.target, "line": place.line, "column": place.column, **fact.more}
    if fact.span.path != page.path:
        data["path"] = fact.span.path
    return data


def as_text(page: Page, facts: Iterable[Fact]) -> Iterator[str]:
    """Yield `facts` as lines for people, under the path of the page."""
    yield inert(page.path)
    for fact in facts:
        place = page.location(fact.span)
        where = f"{place.line}:{place.column}"
        if fact.span.path != page.path:
            where = f"{fact.span.path}:{where}"
        text = fact.more.get("text")
        shown = f'  "{text}"' if text else ""
        yield inert(f"  {where:>8}  {fact.kind:12}  {fact.target}{shown}")
    yield ""
