"""``guidelint baseline``, and ``check --baseline``."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from guidelint.cli import standings
from tests.sites import write_site

FILE = "guidelint-baseline.toml"
OLD = "# Home\n\n[a](gone.md) and [b](gone.md)\n\nA stray </div> tag.\n"
TIDES = "# Tides\n\n[c](gone.md) and [home](index.md#none)\n"


@pytest.fixture
def old(tmp_path, monkeypatch):
    """A repository whose site has three defects at five places, the working directory."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(write_site(tmp_path, {"docs/index.md": OLD, "docs/tides.md": TIDES}))
    return tmp_path


@pytest.fixture
def found(run):
    """What `check --baseline` finds (rule, path and line), and what else it says."""

    def check(*options):
        status, out, err = run("check", "--offline", "--output-format", "json", "--baseline", FILE, *options)
        places = [(entry["rule"], entry["path"], entry["line"]) for entry in json.loads(out)["findings"]]
        assert status == bool(places)
        return places, err

    return check


def baseline(run, command, *options, status=0):
    got, _, err = run("baseline", command, "--offline", *options)
    assert got == status, err
    return err


def write(path, text):
    Path(path).write_text(text, "utf-8")


def add(line):
    """Add a line to the entry of the first page's missing file."""
    text = Path(FILE).read_text("utf-8")
    head, entry, rest = text.partition('message = "no such file: docs/gone.md"\n')
    write(FILE, head + entry + line + "\n" + rest)


@pytest.mark.usefixtures("old")
class TestCheck:
    def test_an_old_site_begins_without_findings(self, run, found):
        assert "Wrote guidelint-baseline.toml: 5 findings in 2 files." in baseline(run, "create")
        places, err = found()
        assert places == []
        assert "3 in the baseline" in err

    def test_only_what_is_new_is_reported(self, run, found):
        baseline(run, "create")
        write(
            "docs/index.md", "# Home\n\nA new paragraph.\n\n" + OLD.partition("\n\n")[2] + "\n[d](lost.md)\n"
        )
        assert found()[0] == [("link-file", "docs/index.md", 9)]

    def test_a_baselined_link_leaves_its_group(self, run, found):
        baseline(run, "create")
        write("docs/tides.md", TIDES + "\n[d](gone.md)\n")
        assert found()[0] == [("link-file", "docs/tides.md", 5)]

    def test_what_is_fixed_is_said(self, run, found):
        baseline(run, "create")
        write("docs/tides.md", "# Tides\n\n[c](gone.md)\n")
        places, err = found()
        assert places == []
        assert "1 finding in guidelint-baseline.toml fixed" in err
        assert "  docs/tides.md: link-anchor: no such anchor: #none in docs/index.md\n" in err

    def test_a_run_over_other_pages_or_rules_says_nothing_is_fixed(self, run, found):
        baseline(run, "create")
        assert "fixed" not in found("docs/index.md")[1]
        assert "fixed" not in found("--only", "html-balance")[1]

    def test_an_entry_that_has_ended(self, run, found, monkeypatch):
        baseline(run, "create")
        add("until = 2030-12-31")
        monkeypatch.setattr(standings, "today", lambda: date(2030, 12, 31))
        assert found()[0] == []
        monkeypatch.setattr(standings, "today", lambda: date(2030, 12, 31) + timedelta(days=1))
        places, err = found()
        assert places == [("link-file", "docs/index.md", 3)]
        assert "1 of the entries in guidelint-baseline.toml ended" in err
        assert "docs/index.md: link-file: no such file: docs/gone.md (until 2030-12-31)" in err

    def test_what_it_covers_is_not_fixed(self, run):
        baseline(run, "create")
        write("docs/tides.md", TIDES + "\nA [map] (index.md).\n")
        run("check", "--offline", "--fix", "--baseline", FILE)
        assert "</div>" in Path("docs/index.md").read_text("utf-8")
        assert "[map](index.md)" in Path("docs/tides.md").read_text("utf-8")

    def test_no_such_baseline(self, run):
        status, _, err = run("check", "--offline", "--baseline", "none.toml")
        assert status == 2
        assert '"guidelint baseline create" writes one' in err

    def test_a_baseline_belongs_to_a_directory(self, run, monkeypatch):
        baseline(run, "create")
        monkeypatch.chdir("docs")
        status, _, err = run("check", "--offline", "--baseline", f"../{FILE}")
        assert status == 2
        assert "is for runs in the top of the repository" in err


@pytest.mark.usefixtures("old")
class TestCommands:
    def test_create_overwrites_nothing(self, run):
        baseline(run, "create")
        add('reason = "the museum moves"')
        before = Path(FILE).read_text("utf-8")
        assert "exists already" in baseline(run, "create", status=2)
        assert Path(FILE).read_text("utf-8") == before

    def test_the_file_does_not_change_when_nothing_does(self, run):
        baseline(run, "create")
        before = Path(FILE).read_text("utf-8")
        write("docs/index.md", "# Home\n\nAbove.\n\n" + OLD.partition("\n\n")[2])
        baseline(run, "update")
        baseline(run, "prune")
        assert Path(FILE).read_text("utf-8") == before

    def test_update_adds_and_takes_out_and_keeps_reasons(self, run, found):
        baseline(run, "create")
        add('until = 2099-12-31\nreason = "the museum moves"')
        write("docs/tides.md", "# Tides\n\n[x](lost.md)\n")
        assert "1 added, 2 taken out" in baseline(run, "update")
        text = Path(FILE).read_text("utf-8")
        assert 'until = 2099-12-31\nreason = "the museum moves"\n' in text
        assert "lost.md" in text
        assert "#none" not in text
        assert found()[0] == []

    def test_prune_adds_nothing(self, run, found):
        baseline(run, "create")
        write("docs/tides.md", "# Tides\n\n[x](lost.md)\n")
        assert "2 taken out" in baseline(run, "prune")
        assert found()[0] == [("link-file", "docs/tides.md", 3)]

    def test_prune_counts_down(self, run, found):
        baseline(run, "create")
        assert "count = 2" in Path(FILE).read_text("utf-8")
        write("docs/index.md", OLD.replace(" and [b](gone.md)", ""))
        assert "0 taken out" in baseline(run, "prune")
        assert "count" not in Path(FILE).read_text("utf-8").partition("version")[2]
        write("docs/index.md", OLD)
        assert found()[0] == [("link-file", "docs/index.md", 3)]

    @pytest.mark.parametrize("command", ["update", "prune"])
    def test_no_reason_is_lost(self, command, run):
        baseline(run, "create")
        add('reason = "the museum moves"')
        before = Path(FILE).read_text("utf-8")
        for page in ("docs/index.md", "docs/tides.md"):
            write(page, "# Sound\n")
        err = baseline(run, command, status=2)
        assert "nothing is written" in err
        assert "docs/index.md: link-file: no such file: docs/gone.md (the museum moves)" in err
        assert Path(FILE).read_text("utf-8") == before
        baseline(run, command, "--forget-reasons")
        assert "[[finding]]" not in Path(FILE).read_text("utf-8")

    def test_entries_of_other_pages_and_rules_stay(self, run):
        baseline(run, "create")
        before = Path(FILE).read_text("utf-8")
        for page in ("docs/index.md", "docs/tides.md"):
            write(page, "# Sound\n")
        baseline(run, "update", "--only", "heading-level")
        assert Path(FILE).read_text("utf-8") == before
        baseline(run, "update", "docs/tides.md")
        assert 'path = "docs/index.md"' in Path(FILE).read_text("utf-8")
        assert 'path = "docs/tides.md"' not in Path(FILE).read_text("utf-8")

    def test_a_suppressed_link_is_not_in_it(self, run):
        comment = "<!-- guidelint-disable-next-line link-file -- on purpose -->\n\n"
        write("docs/index.md", f"# Home\n\n{comment}[a](gone.md) and [b](gone.md)\n")
        baseline(run, "create")
        assert 'path = "docs/index.md"' not in Path(FILE).read_text("utf-8")

    def test_update_needs_a_baseline(self, run):
        for command in ("update", "prune"):
            assert "there is no baseline" in baseline(run, command, status=2)
