"""One line a finding: ``path:line:column: severity rule (code) message``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from guidelint.report.plain import inert, named

if TYPE_CHECKING:
    from guidelint.findings import Finding


def render(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield one line for each of `findings`."""
    for finding in findings:
        place = finding.location
        more = f" (and {len(finding.related)} related places)" if len(finding.related) > 1 else ""
        yield (
            f"{named(place.path)}:{place.line}:{place.column}: {finding.severity} "
            f"{finding.rule} ({finding.code}) {inert(finding.message)}{more}"
        )
