"""JUnit's XML: a test suite for each page with findings, a test case for each finding.

What fails a run is a failure; warnings and information are passed tests with the text as their
output, so that a build is as red as guidelint's exit status. Without findings there is one suite
with one passed test, because an empty report reads as a broken one in most servers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from guidelint.findings import Severity
from guidelint.report.model import level, plural
from guidelint.report.plain import inert, named

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from guidelint.findings import Finding
    from guidelint.report.model import Report


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return `report` as an XML document, other characters as references with `ascii_only`."""
    root = ET.Element("testsuites", name="guidelint", time=f"{report.seconds:.3f}")
    for path, findings in groupby(report.findings, key=lambda finding: finding.location.path):
        _suite(root, inert(report.in_repository(path)), list(findings))
    if not report.findings:
        suite = ET.SubElement(root, "testsuite", name="guidelint", tests="1", failures="0", errors="0")
        name = f"no findings on {plural(report.files, 'page')}"
        ET.SubElement(suite, "testcase", name=name, classname="guidelint")
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ET.indent(root, " ")
    encoding = "us-ascii" if ascii_only else "utf-8"
    body = ET.tostring(root, encoding=encoding, xml_declaration=False).decode("utf-8")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _suite(root: Element, path: str, findings: Sequence[Finding]) -> None:
    failing = sum(level(finding) is Severity.ERROR for finding in findings)
    counts = {"tests": str(len(findings)), "failures": str(failing), "errors": "0"}
    suite = ET.SubElement(root, "testsuite", {"name": path, **counts})
    for finding in findings:
        place = finding.location
        name = f"{finding.rule} ({finding.code}) at {place.line}:{place.column}"
        case = ET.SubElement(
            suite, "testcase", {"name": name, "classname": path, "file": path, "line": str(place.line)}
        )
        if level(finding) is Severity.ERROR:
            about = {"message": inert(finding.message), "type": finding.severity.value}
            ET.SubElement(case, "failure", about).text = _text(finding)
        else:
            ET.SubElement(case, "system-out").text = _text(finding)


def _text(finding: Finding) -> str:
    place = finding.location
    lines = [f"{named(place.path)}:{place.line}:{place.column}: {finding.severity} {inert(finding.message)}"]
    lines += [f"= {inert(note)}" for note in finding.notes]
    for related in finding.related:
        where = related.location
        lines.append(f"= {inert(where.path)}:{where.line}:{where.column} {inert(related.message)}")
    lines += [f"= help: {inert(finding.help)}"] if finding.help else []
    return "\n".join(lines)
