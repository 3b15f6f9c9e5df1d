"""The report as JSON, version 1: what scripts rely on. Keys may be added, none changes its meaning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from guidelint.findings import Edit, Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.report.model import LinkReport, Report

VERSION = 1


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return `report` as one JSON text, other characters escaped with `ascii_only`."""
    text = json.dumps(as_data(report), ensure_ascii=ascii_only, indent=1)
    return text if _is_encodable(text) else json.dumps(as_data(report), indent=1)


def as_data(report: Report) -> dict[str, Any]:
    """Return `report` as plain data."""
    return {
        "version": VERSION,
        "findings": [_finding(finding) for finding in report.findings],
        "links": [_link(link) for link in report.links],
        "summary": {
            "files": report.files,
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "suppressed": report.suppressed,
            **{name: count for name, count in _counts(report) if count is not None},
            "links": report.verdicts,
            "seconds": round(report.seconds, 3),
        },
    }


def _counts(report: Report) -> tuple[tuple[str, int | None], ...]:
    """Return the counts that only some runs have."""
    return ("fixed", report.fixed), ("known", report.known), ("baselined", report.baselined)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _finding(finding: Finding) -> dict[str, Any]:
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


def _link(link: LinkReport) -> dict[str, Any]:
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
    }
