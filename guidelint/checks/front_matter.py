"""Front matter: can it be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Confidence, Finding, Related, Severity
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Page

UNREAD = re.compile(r"(?P<space>\s*)---[ \t]*\r?\n(?P<first>[A-Za-z_][\w-]*:(?:[ \t][^\r\n]*)?)\r?\n")
END = re.compile(r"^(?:---|\.{3})[ \t]*$", re.MULTILINE)


@rule("GL101", "front-matter-syntax", severity=Severity.ERROR)
def front_matter_syntax(page: Page, _site: Any, _options: NoOptions) -> Iterator[Finding]:
    """Report front matter that is not valid YAML, that gives a key twice, or that is not taken as such."""
    matter = page.front_matter
    span = matter.error_span or matter.span
    if matter.error and span:
        message = _explained(page, span, matter.error)
        yield finding(
            page,
            span,
            f"the front matter cannot be read: {message}",
            label=message,
            cause=f"{page.path}: {matter.error}",
        )
    for key, place in matter.duplicates:
        yield finding(
            page,
            place,
            f'the key "{key}" is given twice; only the last value counts',
            label="given twice",
            cause=f"{page.path}: duplicate key {key}",
            apart=True,
            related=_earlier(page, key, place),
        )
    if not matter.span and not matter.data:
        yield from _not_taken(page)


def _explained(page: Page, span: Span, error: str) -> str:
    before = page.source.text[: span.end].replace("\r", "\n").rpartition("\n")[2]
    if not before.strip() and "\t" in before:
        return "a tab at the start of the line; YAML is indented with spaces"
    return error


def _earlier(page: Page, key: str, place: Span) -> tuple[Related, ...]:
    """Return the line above `place` with the same key and the same indentation."""
    source = page.source
    line, column = source.position(place.start)
    pattern = re.compile(rf"[\"']?{re.escape(key)}[\"']?[ \t]*:(?:\s|$)")
    for number in range(line - 1, 0, -1):
        text = source.lines[number - 1]
        if pattern.match(text, column - 1) and text[: column - 1].strip(" -") == "":
            start = source.starts[number - 1] + column - 1
            return (Related(page.location(Span(page.path, start, start + len(key))), "the first one"),)
    return ()


def _not_taken(page: Page) -> Iterator[Finding]:
    """Report a block at the top that is front matter by its looks, but not to MkDocs, which prints it."""
    text = page.source.text
    match = UNREAD.match(text)
    if match is None:
        return
    start = match.end("space")
    end = END.search(text, match.end())
    if match["space"]:
        reason = "it must begin on the first line"
    elif end is None:
        reason = "the line --- that ends it is missing"
    else:
        reason = "nothing follows the line --- that ends it, not even a line end"
    yield finding(
        page,
        Span(page.path, start, start + len("---")),
        f"the front matter is not read, but shown to readers: {reason}",
        label=reason,
        cause=f"{page.path}: {reason}",
        confidence=Confidence.CERTAIN if end else Confidence.LIKELY,
    )
