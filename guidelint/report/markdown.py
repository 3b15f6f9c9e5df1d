"""A summary in Markdown, as GitHub shows it for a job, in an issue or in a comment.

Everything from a page is escaped: it shows as it is written, and makes no link, image, tag, table
cell, nor mention of a person or an issue. A job summary may have 1 MiB, so only the first findings
are listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from guidelint.findings import Severity
from guidelint.report.model import plural, tally
from guidelint.report.plain import inert, joined

if TYPE_CHECKING:
    from guidelint.findings import Finding
    from guidelint.report.model import Report, Section

MARK = "<!-- guidelint report -->"
MAX_FINDINGS = 300
MAX_LENGTH = 500
SIGNS = {Severity.ERROR: "🔴", Severity.WARNING: "🟡", Severity.INFO: "🔵"}
SIGN = re.compile(f"(?:{'|'.join(SIGNS.values())}) ")
PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#!|<>~&$^]|:(?=//)|(?<=www)\.|^[-+=]|(?<=^\d)[.)])", re.IGNORECASE)
REFERENCE = re.compile(r"(@(?=\w)|#(?=\d))")
BREAK = "<!-- -->"


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return `report` as a Markdown document, without signs before severities with `ascii_only`."""
    text = joined(_lines(report))
    return SIGN.sub("", text) if ascii_only else text


def escape(text: str) -> str:
    """Return `text` as Markdown that shows it as it is, cut if it is very long."""
    cut = text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…"
    return REFERENCE.sub(rf"\1{BREAK}", PUNCTUATION.sub(r"\\\1", inert(cut)))


def _lines(report: Report) -> Iterator[str]:
    yield MARK
    yield "# guidelint"
    yield ""
    pages = plural(report.files, "page")
    yield f"**{tally(report.findings)}** on {pages}." if report.findings else f"**No findings** on {pages}."
    if report.suppressed:
        yield f"{report.suppressed:,} suppressed."
    if report.fixed is not None:
        yield f"{report.fixed:,} fixed."
    if report.findings:
        yield from _rules(report)
        yield from _pages(report)
    if report.links:
        yield from _links(report)
    for section in report.sections:
        yield from _section(section)


def _rules(report: Report) -> Iterator[str]:
    counts = Counter((finding.rule, finding.code, finding.severity) for finding in report.findings)
    yield from ("", "## By rule", "")
    yield from _table(
        ("Rule", "Code", "Severity", "Findings"),
        [
            (rule, code, f"{SIGNS[severity]} {severity}", count)
            for (rule, code, severity), count in sorted(
                counts.items(), key=lambda item: (-item[1], item[0][1], item[0][2])
            )
        ],
    )


def _pages(report: Report) -> Iterator[str]:
    yield from ("", "## By page")
    shown = report.findings[:MAX_FINDINGS]
    for path, findings in groupby(shown, key=lambda finding: finding.location.path):
        yield from ("", f"### {escape(report.in_repository(path))}", "")
        yield from (_item(finding) for finding in findings)
    if len(report.findings) > len(shown):
        yield from ("", f"…and {plural(len(report.findings) - len(shown), 'more finding')}.")


def _item(finding: Finding) -> str:
    place = finding.location
    more = f" ({plural(len(finding.related), 'related place')})" if finding.related else ""
    help_ = f" — {escape(finding.help)}" if finding.help else ""
    return (
        f"- {SIGNS[finding.severity]} {finding.severity} {place.line}:{place.column} "
        f"**{escape(finding.rule)}** ({finding.code}): {escape(finding.message)}{more}{help_}"
    )


def _links(report: Report) -> Iterator[str]:
    yield from ("", "## External links", "")
    yield from _table(("Verdict", "Links"), list(report.verdicts.items()))


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"## {escape(section.title)}", "")
    if section.note:
        yield from (escape(section.note), "")
    yield from _table(section.columns, section.rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str | float]]) -> Iterator[str]:
    yield _row([escape(column) for column in columns])
    yield _row(["---"] * len(columns))
    for row in rows:
        yield _row([escape(cell) if isinstance(cell, str) else f"{cell:,}" for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
