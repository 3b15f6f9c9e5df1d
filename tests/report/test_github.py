"""Annotations: what GitHub drops silently is said."""

from guidelint.findings import Confidence, Finding, Fix, Location, Severity, Standing
from guidelint.report.github import render
from guidelint.report.model import Report


def found(severity=Severity.ERROR, line=1, **more):
    return Finding(
        "link-file", "GL501", severity, Location("docs/a.md", line, 1, line, 5), "no", str(line), **more
    )


def lines(*findings, **more):
    return render(Report(findings, files=1, **more)).splitlines()


def test_values_and_properties_are_escaped():
    odd = Finding("r", "GL1", Severity.ERROR, Location("a,b:c%.md"), "50% of\nit: a, b", "c")
    assert lines(odd) == [
        "::error file=a%2Cb%3Ac%25.md,line=1,col=1,endLine=1,endColumn=1,title=r (GL1)::50%25 of\\nit: a, b"
    ]


def test_the_end_column_of_several_lines_is_left_out():
    wide = Finding("r", "GL1", Severity.INFO, Location("a.md", 1, 3, 4, 2), "m", "c")
    assert lines(wide) == ["::notice file=a.md,line=1,col=3,endLine=4,title=r (GL1)::m"]


def test_paths_are_those_of_the_repository():
    assert "file=site/docs/a.md," in lines(found(), directory="site")[0]
    up = Finding("r", "GL1", Severity.ERROR, Location("../README.md"), "m", "c")
    assert "file=README.md," in lines(up, directory="site")[0]


def test_what_does_not_fail_the_run_is_no_error():
    unsure, before = found(confidence=Confidence.LIKELY), found(standing=Standing.KNOWN)
    assert [line.split()[0] for line in lines(unsure, before)] == ["::warning", "::notice"]


def test_ten_of_a_kind_and_a_summary():
    shown = lines(*(found(line=line) for line in range(1, 31)), found(Severity.WARNING))
    assert [line.split()[0] for line in shown[:11]] == ["::error"] * 10 + ["::warning"]
    assert shown[11] == "::group::20 more findings"
    assert shown[12] == "docs/a.md:11:1: error link-file (GL501) no"
    assert shown[-2] == "::endgroup::"
    assert shown[-1] == (
        "::notice title=guidelint::30 errors, 1 warning in all; 20 without an annotation are listed in the "
        "log of this step"
    )


def test_the_summary_is_one_of_the_ten_notices():
    shown = lines(*(found(Severity.INFO, line=line) for line in range(1, 12)))
    assert sum(line.startswith("::notice") for line in shown) == 10


def test_a_fix_is_named():
    assert lines(found(fix=Fix(())))[0].endswith("%0AA fix is available: guidelint check --fix")
