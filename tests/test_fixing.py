"""Fixes of whole small sites: what is mended, what the gate refuses, and that it comes to an end."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelint.checks.catalogue import load_rules
from guidelint.checks.registry import Scope, finding, finding_at, rule
from guidelint.engine import Run
from guidelint.findings import Edit, Fix, Location, Safety, Severity
from guidelint.fixes import replacement
from guidelint.inventory import take_inventory
from guidelint.mending import Mending
from guidelint.source import Span
from tests.sites import opened, read_files, write_site

RULES = load_rules(("engine", "footnotes", "markup", "site-links"))


def word_rule(name, word, text, *, severity=Severity.WARNING, **meaning):
    """A rule called `name` that finds `word` and puts `text` in its place."""

    @rule("GL598", name, severity=severity, fixable=True)
    def check(page, _site, _options):
        start = page.source.text.find(word)
        while start >= 0:
            span = Span(page.path, start, start + len(word))
            yield finding(
                page,
                span,
                f"the word {word}",
                cause=f"{page.path} {start}",
                severity=severity,
                fix=Fix((replacement(page, span, text),), **meaning),
            )
            start = page.source.text.find(word, start + len(word))

    return check


def mend(folder, files, rules=RULES, **more):
    """Write a site and fix it; returns its texts afterwards and the findings that are left."""
    workspace, plan = opened(write_site(folder, files), rules=rules)
    mending = Mending(workspace, plan, **more)
    left = mending.check().run.take()
    return read_files(folder, files), left, mending


def notes(findings):
    return [note for entry in findings for note in entry.notes if note.startswith("not fixed")]


def test_fixes_of_several_rules_on_one_line_compose(tmp_path):
    files = {
        "docs/index.md": "# Home\n\nAsk [us] (quay.md/), read [that](./quay.md/) and go.</div> </span>\n",
        "docs/quay.md": "# Quay\n",
    }
    texts, left, mending = mend(tmp_path, files)
    assert texts["docs/index.md"] == "# Home\n\nAsk [us](quay.md), read [that](quay.md) and go. \n"
    assert left == []
    assert mending.fixed >= 4


def test_a_second_run_changes_nothing(tmp_path):
    files = {"docs/index.md": "A [b] (https://example.org/) and </div> [c] (missing.md).\n"}
    first, left, _ = mend(tmp_path, files)
    assert notes(left) == [
        "not fixed: the page would have a new error: no such file: docs/missing.md (link-file)"
    ]
    again, same, mending = mend(tmp_path, first)
    assert (again, same, mending.changed, mending.fixed) == (first, left, {}, 0)


def test_all_places_of_one_cause_are_fixed_at_once_and_counted_once(tmp_path):
    files = {"docs/index.md": "[a](./b.md) [a](./b.md) [a](./b.md)\n", "docs/b.md": "# B\n"}
    texts, left, mending = mend(tmp_path, files)
    assert texts["docs/index.md"] == "[a](b.md) [a](b.md) [a](b.md)\n"
    assert (left, mending.fixed) == ([], 1)


HARMFUL = [
    ("[b](b.md)", "b", "the page would lose the link b.md"),
    ("[b](b.md)", "[b](c.md)", "the page would lose the link b.md"),
    ("# Home", "Home", "the page would lose the heading home"),
    ("[^1]: Log.", "Log.", "the page would lose the footnote-ref 1"),
    ("tail", "tail [x](c.md)", "the page would gain the link c.md"),
    ("tail", "`tail`", "the page would gain the code `tail`"),
    ("tail", "tail ", "the finding would still be there"),
    ("tail", "tail", "it changes nothing"),
    ("tail", "", None),
]


@pytest.mark.parametrize(("word", "text", "reason"), HARMFUL)
def test_the_gate_refuses_a_harmful_fix(tmp_path, word, text, reason):
    files = {
        "docs/index.md": "# Home\n\nA [b](b.md)[^1] tail\n\n[^1]: Log.\n",
        "docs/b.md": "# B\n",
        "docs/c.md": "# C\n",
    }
    texts, left, _ = mend(tmp_path, files, [*RULES, word_rule("heading-id-unpinned", word, text)])
    if reason:
        assert texts == files
        assert notes(left) == [f"not fixed: {reason}"]
        assert left[0].fix is None
    else:
        assert texts["docs/index.md"] == files["docs/index.md"].replace("tail", "")


def test_a_bad_fix_does_not_block_the_good_ones(tmp_path):
    bad = word_rule("heading-id-unpinned", "[c](c.md)", "c")
    files = {"docs/index.md": "[a] (c.md)\n\n[c](c.md) and [b] (c.md)\n\n</div>\n", "docs/c.md": "# C\n"}
    texts, left, _ = mend(tmp_path, files, [*RULES, bad])
    assert texts["docs/index.md"] == "[a](c.md)\n\n[c](c.md) and [b](c.md)\n\n"
    assert notes(left) == ["not fixed: the page would lose the link c.md"]


def test_a_fix_may_remove_what_it_declares(tmp_path):
    meant = word_rule("heading-id-unpinned", "[b](b.md)", "b", removes=(("link", "b.md"),))
    texts, left, _ = mend(tmp_path, {"docs/index.md": "[b](b.md)\n", "docs/b.md": "# B\n"}, [*RULES, meant])
    assert (texts["docs/index.md"], left) == ("b\n", [])


def test_a_fix_that_brings_another_error_is_refused(tmp_path):
    swap = word_rule("heading-id-unpinned", "ebb", "flood")
    other = word_rule("duplicate-id", "flood", "ebb", severity=Severity.ERROR)
    texts, left, _ = mend(tmp_path, {"docs/index.md": "ebb\n"}, [swap, other])
    assert texts["docs/index.md"] == "ebb\n"
    assert notes(left) == ["not fixed: the page would have a new error: the word flood (duplicate-id)"]


def test_fixes_that_undo_one_another_leave_the_page_as_it_was(tmp_path):
    swap, back = word_rule("heading-id-unpinned", "ebb", "flood"), word_rule("duplicate-id", "flood", "ebb")
    files = {"docs/index.md": "The ebb.\n", "docs/b.md": "No tide.\n"}
    texts, left, mending = mend(tmp_path, files, [swap, back])
    assert texts == files
    assert notes(left) == ["not fixed: the fixes of this page undo one another"]
    assert (mending.fixed, mending.differences) == (0, [])


def test_fixes_that_come_to_no_end_leave_the_page_as_it_was(tmp_path):
    grow = [
        word_rule("heading-id-unpinned", "ebb", "flood flood"),
        word_rule("duplicate-id", "flood flood", "ebb ebb"),
    ]
    texts, left, _ = mend(tmp_path, {"docs/index.md": "ebb\n"}, grow)
    assert texts["docs/index.md"] == "ebb\n"
    assert notes(left) == ["not fixed: the fixes of this page come to no end"]


def test_unsafe_fixes_wait_to_be_asked_for(tmp_path):
    unsafe = word_rule("heading-id-unpinned", "ebb", "low tide", safety=Safety.UNSAFE)
    files = {"docs/index.md": "ebb\n"}
    texts, [left], _ = mend(tmp_path, files, [unsafe])
    assert (texts, left.notes) == (files, ())
    texts, left, _ = mend(tmp_path, files, [unsafe], unsafe=True)
    assert (texts["docs/index.md"], left) == ("low tide\n", [])


def test_a_suppressed_finding_is_not_fixed(tmp_path):
    files = {
        "docs/index.md": "<!-- guidelint-disable-next-line link-spacing -->\n[a] (https://example.org)\n"
    }
    assert mend(tmp_path, files)[0] == files


def test_a_comment_that_silences_nothing_goes(tmp_path):
    files = {"docs/index.md": "# A\n\n<!-- guidelint-disable-next-line link-spacing -->\n\nText\n"}
    assert mend(tmp_path, files)[0]["docs/index.md"] == "# A\n\n\nText\n"


def test_only_pages_that_are_checked_are_fixed(tmp_path):
    files = {
        "docs/index.md": '# A\n\n--8<-- "notes/part.txt"\n',
        "notes/part.txt": "[a] (https://example.org)\n",
        "mkdocs.yml": "site_name: A\nmarkdown_extensions:\n  - pymdownx.snippets\n",
    }
    texts, left, _ = mend(tmp_path, files, RULES)
    assert texts == files
    assert notes(left) == ["not fixed: notes/part.txt is not among the pages that are checked"]


def test_a_fix_of_several_files_is_refused(tmp_path):
    @rule("GL598", "nav-file", severity=Severity.WARNING, scope=Scope.SITE)
    def both(_site, _options):
        places = [Location(f"docs/{name}.md", 1, 1, 1, 2) for name in ("a", "b")]
        yield finding_at(places[0], "both", cause="both", fix=Fix(tuple(Edit(place, "") for place in places)))

    files = {"docs/a.md": "a\n", "docs/b.md": "b\n"}
    texts, left, _ = mend(tmp_path, files, [both])
    assert texts == files
    assert notes(left) == ["not fixed: the fix changes several files"]


def test_a_rule_that_fails_on_the_fixed_page_is_no_reason_to_write_it(tmp_path):
    @rule("GL597", "duplicate-id", severity=Severity.ERROR)
    def fragile(page, _site, _options):
        assert "flood" not in page.source.text
        yield from ()

    files = {"docs/index.md": "ebb\n"}
    texts, left, _ = mend(tmp_path, files, [word_rule("heading-id-unpinned", "ebb", "flood"), fragile])
    assert texts == files
    assert notes(left) == ["not fixed: a rule fails on the fixed page"]


def test_a_rule_that_fails_anyway_stands_in_no_ones_way(tmp_path):
    @rule("GL597", "duplicate-id", severity=Severity.ERROR)
    def broken(_page, _site, _options):
        raise ZeroDivisionError
        yield

    files = {"docs/index.md": "ebb\n"}
    assert mend(tmp_path, files, [word_rule("heading-id-unpinned", "ebb", "flood"), broken])[0] == {
        "docs/index.md": "flood\n"
    }


def test_findings_of_other_sources_are_fixed_too(tmp_path):
    """As those about links are, which come when the network has answered."""

    @rule("GL697", "link-form", severity=Severity.WARNING, scope=Scope.LINKS, fixable=True)
    def moved(_results, _options):
        yield from ()

    workspace, plan = opened(
        write_site(tmp_path, {"docs/index.md": "[a](https://old.example)\n"}), rules=[moved]
    )
    mending = Mending(workspace, plan)
    run = mending.check().run
    place = Location("docs/index.md", 1, 5, 1, 24)
    run.findings = [moved_finding(place, "https://new.example")]
    assert mending.mend(run)
    assert (tmp_path / "docs/index.md").read_text() == "[a](https://new.example)\n"


def test_a_page_that_was_changed_in_the_meantime_is_left_alone(tmp_path):
    workspace, plan = opened(write_site(tmp_path, {"docs/index.md": "[a](https://old.example)\n"}), rules=[])
    mending = Mending(workspace, plan)
    run = mending.check().run
    (tmp_path / "docs/index.md").write_text("It has been [a](https://old.example)\n")
    run.findings = [moved_finding(Location("docs/index.md", 1, 5, 1, 24), "https://new.example")]
    assert not mending.mend(run)
    assert notes(run.findings) == ["not fixed: the file has been changed since it was read"]
    assert (tmp_path / "docs/index.md").read_text() == "It has been [a](https://old.example)\n"


def moved_finding(place, url):
    return finding_at(place, "moved", cause="moved", fix=Fix((Edit(place, url),)))


def test_many_harmful_fixes_cost_a_bounded_number_of_attempts(tmp_path, monkeypatch):
    bad = word_rule("heading-id-unpinned", "[c](c.md)", "c")
    files = {"docs/index.md": "[c](c.md) " * 300 + "\n", "docs/c.md": "# C\n"}
    workspace, plan = opened(write_site(tmp_path, files), rules=[bad])
    mending = Mending(workspace, plan)
    parsed = []
    parse = workspace.parse
    monkeypatch.setattr(workspace, "parse", lambda path, source: parsed.append(path) or parse(path, source))
    left = mending.check().run.take()
    assert len(notes(left)) == 300
    assert len(parsed) < 250
    assert read_files(tmp_path, files) == files


def test_the_texts_of_a_run_without_writing_are_those_it_would_write(tmp_path):
    files = {"docs/index.md": "[a] (https://example.org)\n</div>\n"}
    texts, left, mending = mend(tmp_path, files, write=False)
    assert (texts, left) == (files, [])
    [(before, after)] = mending.differences
    assert before.text == files["docs/index.md"]
    assert mend(tmp_path, files)[0]["docs/index.md"] == after.text


def test_a_run_keeps_its_findings_when_nothing_is_fixed(tmp_path):
    workspace, plan = opened(write_site(tmp_path, {"docs/index.md": "A\n"}), rules=[])
    run = Run(plan, frozenset())
    assert not Mending(workspace, plan).mend(run)
    assert run.findings == []


PIECES = (
    "# Tides\n",
    "## North { #north }\n",
    "[a] (b.md)",
    "[a](./b.md/)",
    "[a](b.md#b)",
    "![m] (none.svg)",
    "</div>",
    "<div>",
    "<div markdown>",
    "[^1]",
    "\n\n[^1]: Log.\n",
    "- item\n",
    "    ",
    "`",
    "```\n",
    "!!! note\n",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "](",
    "{ .x }",
    "<!-- guidelint-disable-next-line link-spacing -->\n",
    "<!-- guidelint-enable -->",
    "\u200b",
    "\\",
    "**",
    "| a | b |\n",
)
STAY = {"heading", "id", "footnote-ref", "footnote-def", "icon", "code"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_whatever_stands_on_a_page_its_fixes_do_no_harm_and_come_to_an_end(text):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_site(folder, {"docs/index.md": text, "docs/b.md": "# B\n"})
        workspace, plan = opened(folder, rules=RULES)
        mending = Mending(workspace, plan, unsafe=True)
        outcome = mending.check()
        assert not outcome.run.crashes
        for pair in mending.differences:
            pages = [workspace.parse(folder / "docs/index.md", source) for source in pair]
            before, after = (_constructs(page) for page in pages)
            assert before == after
        again = Mending(*opened(folder, rules=RULES), unsafe=True)
        again.check()
        assert again.changed == {}


def _constructs(page):
    return Counter(entry.construct for entry in take_inventory(page).entries if entry.kind in STAY)
