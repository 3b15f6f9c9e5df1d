"""Markup that renders as something else than was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from guidelint.checks.marked import marked_texts
from guidelint.checks.places import around
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Finding, Fix, Severity
from guidelint.fixes import replacement
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Page, Text
    from guidelint.site.index import Site

TARGET = (
    r"(?:[a-z][a-z0-9+.-]*://|mailto:|#|\.{0,2}/|[\w./-]+\.(?:md|html?|png|jpe?g|svg|webp|gif|pdf)\b)[^()\s]*"
)
SPACED = re.compile(rf"\](?P<space>\s+)\((?=(?P<target>{TARGET})(?:\s+\"[^\"]*\")?\))", re.IGNORECASE)
MAX_TEXT = 2_000
ESCAPED_TARGET = re.compile(rf"\({TARGET}\)", re.IGNORECASE)
ESCAPED_OPENING = re.compile(r"\\\[[^\[\]]*\Z")
RESIDUES = (
    (re.compile(r"\]\((?=\S)"), "a link that is not one"),
    (re.compile(r"!\[(?=[^\]]*\])"), "an image that is not one"),
    (re.compile(r"\{:?\s*[.#][A-Za-z][\w-]*[^{}]*\}|\{\s*[\w-]+=\"[^\"{}]*\"\s*\}"), "an attribute list"),
    (re.compile(r"(?<![\w:]):(?:material|octicons|fontawesome|simple)-[a-z0-9-]+:"), "an icon"),
    (re.compile(r"\[\^[^\]\s]+\]"), "a footnote reference"),
)
SIGNS = re.compile(r"[\[\]{]|:[mofs]|^\(")
"""What a text must hold to have any residue."""


@rule("GL801", "rendered-residue", severity=Severity.ERROR)
def rendered_residue(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report markup that the reader sees as such."""
    for text in marked_texts(page):
        if not SIGNS.search(text.value):
            continue
        for pattern, what in RESIDUES:
            match = pattern.search(text.value)
            if match and not _is_escaped(page, text, match.start()):
                yield finding(
                    page,
                    _part(text, match.start(), match.end()),
                    f"{what}: the reader sees {match[0].strip()}",
                    cause=f"{page.path}: {what}: {around(page, _part(text, match.start(), match.end()))}",
                    label="shown as text",
                    severity=Severity.WARNING if text.raw else Severity.ERROR,
                    help="Markdown is not read inside this HTML element" if text.raw else None,
                )
        if text.value.startswith("(") and (target := ESCAPED_TARGET.match(text.value)):
            start = _escaped_link(page, text)
            if start is not None:
                yield finding(
                    page,
                    Span(text.span.path, start, text.span.start + target.end()),
                    "backslashes keep a link from being one",
                    cause=f"{page.path}: {target[0]}",
                    apart=True,
                    label="shown as text",
                    severity=Severity.WARNING,
                    help="remove the backslashes before the brackets",
                )


def _escaped_link(page: Page, text: Text) -> int | None:
    r"""Return where the ``\[`` of ``\[text\](target)`` stands for the text behind its ``\]``."""
    source = page.sources[text.span.path].text
    if not source.endswith("\\]", 0, text.span.start):
        return None
    before = max(0, text.span.start - MAX_TEXT)
    line_start = max(before, source.rfind("\n", before, text.span.start) + 1)
    opening = source.rfind("\\[", line_start, text.span.start)
    return opening if opening >= 0 else None


def _is_escaped(page: Page, text: Text, start: int) -> bool:
    """Tell whether the bracket that ends at `start` was opened with a backslash before it, on purpose."""
    source = page.sources[text.span.path].text
    position = text.span.start + start
    line_start = source.rfind("\n", 0, position) + 1
    return ESCAPED_OPENING.search(source, line_start, position) is not None


@rule("GL802", "link-spacing", severity=Severity.ERROR, fixable=True)
def link_spacing(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report white space between ``]`` and ``(``, which turns a link into text."""
    for text in marked_texts(page):
        if "] " not in text.value and "]\t" not in text.value and "]\u00a0" not in text.value:
            continue
        for match in SPACED.finditer(text.value):
            yield finding(
                page,
                _part(text, match.start(), match.end()),
                "a space between ] and ( turns the link into text",
                cause=f"{page.path}: {text.value[match.start() : match.end() + 60]}",
                label="no space here",
                fix=_joined(page, _part(text, *match.span("space")), match["target"]),
            )


def _joined(page: Page, space: Span, target: str) -> Fix:
    """Return the fix that takes `space` away, which makes a link or an image."""
    kind = "image" if before_opening(page.sources[space.path].text, space.start - 1) == "!" else "link"
    return Fix((replacement(page, space, ""),), adds=((kind, unescape(target)),))


def before_opening(source: str, closing: int) -> str:
    """Return the character before the bracket that the one at `closing` closes."""
    depth = 0
    for position in range(closing, max(-1, closing - MAX_TEXT), -1):
        depth += {"]": 1, "[": -1}.get(source[position], 0)
        if depth == 0:
            return source[position - 1] if position else ""
    return ""


def _part(text: Text, start: int, end: int) -> Span:
    return Span(text.span.path, text.span.start + start, text.span.start + end)
