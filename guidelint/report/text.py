"""Findings for people: under the name of each page a code frame for each, with related places and help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import click

from guidelint.findings import Confidence, Finding, Location, Safety, Severity
from guidelint.report.model import tally
from guidelint.report.plain import fallback, inert, named, width

if TYPE_CHECKING:
    from guidelint.source import Source

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
MAX_RELATED = 5
MAX_WIDTH = 160
MIN_WIDTH = 40
LEAD = 24
TAB = "    "
LIKELY = "likely, not certain: this does not fail the run"


@dataclass(frozen=True)
class Style:
    """What the output can show.

    `width` is the number of columns, `encoding` what it is written in. `pages` maps names of rules
    to the addresses of their pages, for terminals that make links of names; empty where they do not.
    """

    width: int = MAX_WIDTH
    encoding: str = "utf-8"
    pages: Mapping[str, str] | None = None


PLAIN = Style()


def render(findings: Iterable[Finding], sources: Mapping[str, Source], style: Style = PLAIN) -> Iterator[str]:
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


def _block(finding: Finding, sources: Mapping[str, Source], style: Style) -> Iterator[str]:
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
    line = source.lines[focus.line - 1]
    margin = " " * len(str(focus.line))
    room = max(MIN_WIDTH, style.width - len(margin) - len(" │ "))
    start = min(focus.column - 1, len(line))
    end = min(focus.end_column - 1, len(line)) if focus.end_line == focus.line else len(line)
    is_long = len(line) > 2 * room or width(_visible(line, style)) > room
    cut = max(0, start - LEAD) if is_long and start > room - LEAD else 0
    last = cut + 2 * room
    before, marked = line[cut:start], line[start : min(end, last)]
    lead = fallback("…", style.encoding) if cut else ""
    shown = lead + _visible(line[cut:last], style)
    if width(shown) > room:
        shown = _clip(shown, room, fallback("…", style.encoding))
    indent = width(lead + _visible(before, style))
    length = max(1, min(width(_visible(marked, style)), room - indent))
    yield f"{focus.line} │ {shown}".rstrip()
    underline = " " * indent + click.style("^" * length, fg=colour, bold=True)
    text = inert(label)
    if indent + length + 1 + width(text) <= room or indent <= LEAD:
        yield f"{margin} │ {underline} {click.style(text, fg=colour, bold=True)}"
    else:
        yield f"{margin} │ {underline}"
        ahead = " " * max(0, min(indent, room - width(text)))
        yield f"{margin} │ {ahead}{click.style(text, fg=colour, bold=True)}"


def _visible(text: str, style: Style) -> str:
    """Return `text` as it will be shown, so that its width can be measured."""
    return fallback(inert(text.replace("\t", TAB)), style.encoding)


def _clip(text: str, room: int, ellipsis_: str) -> str:
    columns = 0
    for index, character in enumerate(text):
        columns += width(character)
        if columns >= room:
            return text[:index] + ellipsis_
    return text
