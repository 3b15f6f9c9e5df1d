"""Findings for people: under the name of each page a code frame for each, with related places and help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

import click
from msgspec import Struct

from guidelint.findings import Confidence, Finding, Location, Safety, Severity
from guidelint.report.model import tally
from guidelint.report.plain import fallback, inert, named, width

if TYPE_CHECKING:
    from guidelint.source import Source

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
MAX_RELATED = 5
MAX_WIDTH = 160
MIN_WIDTH = 30
MANY = 4
LEAD = 24
TAB = "    "
LIKELY = "likely, not certain"


class Sources(Protocol):
    """The texts to quote."""

    def get(self, path: str, /) -> Source | None:
        """Return the text of the page at `path`, None if it is not known."""


class Style(Struct, frozen=True):
    """What the output can show.

    `width` is the number of columns, `encoding` what it is written in. `pages` maps names of rules
    to the addresses of their pages, for terminals that make links of names; empty where they do not.
    """

    width: int = MAX_WIDTH
    encoding: str = "utf-8"
    pages: Mapping[str, str] | None = None


PLAIN = Style()


def render(findings: Iterable[Finding], sources: Sources, style: Style = PLAIN) -> Iterator[str]:
    """Yield the lines of a report of `findings`; `sources` holds the texts to quote, by path.

    Findings of one page that stand together get its name above them.
    """
    for path, group in groupby(findings, key=lambda finding: finding.location.path):
        together: Sequence[Finding] = list(group)
        if len(together) > 1:
            yield click.style(f"{named(path)}: {tally(together)}", bold=True, underline=True)
            yield ""
        for finding in together:
            yield from _block(finding, sources, style)
            yield ""


def _block(finding: Finding, sources: Sources, style: Style) -> Iterator[str]:
    place = finding.location
    colour = COLOURS[finding.severity]
    rule = _linked(f"{finding.rule} ({finding.code})", (style.pages or {}).get(finding.rule))
    yield (
        click.style(f"{named(place.path)}:{place.line}:{place.column}", bold=True)
        + " "
        + click.style(finding.severity, fg=colour, bold=True)
        + f" {rule}"
    )
    focus = finding.highlight or place
    source = sources.get(focus.path)
    margin = " " * len(str(focus.line))
    said = ""
    if source and focus.line <= len(source.lines):
        yield f"{margin} │"
        label = finding.label or finding.message
        frame = list(_frame(source, focus, label, colour, style))
        yield from frame
        yield f"{margin} │"
        said = label
    if finding.message != said:
        yield f"{margin} = {inert(finding.message)}"
    if finding.confidence is Confidence.LIKELY and finding.severity is Severity.ERROR:
        yield f"{margin} = {LIKELY}"
    for note in finding.notes:
        yield f"{margin} = {inert(note)}"
    for related in finding.related[:MAX_RELATED]:
        where = related.location
        yield f"{margin} = {inert(where.path)}:{where.line}:{where.column} {inert(related.message)}"
    if len(finding.related) > MAX_RELATED:
        yield f"{margin} = and {len(finding.related) - MAX_RELATED:,} more places"
    mark = f"   [{'unsafe ' * (finding.fix.safety is Safety.UNSAFE)}fix available]" if finding.fix else ""
    if finding.help:
        help_line = f"{click.style('help', bold=True)}: {inert(finding.help)}"
        yield f"{margin} = {help_line}{click.style(mark, fg='green')}"
    elif mark:
        yield f"{margin} ={click.style(mark[2:], fg='green')}"


def _linked(text: str, address: str | None) -> str:
    """Return `text` as a link to `address`, which terminals that know OSC 8 make of it."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text


def _frame(source: Source, focus: Location, label: str, colour: str, style: Style) -> Iterator[str]:
    """Yield the line that `focus` is on, cut to the width, and below it the underline with `label`."""
    margin = " " * len(str(focus.line))
    room = max(MIN_WIDTH, style.width - len(margin) - len(" │ "))
    before, marked, after = _parts(source.lines[focus.line - 1], focus, room, style)
    ellipsis_ = fallback("…", style.encoding)
    if width(before) > room - LEAD and width(before + marked + after) > room:
        lead = max(0, min(LEAD, room - width(marked) - width(ellipsis_)) - width(ellipsis_))
        before = ellipsis_ + _last(before, lead)
    shown = _first(before + marked + after, room, ellipsis_)
    yield f"{focus.line} │ {shown}".rstrip()
    indent = width(before)
    length = max(1, min(width(marked), room - indent))
    underline = " " * indent + click.style("^" * length, fg=colour, bold=True)
    text = inert(label)
    if indent + length + 1 + width(text) <= room or indent < LEAD:
        yield f"{margin} │ {underline} {click.style(text, fg=colour, bold=True)}"
    else:
        ahead = " " * max(0, min(indent, room - width(text)))
        yield f"{margin} │ {underline}"
        yield f"{margin} │ {ahead}{click.style(text, fg=colour, bold=True)}"


def _parts(line: str, focus: Location, room: int, style: Style) -> tuple[str, str, str]:
    """Return what stands before, in and after `focus`, as it will be shown.

    No more is taken of an endless line than can be shown of it.
    """
    start = min(focus.column - 1, len(line))
    end = min(focus.end_column - 1, len(line)) if focus.end_line == focus.line else len(line)
    many = MANY * room
    parts = line[max(0, start - many) : start], line[start:end][:many], line[max(start, end) :][:many]
    before, marked, after = (fallback(inert(part.replace("\t", TAB)), style.encoding) for part in parts)
    return before, marked, after


def _last(text: str, columns: int) -> str:
    """Return the end of `text`, at most so many columns wide, not beginning with a combining character."""
    used, start = 0, len(text)
    while start and used + width(text[start - 1]) <= columns:
        start -= 1
        used += width(text[start])
    while start < len(text) and not width(text[start]):
        start += 1
    return text[start:]


def _first(text: str, columns: int, ellipsis_: str) -> str:
    """Return `text`, cut with an ellipsis if it is more than so many columns wide."""
    if width(text) <= columns:
        return text
    used = width(ellipsis_)
    for index, character in enumerate(text):
        used += width(character)
        if used > columns:
            return text[:index] + ellipsis_
    return text
