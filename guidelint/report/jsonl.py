"""One JSON object a line, told apart by ``kind``: ``finding``, ``link``, ``section``, at the end ``summary``.

Each has the keys that it has in the JSON report; the summary has ``version`` too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from guidelint.report import json
from guidelint.report.plain import joined, json_text

if TYPE_CHECKING:
    from guidelint.report.model import Report


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return `report` as lines, other characters escaped with `ascii_only`."""
    return joined(json_text(entry, ascii_only=ascii_only, indent=None) for entry in _entries(report))


def _entries(report: Report) -> Iterator[dict[str, Any]]:
    for finding in report.findings:
        yield {"kind": "finding", **json.finding_data(finding)}
    for link in report.links:
        yield {"kind": "link", **json.link_data(link)}
    for section in report.sections:
        yield {"kind": "section", **json.section_data(section)}
    yield {"kind": "summary", "version": json.VERSION, **json.summary_data(report)}
