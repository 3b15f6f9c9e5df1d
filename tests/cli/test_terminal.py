"""What the output can show decides how it looks: a terminal, its width, its encoding, its habits."""

import io
import os
import subprocess
import sys

import pytest

from guidelint.cli.main import main
from guidelint.cli.output import columns_of, has_colour, has_links
from guidelint.report.formats import FORMATS
from tests.cli.terminal import run_in_terminal

LINK = "\x1b]8;;file://"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "6800"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4601"}, False),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"WT_SESSION": "1", "CI": "true"}, False),
        ({"WT_SESSION": "1", "TERM": "dumb"}, False),
        ({"WT_SESSION": "1", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_which_terminals_make_links(environment, expected):
    assert has_links(Terminal(), environment) is expected


def test_a_file_makes_no_links_and_has_no_width():
    assert not has_links(io.StringIO(), {"TERM": "xterm-kitty"})
    assert columns_of(io.StringIO(), 160) == 160


def test_colour_needs_a_terminal_that_can_do_more_than_print(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert has_colour("auto", Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert not has_colour("auto", Terminal())


def test_a_terminal_gets_colour_links_and_its_width(site):
    (site / "docs" / "wide.md").write_text("word " * 30 + "[x](none.md)\n")
    out = run_in_terminal(["check", "--offline", "docs/wide.md"], columns=50, TERM="xterm-kitty")
    assert "\x1b[31m" in out
    assert LINK in out
    [code] = [line for line in out.splitlines() if line.startswith("1 │")]
    assert len(code) <= 50


def test_a_dumb_terminal_gets_plain_lines(site):
    out = run_in_terminal(["check", "--offline", "docs"], TERM="dumb")
    assert "error front-matter-syntax (GL101)" in out
    assert "\x1b" not in out


def test_no_color_in_a_terminal(site):
    out = run_in_terminal(["check", "--offline", "docs"], TERM="xterm-kitty", NO_COLOR="1")
    assert "\x1b" not in out


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "utf-8"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_encoding_gets_something_it_can_show(site, encoding, name, monkeypatch):
    (site / "docs" / "wide.md").write_text("見出し [Straße →](keine-straße.md)\n", encoding="utf-8")
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict") for _ in range(2)]
    monkeypatch.setattr(sys, "stdout", streams[0])
    monkeypatch.setattr(sys, "stderr", streams[1])
    assert main(["check", "--offline", "--output-format", name, "docs/wide.md"]) == 1
    out, err = (stream.buffer.getvalue().decode(encoding) for stream in streams)
    assert "link-file" in out
    assert err.startswith("Material")


def test_the_c_locale(site):
    environment = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL")}
    environment |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "guidelint", "check", "--offline", "--no-cache", "docs"],
        cwd=site, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.isascii()
    assert b"3 | ---" in done.stdout
