"""Fixtures for tests of what has changed in a repository."""

import json

import pytest

from guidelint.cli.main import main
from tests.changes.repositories import HOME, TIDES, commit, git
from tests.sites import write_site


@pytest.fixture
def author(monkeypatch, tmp_path):
    (tmp_path / "gitconfig").write_text(
        "[user]\nname = Author\nemail = author@example.org\n[init]\ndefaultBranch = main\n"
        '[protocol "file"]\nallow = always\n[advice]\ndetachedHead = false\n'
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def site(author, tmp_path, monkeypatch):
    """A repository with a sound site in one commit; the working directory."""
    folder = write_site(tmp_path / "site", {"docs/index.md": HOME, "docs/tides.md": TIDES})
    git("init", "-q", folder=folder)
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def check(capsys):
    """Run `check`: its status, the findings as rule, path and line, and standard error."""

    def run(*options):
        status = main(["check", "--offline", "--output-format", "json", *options])
        out, err = capsys.readouterr()
        findings = json.loads(out)["findings"] if out else []
        return status, [(found["rule"], found["path"], found["line"]) for found in findings], err

    return run
