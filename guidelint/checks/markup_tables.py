"""Rows of tables that do not fit their header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Finding, Severity
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

TICKS = re.compile(r"`+")
QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)*")


@rule("GL809", "table-columns", severity=Severity.WARNING)
def table_columns(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report rows with more or fewer cells than the header, or without the closing bar of the others."""
    for block in page.blocks:
        if block.tag != "table" or block.markup != "table" or block.span.path != page.path:
            continue
        first = page.source.position(block.span.start).line
        last = page.source.position(max(block.span.start, block.span.end - 1)).line
        rows = [QUOTED.sub("", line, count=1).rstrip() for line in page.source.lines[first - 1 : last]]
        columns, closed = len(cells(rows[0])), _is_closed(rows[0])
        for offset, row in enumerate(rows[2:], 2):
            problem = _problem(row, columns, closed=closed)
            if problem:
                line = first + offset
                start = page.source.starts[line - 1]
                end = start + len(page.source.lines[line - 1].rstrip())
                indent = len(page.source.lines[line - 1]) - len(page.source.lines[line - 1].lstrip())
                yield finding(
                    page,
                    Span(page.path, start + indent, end),
                    problem,
                    cause=f"{source_name(page, site)}: {problem}",
                    apart=True,
                )


def _problem(row: str, columns: int, *, closed: bool) -> str | None:
    count = len(cells(row))
    if count > columns:
        return f"this row has {count} cells, the header {columns}: what is too much is not shown"
    if count < columns:
        return f"this row has {count} cells, the header {columns}"
    if closed and not _is_closed(row):
        return "the bar at the end of this row is missing"
    return None


def cells(row: str) -> list[str]:
    """Return the cells of a row: bars in code and bars with a backslash separate nothing."""
    found = _split(row) if "\\" in row or "`" in row else row.split("|")
    if found and not found[0].strip() and row.startswith("|"):
        found = found[1:]
    if len(found) > 1 and not found[-1].strip():
        found = found[:-1]
    return found


def _split(row: str) -> list[str]:
    closings = _closings(row)
    found, start, position = [], 0, 0
    while position < len(row):
        character = row[position]
        if character == "\\":
            position += 1
        elif character == "`":
            position = closings.get(position, position)
        elif character == "|":
            found.append(row[start:position])
            start = position + 1
        position += 1
    return [*found, row[start:]]


def _closings(row: str) -> dict[int, int]:
    """Return where the code span ends that begins at a run of backticks, for each run that begins one."""
    found: dict[int, int] = {}
    following: dict[int, int] = {}
    for run in reversed(list(TICKS.finditer(row))):
        width = len(run[0])
        found[run.start()] = following.get(width, run.end()) - 1
        following[width] = run.end()
    return found


def _is_closed(row: str) -> bool:
    return row.startswith("|") and row.endswith("|") and not row.endswith("\\|")
