"""Whether the source text at every reported place is the construct that was reported."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidelint.markdown.page import Heading, Image, Link, Page
    from guidelint.source import Span


def misplaced(page: Page) -> list[str]:
    """Return a line of text for every fact of `page` whose span does not hold its construct."""
    return [_describe(page, what, span) for what, span, right in _checks(page) if not right]


def _checks(page: Page) -> Iterator[tuple[str, Span, bool]]:
    """Yield what was reported, where, and whether the text there is right."""
    for link in page.links:
        yield f"link {link.target!r}", link.span, _is_link(page, link)
        yield f"target {link.target!r}", link.target_span, _is_target(page, link)
    for image in page.images:
        yield f"image {image.target!r}", image.span, _is_image(page, image)
        yield f"source {image.target!r}", image.target_span, _is_target(page, image)
    for media in page.media:
        yield f"{media.tag} {media.target!r}", media.span, _opens(page, media.span, f"<{media.tag}")
    for heading in page.headings:
        yield f"heading {heading.text!r}", heading.span, _is_heading(page, heading)
    for anchor in page.anchors:
        right = anchor.attribute == "tab" or _holds(page, anchor.span, anchor.id)
        yield f"id {anchor.id!r}", anchor.span, right
    for reference in page.footnote_references:
        right = page.text(reference.span) == f"[^{reference.label}]"
        yield f"reference to ^{reference.label}", reference.span, right
    for definition in page.footnote_definitions:
        right = _opens(page, definition.span, f"[^{definition.label}]:")
        yield f"definition of ^{definition.label}", definition.span, right


def _is_link(page: Page, link: Link) -> bool:
    if link.form == "html":
        return _opens(page, link.span, "<a")
    if link.form == "autolink":
        return _opens(page, link.span, "<")
    if link.form == "magic":
        return _letters(link.target).endswith(_letters(unescape(page.text(link.span))))
    return _opens(page, link.span, "[")


def _is_image(page: Page, image: Image) -> bool:
    return _opens(page, image.span, "<img" if image.form == "html" else "![")


def _is_target(page: Page, link: Link | Image) -> bool:
    """Tell whether the target span holds the target, but for entities and inline markup."""
    written = page.text(link.target_span)
    return _letters(link.target).endswith((_letters(written), _letters(unescape(written))))


def _is_heading(page: Page, heading: Heading) -> bool:
    text = page.text(heading.span).lstrip()
    if text.startswith("#") or text.lower().startswith(f"<h{heading.level}"):
        return True
    return heading.text[:1] in text.split("\n")[0]


def _opens(page: Page, span: Span, text: str) -> bool:
    return page.text(span).lower().startswith(text.lower())


def _holds(page: Page, span: Span, text: str) -> bool:
    return text in unescape(page.text(span))


def _letters(text: str) -> str:
    return "".join(character for character in text if not character.isspace() and character not in "\\`")


def _describe(page: Page, what: str, span: Span) -> str:
    position = page.location(span)
    return f"{span.path}:{position.line}:{position.column}: no {what}: {page.text(span)[:80]!r}"
