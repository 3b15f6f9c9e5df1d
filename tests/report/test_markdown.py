"""The summary of a job: short enough for GitHub, and escaped."""

import pytest
from markdown_it import MarkdownIt

from guidelint.findings import Finding, Location, Related, Severity
from guidelint.report import markdown
from guidelint.report.markdown import escape, render
from guidelint.report.model import Report, Section

FOUND = Finding("link-file", "GL501", Severity.ERROR, Location("docs/a.md", 3, 2), "no such file", "c")


@pytest.mark.parametrize(
    "text",
    [
        "*a* _b_ `c` ~~d~~ **e**", "<b>bold</b> &amp; &copy;", "[a](b) ![i](j) [^1]", "# no heading",
        "- no list", "+ no list", "1. no list",
        "| a | b |", "https://a.net www.a.net a@b.net", "back\\slash\\\\",
        "$x^2$", "=====", "<!-- hidden", "@team #12 see owner/name#3",
    ],
)  # fmt: skip
def test_text_shows_as_it_is_written(text):
    reader = MarkdownIt("gfm-like", {"linkify": False})
    [_, inline, _] = reader.parse(escape(text))
    shown = "".join(child.content for child in inline.children if child.type != "html_inline")
    assert shown == text
    assert {child.type for child in inline.children} <= {"text", "text_special", "html_inline"}


def test_nobody_is_called_and_no_issue_is_named():
    assert escape("@team and #12") == "@<!-- -->team and \\#<!-- -->12"


def test_only_the_first_findings_are_listed(monkeypatch):
    monkeypatch.setattr(markdown, "MAX_FINDINGS", 2)
    text = render(Report((FOUND,) * 5, files=1))
    assert text.count("- 🔴 error 3:2") == 2
    assert "…and 3 more findings." in text
    assert "| link-file | GL501 | 🔴 error | 5 |" in text


def test_a_message_is_cut():
    long = Finding("r", "GL1", Severity.INFO, Location("a.md"), "x" * 9_000, "c")
    assert max(map(len, render(Report((long,), files=1)).splitlines())) < 700


def test_what_the_run_did_besides():
    text = render(Report((), files=3, suppressed=1200, fixed=2))
    assert "**No findings** on 3 pages." in text
    assert "1,200 suppressed." in text
    assert "2 fixed." in text


def test_related_places_and_help():
    related = (Related(Location("docs/b.md"), "here"),) * 2
    more = Finding("r", "GL1", Severity.ERROR, Location("a.md"), "m", "c", related=related, help="do this")
    assert "m (2 related places) — do this" in render(Report((more,), files=1))


def test_a_further_table():
    section = Section("Translations", ("Language", "Pages"), (("a|b", 1200),), "Two *languages*.")
    text = render(Report((), files=1, sections=(section,)))
    assert text.endswith(
        "## Translations\n\nTwo \\*languages\\*.\n\n| Language | Pages |\n| --- | --- |\n| a\\|b | 1,200 |\n"
    )


def test_without_signs_where_only_ascii_can_be_written():
    assert render(Report((FOUND,), files=1), ascii_only=True).isascii()
