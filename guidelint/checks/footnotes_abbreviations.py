"""Abbreviations: definitions that are none, and definitions that nothing needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, Scope, finding, finding_at, rule
from guidelint.checks.spans import code_spans
from guidelint.findings import Finding, Location, Severity
from guidelint.source import Source, Span, UnreadableError, read_source

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.docs_root import DocsRoot
    from guidelint.site.index import Site

DEFINITION = re.compile(r"\*\[(?P<label>[^\\\[\]]+)\] ?:[ \t]*(?P<text>.*)")
BROKEN = re.compile(
    r"\*\[(?P<label>[^\\\[\]]+)\](?:[ \u00a0\u202f\u3000]*[：﹕︰]|[ \t\u00a0\u202f\u3000]+:)"
)
HIDDEN = re.compile(
    r"(`+)(?!`)[^\n]+?(?<!`)\1(?!`)"  # a code span
    r"|(?<=\])\([^()]*(?:\([^()]*\)[^()]*)*\)"  # the target of a link
    r"|<[^<>]*>"
)
FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
FRONT_MATTER = "---"
REMARK = re.compile(r"\s*(?:<!--.*|.*-->|#.*|\[[^\]]+\]:.*)?")


@rule("GL411", "abbreviation-malformed", severity=Severity.ERROR)
def abbreviation_malformed(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report lines that look like definitions of abbreviations and are shown as text."""
    place = site.place(site.path(page.path))
    if place is None or not place.root.config.dialect.has("markdown.extensions.abbr"):
        return
    for source in page.sources.values():
        if source.path == page.path:
            for span in _broken(source):
                if not code_spans(page).touch(span):
                    yield _malformed(page, span)
        else:
            for span in _not_defining(source):
                yield _malformed(page, span)


def _malformed(page: Page, span: Span) -> Finding:
    text = page.text(span)
    match = BROKEN.match(text)
    return finding(
        page,
        span,
        "this does not define an abbreviation; the line is shown as text",
        cause=f"{span.path}: {text}",
        label="not a definition",
        help=f"write *[{match['label']}]: and the text" if match else "write *[ABBR]: and the text",
    )


def _broken(source: Source) -> Iterator[Span]:
    """Yield the lines of a page that are almost a definition."""
    if "*[" not in source.text:
        return
    for start, line in zip(source.starts, source.lines, strict=True):
        text = line.lstrip(" ")
        if text.startswith("*[") and BROKEN.match(text) and not DEFINITION.match(text):
            yield Span(source.path, start + len(line) - len(text), start + len(line.rstrip()))


@lru_cache(maxsize=64)
def _not_defining(source: Source) -> tuple[Span, ...]:
    """Return the lines of a list of abbreviations that are no definition.

    A list is a file most of whose lines define one.
    """
    lines = [
        (start, line)
        for start, line in zip(source.starts, source.lines, strict=True)
        if not REMARK.fullmatch(line)
    ]
    wrong = [(start, line) for start, line in lines if not DEFINITION.match(line.lstrip(" "))]
    listed = sum(line.lstrip(" ").startswith("*[") for _, line in lines)
    if listed * 2 <= len(lines):
        return ()
    return tuple(Span(source.path, start, start + len(line.rstrip())) for start, line in wrong)


@rule("GL412", "abbreviation-unused", severity=Severity.INFO, default=False, scope=Scope.SITE)
def abbreviation_unused(site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report abbreviations of appended files that no page of the sites uses."""
    readers: dict[Path, list[DocsRoot]] = {}
    for root in site.roots:
        for appended in root.config.dialect.snippets.auto_append:
            if not root.config.is_translation:
                readers.setdefault(Path(appended), []).append(root)
    for path, roots in readers.items():
        defined = dict(_defined(site, path))
        unused = set(defined)
        for line in (line for root in roots for line in _visible_lines(root)):
            unused -= {label for label in unused if label in line and _has_word(line, label)}
        for label, place in defined.items():
            if label in unused:
                yield finding_at(
                    place,
                    f'no page uses the abbreviation "{label}"',
                    cause=f"{place.path}: {label}",
                    help="remove the line, or write the abbreviation as the pages do",
                )


def _has_word(line: str, label: str) -> bool:
    return re.search(rf"\b{re.escape(label)}\b", line) is not None


def _visible_lines(root: DocsRoot) -> Iterator[str]:
    """Yield the lines of the pages of `root`, about as a reader sees them."""
    for file in root.files.values():
        if file.is_page:
            try:
                lines = read_source(file.path, file.uri).lines
            except UnreadableError:
                continue
            yield from _prose(lines)


def _prose(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that are neither front matter nor in a fence, without code, targets and tags."""
    closing = FRONT_MATTER if lines[0].rstrip() == FRONT_MATTER else ""
    for line in lines[1:] if closing else lines:
        fence = FENCE.match(line)
        if closing:
            closing = "" if line.strip().startswith(closing) else closing
        elif fence:
            closing = fence[1]
        elif not DEFINITION.match(line):
            yield HIDDEN.sub("", line)


def _defined(site: Site, path: Path) -> Iterator[tuple[str, Location]]:
    try:
        source = read_source(path, site.display(path))
    except UnreadableError:
        return
    for number, line in enumerate(source.lines, 1):
        match = DEFINITION.match(line)
        if match:
            yield match["label"], Location(source.path, number, 1, number, len(line) + 1)
