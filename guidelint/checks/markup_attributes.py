"""Attribute lists: ``{ .class key="value" }`` behind a link, an image or a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.checks.marked import marked_texts
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Finding, Fix, Severity
from guidelint.fixes import replacement
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import AttributeList, Image, Link, Page, Text
    from guidelint.site.index import Site

WORD = r"(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=)"
UNCLOSED = re.compile(rf"\{{:?[ \t]*{WORD}[^{{}}]*\Z")
UNOPENED = re.compile(r"[^\s{}]{0,12}[ \t]*(?:\.[A-Za-z][\w-]+[ \t]|[A-Za-z][\w-]*=)[^{}]*\}")
APART = re.compile(rf"[ \t]+(?P<list>\{{:?[ \t]*{WORD}[^{{}}]*\}})")
TYPOGRAPHIC = re.compile(r"=[ \t]*[“”„‟«»‘’＂]")


class UnquotedOptions(Struct, frozen=True):
    """`keys` are the attributes whose values are words for a reader, and so may get a space one day."""

    keys: tuple[str, ...] = ("title", "alt", "aria-label", "aria-description", "placeholder", "summary")


@rule("GL804", "attribute-unquoted", severity=Severity.INFO, fixable=True, options=UnquotedOptions)
def attribute_unquoted(page: Page, site: Site, options: UnquotedOptions) -> Iterator[Finding]:
    """Report values without quotes that are words: one finding for a page, with its places."""
    for found in page.attribute_lists:
        if set(found.unquoted) & set(options.keys) and found.span.path == page.path:
            for span in _values(found, options.keys):
                yield finding(
                    page,
                    found.span,
                    "a value without quotes ends at its first space",
                    cause=f"{source_name(page, site)}: unquoted attribute values",
                    highlight=span,
                    label="put it in quotes",
                    fix=Fix((replacement(page, span, f'"{page.text(span)}"'),)),
                )


def _values(found: AttributeList, keys: tuple[str, ...]) -> Iterator[Span]:
    """Yield where the values without quotes of `keys` stand."""
    for key in dict.fromkeys(found.unquoted):
        if key in keys:
            for match in re.finditer(
                rf"(?<![\w-]){re.escape(key)}=(?P<value>[^\s\"'“”„‟«»‘’＂}}][^\s\"'}}]*)", found.raw
            ):
                start = found.span.start + match.start("value")
                yield Span(found.span.path, start, start + len(match["value"]))


@rule("GL805", "attribute-malformed", severity=Severity.ERROR)
def attribute_malformed(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report attribute lists that are broken: curly quotes, a brace or a quote that is missing."""
    for found in page.attribute_lists:
        typographic = TYPOGRAPHIC.search(found.raw)
        if typographic:
            yield _broken(page, found.span, "typographic quotes do not quote a value")
        elif found.raw.count('"') % 2:
            yield _broken(page, found.span, "a quote is missing")
    braced = [text for text in marked_texts(page) if "}" in text.value or "{" in text.value]
    ends = _ends(page) if braced else set()
    for text in braced:
        if not text.raw and (text.span.path, text.span.start) in ends:
            yield from _detached(page, text)


def _ends(page: Page) -> set[tuple[str, int]]:
    """Return where links and images without an attribute list end."""
    constructs: tuple[Link | Image, ...] = (*page.links, *page.images)
    return {
        (item.span.path, item.span.end)
        for item in constructs
        if item.attributes_span is None and item.form != "html"
    }


def _detached(page: Page, text: Text) -> Iterator[Finding]:
    for pattern, reason, group in (
        (APART, "the space keeps the attributes from what stands before them", "list"),
        (UNCLOSED, "the closing brace is missing", 0),
        (UNOPENED, "the opening brace is missing", 0),
    ):
        match = pattern.match(text.value)
        if match:
            start, end = match.span(group)
            span = Span(text.span.path, text.span.start + start, text.span.start + end)
            yield _broken(page, span, reason)
            return


def _broken(page: Page, span: Span, reason: str) -> Finding:
    return finding(
        page,
        span,
        f"this attribute list is not one: {reason}",
        cause=f"{page.path}: {page.text(span)}",
        apart=True,
        label=reason,
        help='write { .class key="value" } right behind the link or image',
    )
