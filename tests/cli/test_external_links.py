"""A page whose every external link is answered: its report and its fixes are what stands in the fixture."""

import json
import shutil

import pytest

from tests.conftest import REPOSITORY
from tests.links.internet import internet, remember

FIXTURE = REPOSITORY / "fixtures" / "external-links"
HISTORY = ".cache/links.sqlite3"
PAGE = "docs/index.md"
FIXES = [
    ("http://tidal.harbour/windows", "https://tidal.harbour/windows"),
    ("http://norms.harbour/ports#list", "https://norms.harbour/ports#list"),
    ("https://norms.harbour/units", "https://norms.harbour/measures"),
    ("https://office.harbour/old-hall", "https://office.harbour/halls/new%20(east)"),
]


@pytest.fixture
def harbour(tmp_path, monkeypatch):
    """A copy of the fixture, the working directory, with its internet running and its history written."""
    folder = tmp_path / "site"
    shutil.copytree(FIXTURE, folder)
    monkeypatch.chdir(folder)
    with internet(folder, tmp_path, monkeypatch) as running:
        remember(folder / HISTORY, running.description)
        yield running


def test_the_whole_report(harbour, run):
    status, out, err = run("check", "--color", "never")
    assert out == (FIXTURE / "report.txt").read_text(encoding="utf-8")
    assert status == 1
    assert "Asking 16 hosts about 36 links" in err
    assert '"https://tidal.harbour/donate" are asked for again' in err
    assert not any("members" in url for url in harbour.asked)


def test_a_second_run_asks_only_what_it_does_not_know(harbour, run):
    run("check")
    first = len(harbour.asked)
    status, out, _ = run("check", "--output-format", "concise")
    again = harbour.asked[first:]
    assert again == []
    assert status == 1
    assert "link-dead" in out
    assert "link-domain-changed" in out


def test_without_history_nothing_is_forgiven_or_remembered(harbour, run, tmp_path):
    before = (tmp_path / "site" / HISTORY).read_bytes()
    _, out, _ = run("check", "--no-history", "--output-format", "json")
    findings = json.loads(out)["findings"]
    assert {entry["severity"] for entry in findings if entry["rule"] == "link-dead"} == {"error"}
    assert "bargain-apps" not in repr(findings)
    assert (tmp_path / "site" / HISTORY).read_bytes() == before


def test_severities_are_the_users(harbour, run, tmp_path):
    with (tmp_path / "site" / "guidelint.toml").open("a") as file:
        file.write('\n[severity]\nlink-dead = "info"\nlink-blocked = "error"\nlink-moved = "off"\n')
    _, out, _ = run("check", "--output-format", "json")
    levels = {(entry["rule"], entry["severity"]) for entry in json.loads(out)["findings"]}
    assert {("link-dead", "info"), ("link-blocked", "error")} <= levels
    assert not [rule for rule, _ in levels if rule == "link-moved"]


def test_the_fixes(harbour, run, tmp_path):
    fixed = (FIXTURE / PAGE).read_text(encoding="utf-8")
    for old, new in FIXES:
        assert f"({old})" in fixed
        fixed = fixed.replace(f"({old})", f"({new})")
    run("check", "--fix", "--unsafe-fixes")
    assert (tmp_path / "site" / PAGE).read_text(encoding="utf-8") == fixed


def test_safe_fixes_change_the_scheme_alone(harbour, run, tmp_path):
    run("check", "--fix")
    text = (tmp_path / "site" / PAGE).read_text(encoding="utf-8")
    assert "https://norms.harbour/ports#list" in text
    assert "https://norms.harbour/units" in text
