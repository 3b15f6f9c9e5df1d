"""Formats are imported when a report is made in them, not before."""

import subprocess
import sys
from pathlib import PurePath

import pytest

from guidelint.report.formats import FORMATS, document, format_of
from guidelint.report.model import Report

OTHERS = ("html", "sarif", "junit", "markdown", "gitlab", "github", "jsonl")
HEAVY = ("jinja2", "aiohttp", "rich", "xml.etree.ElementTree", "wcwidth")
PROGRAM = """
import sys
from guidelint.cli.main import main
status = main(sys.argv[1:])
print(*sys.modules, sep="\\n", file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.sarif", "sarif"), ("a.SARIF.JSON", "sarif"), ("a.json", "json"), ("a.jsonl", "jsonl"),
        ("gl-code-quality-report.json", "gitlab"), ("a.xml", "junit"), ("a.md", "markdown"),
        ("a.htm", "html"), ("a.txt", "text"), ("a", None), (".json/a", None),
    ],
)  # fmt: skip
def test_the_ending_tells_the_format(name, expected):
    assert format_of(PurePath(name)) == expected


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_without_findings_has_every_format(name):
    text = document(name, Report((), files=2))
    assert text == "" or text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", ["text", "concise", "json"])
def test_a_plain_report_imports_nothing_else(name, tmp_path):
    (tmp_path / "a.md").write_text("# T\n\nCafé – [x](none.md)\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "check", "--offline", "--output-format", name, "a.md"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    modules = set(done.stderr.splitlines())
    assert done.returncode == 1
    assert "link-file" in done.stdout
    assert f"guidelint.report.{name}" in modules
    assert not modules & {f"guidelint.report.{other}" for other in OTHERS}
    assert not modules & set(HEAVY)
