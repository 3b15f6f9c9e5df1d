"""The lines of a page around a finding, for the HTML report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from guidelint.findings import Finding, Location
    from guidelint.source import Source

AROUND = 1
MAX_LENGTH = 300
LEAD = 80
TAB = "    "


class FrameLine(Struct, frozen=True):
    """A line with its number; `marked` is what the finding is about, on all lines but one it is empty."""

    number: int
    before: str
    marked: str = ""
    after: str = ""


def frame(finding: Finding, sources: Mapping[str, Source]) -> list[FrameLine]:
    """Return the line of `finding` and those beside it; nothing where its page could not be read."""
    focus = finding.highlight or finding.location
    source = sources.get(focus.path)
    if source is None or not 1 <= focus.line <= len(source.lines):
        return []
    return list(_lines(source, focus))


def _lines(source: Source, focus: Location) -> Iterator[FrameLine]:
    first, last = max(1, focus.line - AROUND), min(len(source.lines), focus.line + AROUND)
    for number in range(first, last + 1):
        text = source.lines[number - 1]
        if number == focus.line:
            yield _marked(text, focus)
        else:
            yield FrameLine(number, _spaced(_cut(text, MAX_LENGTH)))


def _marked(text: str, focus: Location) -> FrameLine:
    start = min(focus.column - 1, len(text))
    end = min(focus.end_column - 1, len(text)) if focus.end_line == focus.line else len(text)
    from_ = max(0, start - LEAD) if len(text) > MAX_LENGTH else 0
    before = ("…" if from_ else "") + text[from_:start]
    marked = _cut(text[start:end], MAX_LENGTH)
    after = _cut(text[max(start, end) :], MAX_LENGTH) if len(marked) < MAX_LENGTH else ""
    return FrameLine(focus.line, _spaced(before), _spaced(marked), _spaced(after))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _spaced(text: str) -> str:
    return text.replace("\t", TAB)
