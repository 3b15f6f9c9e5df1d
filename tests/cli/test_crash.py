"""A defect leaves with 3 and a report that can be pasted, without secrets and without side effects."""

import os
from pathlib import Path

import pytest

from guidelint.cli import crash, inspect
from guidelint.cli.crash import show_crash, without_secrets


def report_of(capsys, arguments=(), trace="Traceback:\n  boom", where=None):
    show_crash(arguments, trace, where)
    return capsys.readouterr().err


def test_the_whole_report(capsys, monkeypatch):
    monkeypatch.setattr(crash, "PACKAGES", ("click", "no-such-package"))
    lines = report_of(capsys, ["check", "docs"], where="link-anchor on docs/a.md").splitlines()
    assert lines[0].startswith("guidelint ran into a defect of its own. Please report it")
    assert lines[1].endswith("/issues")
    assert lines[3].startswith("guidelint 0.1.0, Python 3.")
    assert lines[4].startswith("click ")
    assert lines[4].endswith(", no-such-package missing")
    assert lines[5:] == [
        "command: guidelint check docs",
        "where: link-anchor on docs/a.md",
        "Traceback:",
        "  boom",
        "-" * 72,
    ]


def test_a_command_that_fails_leaves_with_3(site, run, monkeypatch):
    def broken(*_arguments):
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(inspect, "settings_from", broken)
    status, out, err = run("inspect", "docs")
    assert (status, out) == (3, "")
    assert "command: guidelint inspect docs" in err
    assert "ZeroDivisionError: boom" in err


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://me:secret@a.net/x", "https://***@a.net/x"),
        ("GET https://a.net/?q=1&api_key=abc123&x=2", "GET https://a.net/?q=1&api_key=***&x=2"),
        ("https://a.net/?X-Amz-Signature=0af", "https://a.net/?X-Amz-Signature=***"),
        ("{'Authorization': 'Bearer abcdefgh12345678'}", "{'Authorization': 'Bearer ***'}"),
        ("ghp_0123456789 was sent", "*** was sent"),
        ("the word short stays", "the word short stays"),
        ("/plain/value stays", "/plain/value stays"),
    ],
)
def test_secrets_are_left_out(text, shown):
    environment = {"GITHUB_TOKEN": "ghp_0123456789", "A_TOKEN": "short", "EDITOR": "/plain/value"}
    assert without_secrets(text, environment) == shown


def test_the_home_directory_is_left_out(capsys):
    assert f"{Path.home()}{os.sep}" not in report_of(capsys, [f"{Path.home()}/docs"])


def test_what_a_page_says_does_nothing_in_the_report(capsys):
    err = report_of(capsys, trace="ValueError: \x1b[2J\u202e ##[error]x\n::error::boom")
    assert "\\x1b[2J\\u202e ##\\[error]x" in err
    assert "\x1b" not in err
    assert not any(line.lstrip().startswith("::") for line in err.splitlines())


def test_what_a_configuration_says_does_nothing_in_a_message(site, run):
    (site / "guidelint.toml").write_text('"\\u001b[2J##[error]" = 1\n')
    status, _, err = run("check", "--offline")
    assert status == 2
    assert "##\\[error]" in err
    assert "\x1b" not in err


def test_nor_does_the_name_of_a_site_configuration(site, run):
    folder = site / "\x1b[31m"
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system has no such names")
    (folder / "mkdocs.yml").write_text("site_name: [\n")
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n")
    status, _, err = run("check", "--offline", ".")
    assert status == 2
    assert "error: \\x1b[31m/mkdocs.yml:" in err
    assert "\x1b" not in err
