"""A report of code quality as GitLab reads it: a list of issues, each with a fingerprint of its own.

Severities are those of GitLab: what fails a run is ``major``, a warning ``minor``, the rest ``info``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from guidelint.findings import Severity
from guidelint.report.model import level
from guidelint.report.plain import inert, json_text

if TYPE_CHECKING:
    from guidelint.findings import Finding
    from guidelint.report.model import Report

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return `report` as one JSON text, other characters escaped with `ascii_only`."""
    seen: Counter[str] = Counter()
    return json_text([_issue(report, finding, seen) for finding in report.findings], ascii_only=ascii_only)


def _issue(report: Report, finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    place = finding.location
    return {
        "description": inert(f"{finding.code}: {finding.message}"),
        "check_name": finding.rule,
        "fingerprint": numbered(finding.fingerprint, seen),
        "severity": SEVERITIES[level(finding)],
        "location": {
            "path": report.in_repository(place.path),
            "lines": {"begin": place.line, "end": max(place.line, place.end_line)},
        },
    }


def numbered(fingerprint: str, seen: Counter[str]) -> str:
    """Return `fingerprint`, from the second time that it is `seen` with a number behind it."""
    seen[fingerprint] += 1
    return fingerprint if seen[fingerprint] == 1 else f"{fingerprint}-{seen[fingerprint]}"
