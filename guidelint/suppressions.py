"""Comments on a page that silence findings there.

``<!-- guidelint-disable-next-line link-anchor -->`` silences the next line that holds more than
white space and such comments; ``<!-- guidelint-disable link-anchor -->`` everything up to
``<!-- guidelint-enable -->`` or the end; ``<!-- guidelint-disable-file link-anchor -->`` the
file. Selectors are those of the configuration, divided by commas or spaces; without one all rules
are meant. A reason may follow ``--``. A comment inside code is text and silences nothing. The first
thousand comments of a file count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.config.selectors import Selector, UnknownSelectorError, parse_selector
from guidelint.findings import Edit, Finding, Fix, Location
from guidelint.source import Source, Span

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule
    from guidelint.markdown.page import Page

MARK = "guidelint-"
MAX_COMMENTS = 1_000
COMMENT = re.compile(
    r"<!--\s*guidelint-(?P<action>disable-next-line|disable-file|disable|enable)\b(?P<rest>(?:(?!<!--|-->).)*)-->",
    re.DOTALL,
)
REASON = re.compile(r"(?:^|\s)--(?:\s|$)")
EVERYTHING = Selector("ALL")


class Suppression(Struct, frozen=True):
    """One comment: it silences `selectors` from line `first` to line `last` (both 1-based, inclusive)."""

    span: Span
    action: str
    selectors: tuple[Selector, ...]
    first: int
    last: int
    unknown: tuple[str, ...] = ()
    end: Span | None = None

    def covers(self, path: str, line: int) -> bool:
        """Tell whether the comment reaches `line` of the file `path`."""
        return path == self.span.path and self.first <= line <= self.last


class Ledger(Struct, dict=True):
    """The suppressions of a page, which selector of which has silenced something, and which are judged."""

    suppressions: tuple[Suppression, ...]
    used: set[tuple[Span, str]] = field(default_factory=set)
    judged: set[Span] = field(default_factory=set)

    def silences(self, rule: Rule, finding: Finding) -> bool:
        """Tell whether a comment silences `finding`, and remember it."""
        places = {(place.path, place.line) for place in (finding.location, finding.highlight) if place}
        hits = [
            (suppression.span, selector.text)
            for path, line in places
            for suppression in (*self._on_line.get((path, line), ()), *self._wide)
            if suppression.covers(path, line)
            for selector in suppression.selectors
            if selector.matches(rule)
        ]
        self.used.update(hits)
        return bool(hits)

    @cached_property
    def _on_line(self) -> dict[tuple[str, int], list[Suppression]]:
        lines: dict[tuple[str, int], list[Suppression]] = {}
        for entry in self.suppressions:
            if entry.first == entry.last:
                lines.setdefault((entry.span.path, entry.first), []).append(entry)
        return lines

    @cached_property
    def _wide(self) -> list[Suppression]:
        return [entry for entry in self.suppressions if entry.first != entry.last]


def read_suppressions(page: Page, names: Collection[str]) -> tuple[Suppression, ...]:
    """Return the suppressions in all files that make up `page`; `names` are those of all rules."""
    found: list[Suppression] = []
    for path, source in page.sources.items():
        if MARK in source.text:
            hidden = sorted(code.span for code in page.codes if code.span.path == path)
            found += _in_source(source, hidden, names)
    return tuple(found)


def _in_source(source: Source, hidden: Sequence[Span], names: Collection[str]) -> Iterator[Suppression]:
    comments = [match for match in COMMENT.finditer(source.text) if not _is_inside(match.start(), hidden)][
        :MAX_COMMENTS
    ]
    lines = _comment_lines(source, comments)
    for index, match in enumerate(comments):
        action = match["action"]
        selectors, unknown = _selectors(match["rest"], names)
        span = Span(source.path, match.start(), match.end())
        last_line = source.position(match.end()).line
        first, last, end = last_line, len(source.lines), None
        if action == "disable-file":
            first = 1
        elif action == "disable-next-line":
            first = last = _next_line(source, last_line, lines)
        elif action == "disable":
            closing = next((other for other in comments[index + 1 :] if _ends(other, match)), None)
            if closing:
                last = source.position(closing.start()).line
                end = Span(source.path, closing.start(), closing.end())
        else:
            continue
        yield Suppression(span, action, selectors, first, last, unknown, end)


def _is_inside(offset: int, spans: Sequence[Span]) -> bool:
    before = bisect_right(spans, offset, key=lambda span: span.start)
    return before > 0 and offset < spans[before - 1].end


def _selectors(rest: str, names: Collection[str]) -> tuple[tuple[Selector, ...], tuple[str, ...]]:
    words = REASON.split(rest, maxsplit=1)[0].replace(",", " ").split()
    if not words:
        return (EVERYTHING,), ()
    selectors, unknown = [], []
    for word in words:
        try:
            selectors.append(parse_selector(word, names))
        except UnknownSelectorError as error:
            unknown.append(str(error))
    return tuple(selectors), tuple(unknown)


def _ends(closing: re.Match[str], opening: re.Match[str]) -> bool:
    if closing["action"] != "enable":
        return False
    words = set(closing["rest"].replace(",", " ").split())
    return not words or words == set(REASON.split(opening["rest"])[0].replace(",", " ").split())


def _comment_lines(source: Source, comments: Iterable[re.Match[str]]) -> set[int]:
    """Return the lines that hold nothing but one of `comments`."""
    lines: set[int] = set()
    for match in comments:
        first, last = source.position(match.start()).line, source.position(match.end()).line
        around = source.lines[first - 1][: match.start() - source.starts[first - 1]]
        around += source.lines[last - 1][match.end() - source.starts[last - 1] :]
        if not around.strip():
            lines.update(range(first, last + 1))
    return lines


def _next_line(source: Source, line: int, skipped: Collection[int]) -> int:
    following = range(line + 1, len(source.lines) + 1)
    return next((n for n in following if n not in skipped and source.lines[n - 1].strip()), line + 1)


def removal(page: Page, suppression: Suppression) -> Fix:
    """Return the edits that take `suppression` and the comment that ends it off the page."""
    spans = [suppression.span, *([suppression.end] if suppression.end else [])]
    return Fix(tuple(Edit(_removable(page, span), "") for span in spans))


def _removable(page: Page, span: Span) -> Location:
    """Return the comment, and its whole line where that joins no two paragraphs."""
    source = page.sources[span.path]
    place = page.location(span)
    before = source.lines[place.line - 1][: place.column - 1]
    after = source.lines[place.end_line - 1][place.end_column - 1 :]
    alone = not before.strip() and not after.strip() and place.end_line < len(source.lines)
    neighbours = [source.lines[place.line - 2] if place.line > 1 else ""]
    if place.end_line < len(source.lines):
        neighbours.append(source.lines[place.end_line])
    if alone and not all(line.strip() for line in neighbours):
        return Location(place.path, place.line, 1, place.end_line + 1, 1)
    return place
