"""Findings for people: a code frame each, with related places and help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from guidelint.findings import Finding, Location, Safety, Severity
from guidelint.report.plain import inert, width

if TYPE_CHECKING:
    from guidelint.source import Source

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
MAX_RELATED = 5
MAX_WIDTH = 160
LEAD = 24
TAB = "    "


def render(findings: Iterable[Finding], sources: Mapping[str, Source]) -> Iterator[str]:
    """Yield the lines of a report of `findings`; `sources` holds the texts to quote, by path."""
    for finding in findings:
        yield from _block(finding, sources)
        yield ""


def _block(finding: Finding, sources: Mapping[str, Source]) -> Iterator[str]:
    place = finding.location
    colour = COLOURS[finding.severity]
    yield (
        click.style(f"{inert(place.path)}:{place.line}:{place.column}", bold=True)
        + " "
        + click.style(finding.severity, fg=colour, bold=True)
        + f" {finding.rule} ({finding.code})"
    )
    focus = finding.highlight or place
    source = sources.get(focus.path)
    margin = " " * len(str(focus.line))
    if source and focus.line <= len(source.lines):
        yield f"{margin} │"
        yield from _frame(source, focus, finding.label or finding.message, colour)
        yield f"{margin} │"
        if finding.label:
            yield f"{margin} = {inert(finding.message)}"
    else:
        yield f"{margin} = {inert(finding.message)}"
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


def _frame(source: Source, focus: Location, label: str, colour: str) -> Iterator[str]:
    line = source.lines[focus.line - 1]
    start = min(focus.column - 1, len(line))
    end = min(focus.end_column - 1, len(line)) if focus.end_line == focus.line else len(line)
    is_long = len(line) > 2 * MAX_WIDTH or width(line) > MAX_WIDTH
    cut = max(0, start - LEAD) if is_long and start > MAX_WIDTH - LEAD else 0
    last = cut + 2 * MAX_WIDTH
    before, marked = line[cut:start], line[start : min(end, last)]
    lead = "…" if cut else ""
    shown = lead + _visible(line[cut:last])
    if width(shown) > MAX_WIDTH:
        shown = _clip(shown)
    indent = width(lead + _visible(before))
    length = max(1, min(width(_visible(marked)), MAX_WIDTH - indent))
    yield f"{focus.line} │ {shown}".rstrip()
    margin = " " * len(str(focus.line))
    underline = click.style(f"{'^' * length} {inert(label)}", fg=colour, bold=True)
    yield f"{margin} │ {' ' * indent}{underline}"


def _visible(text: str) -> str:
    return inert(text.replace("\t", TAB))


def _clip(text: str) -> str:
    columns = 0
    for index, character in enumerate(text):
        columns += width(character)
        if columns >= MAX_WIDTH:
            return text[:index] + "…"
    return text
