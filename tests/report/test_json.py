import json

from guidelint.findings import Edit, Finding, Fix, Location, Related, Severity
from guidelint.report.json import as_data, render
from guidelint.report.model import LinkReport, Report

PLACE = Location("docs/tor.md", 13, 3, 13, 98)
FINDING = Finding(
    "badge-anchor", "GL201", Severity.ERROR, PLACE, "no such heading", "threats.md#x",
    help="pin it",
    related=(Related(Location("docs/threats.md", 64, 1, 64, 9), "this heading"),),
    fix=Fix((Edit(Location("docs/threats.md", 64, 9, 64, 9), " { #x }"),)),
)  # fmt: skip
LINK = LinkReport(
    "https://example.org/", "moved", 301, "https://example.org/b", "301 to b", 1, 0.21234, (PLACE,)
)


def test_a_whole_report():
    report = Report((FINDING,), files=1, suppressed=2, seconds=0.41239, links=(LINK,))
    data = json.loads(render(report))
    fingerprint = data["findings"][0].pop("fingerprint")
    assert len(fingerprint) == 16
    assert data == {
        "version": 1,
        "findings": [
            {
                "rule": "badge-anchor", "code": "GL201", "severity": "error", "confidence": "certain",
                "path": "docs/tor.md", "line": 13, "column": 3, "end_line": 13, "end_column": 98,
                "message": "no such heading", "help": "pin it", "notes": [],
                "related": [{"path": "docs/threats.md", "line": 64, "column": 1, "message": "this heading"}],
                "fix": {
                    "safety": "safe",
                    "edits": [
                        {
                            "path": "docs/threats.md", "line": 64, "column": 9, "end_line": 64,
                            "end_column": 9, "text": " { #x }",
                        }
                    ],
                },
                "standing": "new",
            }
        ],
        "links": [
            {
                "url": "https://example.org/", "verdict": "moved", "status": 301,
                "final_url": "https://example.org/b", "reason": "301 to b", "attempts": 1, "seconds": 0.212,
                "occurrences": [{"path": "docs/tor.md", "line": 13, "column": 3}],
                "last_good": None, "failing_since": None,
            }
        ],
        "summary": {
            "files": 1, "errors": 1, "warnings": 0, "infos": 0, "suppressed": 2, "links": {"moved": 1},
            "seconds": 0.412,
        },
    }  # fmt: skip


def test_an_empty_report():
    assert as_data(Report((), files=0))["summary"]["links"] == {}


def test_names_that_are_no_unicode_are_escaped():
    odd = Finding("r", "GL001", Severity.ERROR, Location("caf\udce9.md"), "m", "c")
    assert json.loads(render(Report((odd,), files=1)))["findings"][0]["path"] == "caf\udce9.md"
    assert "caf\\udce9.md" in render(Report((odd,), files=1))


def test_for_a_stream_that_has_only_ascii():
    assert render(Report((FINDING,), files=1), ascii_only=True).isascii()


def test_counts_that_only_some_runs_have():
    summary = as_data(Report((), files=1, known=3, baselined=0))["summary"]
    assert (summary["known"], summary["baselined"]) == (3, 0)
    assert not {"known", "baselined", "fixed"} & as_data(Report((), files=1))["summary"].keys()
