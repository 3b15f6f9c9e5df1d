"""`init --hook` in real git repositories, with the real pre-commit."""

import subprocess
import sys
from pathlib import Path

import pytest

from guidelint.adopt.hook import FILE_NAME, with_hook


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """An empty git repository; the working directory."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / ".cache"))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    return tmp_path


def test_the_hook_is_written_and_installed(repository, run):
    status, out, err = run("init", "--hook")
    assert (status, out) == (0, f"Wrote {FILE_NAME}.\n")
    assert "pre-commit installed at" in err
    assert (repository / FILE_NAME).read_text() == with_hook("")
    assert "pre_commit" in (repository / ".git" / "hooks" / "pre-commit").read_text()


def test_a_second_time_nothing_changes(repository, run):
    run("init", "--hook")
    status, out, _ = run("init", "--hook")
    assert (status, out) == (0, f"{FILE_NAME} names guidelint already.\n")
    assert (repository / FILE_NAME).read_text() == with_hook("")


def test_a_preview_writes_nothing(repository, run):
    status, out, _ = run("init", "--hook", "--dry-run")
    assert (status, out) == (0, with_hook(""))
    assert not (repository / FILE_NAME).exists()


def test_without_pre_commit_the_next_command_gets_it(repository, run, monkeypatch):
    monkeypatch.setattr("guidelint.cli.init_hook.PROGRAM", "no-such-pre-commit")
    status, _, err = run("init", "--hook")
    assert status == 0
    assert err.startswith("Next: pip install pre-commit && pre-commit install  #")


def test_where_pre_commit_refuses_its_reason_is_shown(repository, run):
    subprocess.run(["git", "config", "core.hooksPath", "hooks"], check=True)
    status, _, err = run("init", "--hook")
    assert status == 2
    assert "core.hooksPath" in err


def test_a_list_that_cannot_be_added_to_is_left_alone(repository, run):
    (repository / FILE_NAME).write_text("repos: []\n")
    status, _, err = run("init", "--hook")
    assert status == 2
    assert "add this by hand:\n- repo: https://" in err
    assert (repository / FILE_NAME).read_text() == "repos: []\n"


def test_a_symbolic_link_is_not_followed(repository, run):
    (repository / "elsewhere").write_text("repos:\n")
    (repository / FILE_NAME).symlink_to("elsewhere")
    assert run("init", "--hook")[0] == 2
    assert (repository / "elsewhere").read_text() == "repos:\n"


def test_outside_of_a_repository(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    status, _, err = run("init", "--hook")
    assert status == 2
    assert "no git repository" in err
