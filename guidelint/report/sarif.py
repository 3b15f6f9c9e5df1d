"""SARIF 2.1.0, which code scanning and editors read.

Paths are relative to the top of the repository (``%SRCROOT%``), columns count Unicode code points.
What GitHub would refuse a file for, more than 25,000 results or 1,000 locations for one, is left out:
the least grave results, and a notification says how many.

GitHub knows a finding again by ``primaryLocationLineHash``: it is given the fingerprint of the
finding instead of a hash of the line, so that it stays the same wherever the finding moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from guidelint import __version__
from guidelint.findings import Location, Safety, Severity
from guidelint.report.gitlab import numbered
from guidelint.report.model import WEIGHT, level, plural
from guidelint.report.plain import inert, json_text

if TYPE_CHECKING:
    from guidelint.findings import Edit, Finding, Fix, Related
    from guidelint.report.model import Report, RuleHelp

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
ROOT = "%SRCROOT%"
MAX_RESULTS = 25_000
MAX_RELATED = 999


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return `report` as one JSON text, other characters escaped with `ascii_only`."""
    return json_text(as_data(report), ascii_only=ascii_only)


def as_data(report: Report) -> dict[str, Any]:
    """Return `report` as plain data."""
    findings = _gravest(report.findings)
    left = len(report.findings) - len(findings)
    codes = {finding.rule: finding.code for finding in findings}
    names = sorted(codes, key=lambda name: (codes[name], name))
    indices = {name: index for index, name in enumerate(names)}
    seen: Counter[str] = Counter()
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "guidelint",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": [_rule(codes[name], name, report.rules.get(name)) for name in names],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    ROOT: {"description": {"text": "The top of the repository that was checked."}}
                },
                **({"invocations": [_incomplete(left)]} if left else {}),
                "results": [_result(report, finding, indices[finding.rule], seen) for finding in findings],
            }
        ],
    }


def _gravest(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return `findings` in their order, without the least grave ones that are too many."""
    if len(findings) <= MAX_RESULTS:
        return findings
    ranked = sorted(range(len(findings)), key=lambda at: (-WEIGHT[level(findings[at])], at))
    return [findings[at] for at in sorted(ranked[:MAX_RESULTS])]


def _incomplete(left: int) -> dict[str, Any]:
    text = f"{plural(left, 'finding')} left out: GitHub takes {MAX_RESULTS:,} at most."
    notification = {"level": "warning", "message": {"text": text}}
    return {"executionSuccessful": True, "toolExecutionNotifications": [notification]}


def _rule(code: str, name: str, help_: RuleHelp | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "name": name}
    if help_ is None:
        return rule
    return {
        **rule,
        "shortDescription": {"text": inert(help_.summary)},
        "help": {"text": help_.text, "markdown": help_.text},
        "defaultConfiguration": {"level": LEVELS[help_.severity]},
        "properties": {"tags": [help_.family], "problem.severity": _problem(help_.severity)},
    }


def _problem(severity: Severity) -> str:
    return "recommendation" if severity is Severity.INFO else severity.value


def _result(report: Report, finding: Finding, index: int, seen: Counter[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[level(finding)],
        "message": {"text": _message(finding)},
        "locations": [_location(report, finding.highlight or finding.location)],
        "partialFingerprints": {
            "guidelint/v1": finding.fingerprint,
            "primaryLocationLineHash": numbered(finding.fingerprint, seen),
        },
        "properties": {"severity": finding.severity.value, "confidence": finding.confidence.value},
    }
    if finding.related:
        result["relatedLocations"] = [
            _related(report, number, related) for number, related in enumerate(finding.related[:MAX_RELATED])
        ]
    if finding.fix:
        result["fixes"] = [_fix(report, finding.fix)]
    return result


def _message(finding: Finding) -> str:
    parts = [finding.message, *finding.notes, *([f"help: {finding.help}"] if finding.help else [])]
    return "\n".join(map(inert, parts))


def _location(report: Report, place: Location) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(report, place), "region": _region(place)}}


def _related(report: Report, number: int, related: Related) -> dict[str, Any]:
    return {"id": number, "message": {"text": inert(related.message)}, **_location(report, related.location)}


def _artifact(report: Report, place: Location) -> dict[str, Any]:
    path = report.in_repository(place.path).encode("utf-8", "surrogateescape")
    return {"uri": quote(path, safe="/"), "uriBaseId": ROOT}


def _region(place: Location) -> dict[str, Any]:
    end = max((place.line, place.column), (place.end_line, place.end_column))
    return {"startLine": place.line, "startColumn": place.column, "endLine": end[0], "endColumn": end[1]}


def _fix(report: Report, fix: Fix) -> dict[str, Any]:
    changes: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        changes.setdefault(edit.location.path, []).append(edit)
    unsafe = fix.safety is Safety.UNSAFE
    return {
        "description": {"text": "A fix that needs a look afterwards." if unsafe else "A safe fix."},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(report, edits[0].location),
                "replacements": [
                    {
                        "deletedRegion": _region(edit.location),
                        **({"insertedContent": {"text": edit.text}} if edit.text else {}),
                    }
                    for edit in edits
                ],
            }
            for edits in changes.values()
        ],
    }
