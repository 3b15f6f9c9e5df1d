"""The report as JSON, version 1: what scripts rely on. Keys may be added, none changes its meaning.

`report-schema.json` beside this module describes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidelint.findings import Edit, Finding, Related, Severity
from guidelint.report.plain import json_text

if TYPE_CHECKING:
    from guidelint.report.model import LinkReport, Report, Section

VERSION = 1


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return `report` as one JSON text, other characters escaped with `ascii_only`."""
    return json_text(as_data(report), ascii_only=ascii_only)


def as_data(report: Report) -> dict[str, Any]:
    """Return `report` as plain data."""
    return {
        "version": VERSION,
        "findings": [finding_data(finding) for finding in report.findings],
        "links": [link_data(link) for link in report.links],
        **({"sections": [section_data(section) for section in report.sections]} if report.sections else {}),
        "summary": summary_data(report),
    }


def summary_data(report: Report) -> dict[str, Any]:
    """Return the counts of `report`."""
    return {
        "files": report.files,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "suppressed": report.suppressed,
        **{name: count for name, count in _counts(report) if count is not None},
        "links": report.verdicts,
        "seconds": round(report.seconds, 3),
    }


def _counts(report: Report) -> tuple[tuple[str, int | None], ...]:
    """Return the counts that only some runs have."""
    return ("fixed", report.fixed), ("known", report.known), ("baselined", report.baselined)


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return `finding` as plain data."""
    place = finding.location
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "message": finding.message,
        "help": finding.help,
        "notes": list(finding.notes),
        "related": [_related(related) for related in finding.related],
        "fix": _fix(finding),
        "fingerprint": finding.fingerprint,
        "standing": finding.standing.value,
    }


def link_data(link: LinkReport) -> dict[str, Any]:
    """Return a link with its verdict as plain data."""
    return {
        "url": link.url,
        "verdict": link.verdict,
        "status": link.status,
        "final_url": link.final_url,
        "reason": link.reason,
        "attempts": link.attempts,
        "seconds": round(link.seconds, 3),
        "occurrences": [
            {"path": place.path, "line": place.line, "column": place.column} for place in link.occurrences
        ],
        "last_good": link.last_good,
        "failing_since": link.failing_since,
    }


def section_data(section: Section) -> dict[str, Any]:
    """Return a further table as plain data."""
    return {
        "title": section.title,
        "columns": list(section.columns),
        "rows": [list(row) for row in section.rows],
        "note": section.note,
    }


def _related(related: Related) -> dict[str, Any]:
    place = related.location
    return {"path": place.path, "line": place.line, "column": place.column, "message": related.message}


def _fix(finding: Finding) -> dict[str, Any] | None:
    if not finding.fix:
        return None
    return {"safety": finding.fix.safety.value, "edits": [_edit(edit) for edit in finding.fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    place = edit.location
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": edit.text,
    }
