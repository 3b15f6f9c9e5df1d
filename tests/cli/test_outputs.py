"""Several reports of one run, and what is never overwritten."""

import json
import sys

import pytest

FORMATS = ["text", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "markdown"]


def test_one_run_feeds_all(site, run):
    status, out, _ = run(
        "check", "--offline", "--output", "sarif=out.sarif", "--output", "markdown=summary.md",
        "--output", "github=-",
    )  # fmt: skip
    assert status == 1
    assert out.startswith("docs/broken.md:3:1 error")
    assert out.splitlines()[-1].startswith("::error file=docs/broken.md,line=3,")
    assert json.loads((site / "out.sarif").read_text())["version"] == "2.1.0"
    assert "# guidelint" in (site / "summary.md").read_text()


def test_the_ending_tells_the_format_and_the_file_takes_the_place_of_standard_output(site, run):
    assert run("check", "--offline", "--output", "out.sarif", "--output", "out.xml")[:2] == (1, "")
    assert json.loads((site / "out.sarif").read_text())["version"] == "2.1.0"
    assert (site / "out.xml").read_text().startswith("<?xml")


def test_the_format_that_is_named_counts_more_than_the_ending(site, run):
    assert run("check", "--offline", "--output-format", "json", "--output", "out.txt")[:2] == (1, "")
    assert json.loads((site / "out.txt").read_text())["version"] == 1


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_prints_to_standard_output_what_it_writes_to_a_file(site, run, name):
    _, out, _ = run("check", "--offline", "--output-format", name)
    run("check", "--offline", "--output-format", name, "--output", "report")
    written = (site / "report").read_text(encoding="utf-8")
    seconds = ("seconds", "time=")
    assert [line for line in out.splitlines() if not any(word in line for word in seconds)] == [
        line for line in written.splitlines() if not any(word in line for word in seconds)
    ]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--output", "docs/index.md"], '"docs/index.md" is not overwritten'),
        (["--output", "json=mkdocs.yml"], '"mkdocs.yml" is not overwritten'),
        (["--output", "json=guidelint.toml"], '"guidelint.toml" is not overwritten'),
        (["--output", "NOTES.md"], '"NOTES.md" is not overwritten: it is no report of guidelint'),
        (["--output", "link.txt"], '"link.txt" is not overwritten'),
        (["--output", "docs"], "it is a directory"),
        (["--output", "none/a.json"], 'there is no directory "none"'),
        (["--output", "sarfi=a"], 'no format is called "sarfi" (did you mean "sarif"?)'),
        (["--output", "a.json", "--output", "json=./a.json"], 'two reports would be written to "a.json"'),
        (["--output-format", "json", "--output", "a", "--output", "b"], "--output FORMAT=FILE"),
        (["--output-format", "jsno"], '(did you mean "json"?)'),
        (["--diff", "--output", "a.json"], "--diff prints a diff"),
    ],
)
def test_what_is_refused_before_anything_is_checked(site, run, arguments, complaint):
    (site / "guidelint.toml").write_text('preset = "mkdocs-material"\n')
    (site / "NOTES.md").write_text("# My notes\n")
    (site / "link.txt").symlink_to("docs/broken.md")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    status, out, err = run("check", "--offline", "docs", *arguments)
    assert (status, out) == (2, "")
    assert complaint in err
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_former_report_is_replaced(site, run):
    for _ in range(2):
        assert run("check", "--offline", "--output", "report.md", "--output", "a.json", "docs")[0] == 1
    (site / "empty.md").touch()
    assert run("check", "--offline", "--output", "empty.md", "docs")[0] == 1


def test_html_without_its_package_is_refused_before_anything_is_checked(site, run, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    status, out, err = run("check", "--offline", "--output", "report.html")
    assert (status, out) == (2, "")
    assert 'pip install "guidelint[html]"' in err
    assert run("check", "--offline", "--output", "report.json")[0] == 1
