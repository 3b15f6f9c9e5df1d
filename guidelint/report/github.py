"""Workflow commands that GitHub turns into annotations beside the lines of a pull request.

GitHub shows ten errors, ten warnings and ten notices of a step and drops the others silently. So
that many are printed as commands, the others as plain lines in a group of the log, and a last
notice tells how many there are. Commands are escaped as the runner unescapes them: in values ``%``
and line ends, in properties ``:`` and ``,`` too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.findings import Safety, Severity
from guidelint.report import concise
from guidelint.report.model import level, plural, tally
from guidelint.report.plain import inert, joined

if TYPE_CHECKING:
    from guidelint.findings import Finding
    from guidelint.report.model import Report

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
LIMIT = 10
MAX_LENGTH = 4000
VALUE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, *, ascii_only: bool = False) -> str:  # noqa: ARG001 - the stream falls back by itself
    """Return `report` as the lines of a log."""
    return joined(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    shown: Counter[Severity] = Counter()
    left: list[Finding] = []
    limits = {Severity.ERROR: LIMIT, Severity.WARNING: LIMIT, Severity.INFO: LIMIT}
    counts = Counter(level(finding) for finding in report.findings)
    if any(counts[grave] > limit for grave, limit in limits.items()):
        limits[Severity.INFO] -= 1
    for finding in report.findings:
        grave = level(finding)
        if shown[grave] < limits[grave]:
            shown[grave] += 1
            yield _command(report, finding, COMMANDS[grave])
        else:
            left.append(finding)
    if left:
        yield f"::group::{plural(len(left), 'more finding')}"
        yield from concise.render(left)
        yield "::endgroup::"
        yield (
            f"::notice title=guidelint::{tally(report.findings)} in all; {len(left):,} without "
            "an annotation are listed in the log of this step"
        )


def _command(report: Report, finding: Finding, command: str) -> str:
    place = finding.location
    properties = {
        "file": report.in_repository(place.path),
        "line": str(place.line),
        "col": str(place.column),
        "endLine": str(place.end_line),
        **({"endColumn": str(place.end_column)} if place.end_line == place.line else {}),
        "title": f"{finding.rule} ({finding.code})",
    }
    listed = ",".join(f"{name}={inert(value).translate(PROPERTY)}" for name, value in properties.items())
    return f"::{command} {listed}::{_message(finding).translate(VALUE)}"


def _message(finding: Finding) -> str:
    lines = [finding.message, *finding.notes]
    lines += [f"help: {finding.help}"] if finding.help else []
    if finding.fix:
        unsafe = " --unsafe-fixes" if finding.fix.safety is Safety.UNSAFE else ""
        lines.append(f"A fix is available: guidelint check --fix{unsafe}")
    text = "\n".join(map(inert, lines))
    return text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…"
