import pytest

from guidelint.findings import Confidence, Finding, Location, Severity
from guidelint.report.model import fails, plural


@pytest.mark.parametrize(
    ("severity", "confidence", "failing"),
    [
        (Severity.ERROR, Confidence.CERTAIN, True),
        (Severity.ERROR, Confidence.LIKELY, False),
        (Severity.WARNING, Confidence.CERTAIN, False),
        (Severity.INFO, Confidence.CERTAIN, False),
    ],
)
def test_only_errors_that_are_certain_fail_a_run(severity, confidence, failing):
    finding = Finding("r", "GL001", severity, Location("a.md"), "m", "c", confidence)
    assert fails([finding]) is failing


def test_plural():
    assert [plural(count, "page") for count in (0, 1, 2, 1234)] == [
        "0 pages",
        "1 page",
        "2 pages",
        "1,234 pages",
    ]
