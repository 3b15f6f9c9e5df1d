"""The file of a baseline: readable, the same whatever the order, and refused with the line of a mistake."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.baseline.file import quoted, read_baseline, render, write_baseline
from guidelint.baseline.model import Baseline, Entry
from guidelint.config.errors import ConfigurationError

ENTRIES = (
    Entry("docs/b.md", "link-file", "0123456789abcdef", 2, "no such file: docs/gone.md"),
    Entry(
        "docs/a.md", "link-anchor", "fedcba9876543210", 1, 'no "x"', date(2030, 12, 31), "the museum moves"
    ),
)
TEXT = """\
version = 1
directory = "manual"

[[finding]]
path = "docs/a.md"
rule = "link-anchor"
message = "no \\"x\\""
fingerprint = "fedcba9876543210"
until = 2030-12-31
reason = "the museum moves"

[[finding]]
path = "docs/b.md"
rule = "link-file"
message = "no such file: docs/gone.md"
count = 2
fingerprint = "0123456789abcdef"
"""
FIRST = TEXT.partition("\n\n[[finding]]")[0] + '\n\n[[finding]]\npath = "a.md"\nrule = "link-file"\n'


def test_a_file_and_back(tmp_path):
    path = tmp_path / "folder" / "baseline.toml"
    write_baseline(path, Baseline(ENTRIES, "manual"))
    text = path.read_text("utf-8")
    assert text.partition("version")[0].startswith("# Findings that were there already")
    assert "version" + text.partition("version")[2] == TEXT
    assert read_baseline(path, "baseline.toml") == Baseline(ENTRIES[::-1], "manual")
    assert [entry.name for entry in path.parent.iterdir()] == ["baseline.toml"]


def test_the_order_of_entries_is_that_of_the_file():
    assert render(Baseline(ENTRIES)) == render(Baseline(ENTRIES[::-1]))


@given(st.text())
def test_every_text_can_be_quoted(text):
    assert tomllib.loads(f"a = {quoted(text)}")["a"] == text


def test_what_does_not_show_is_escaped():
    assert quoted("a\u202eb\x1b[31m\u200b\x7f") == '"a\\u202Eb\\u001b[31m\\u200B\\u007F"'
    assert quoted("\ud800") == '"\ufffd"'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("version = 2\n", "b.toml:1: this guidelint knows baselines of version 1 only"),
        ("", "b.toml:1: this guidelint knows"),
        ("version = 1\nfindings = []\n", 'b.toml:2: unknown key "findings" (did you mean "finding"?)'),
        ("<<<<<<< ours\nversion = 1\n", "b.toml:1: not valid TOML"),
        (FIRST + 'fingerprint = "12"\n', 'b.toml:7: "fingerprint" must be 16 hexadecimal digits'),
        (FIRST + 'fingerprint = "0123456789abcdef"\ncount = 0\n', 'b.toml:8: "count" must be a whole number'),
        (FIRST + 'fingerprint = "0123456789abcdef"\ncount = true\n', 'b.toml:8: "count" must be'),
        (FIRST + 'fingerprint = "0123456789abcdef"\nuntil = "soon"\n', 'b.toml:8: "until" must be a day'),
        (FIRST + 'fingerprint = "0123456789abcdef"\nreson = "x"\n', 'b.toml:8: unknown key "reson"'),
        (TEXT.replace('rule = "link-anchor"\n', ""), 'b.toml:4: "rule" is missing'),
        (TEXT + TEXT.partition("\n\n")[2], "docs/a.md has an entry with this fingerprint already"),
    ],
)
def test_mistakes_are_named_with_their_line(text, complaint, tmp_path):
    (tmp_path / "b.toml").write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        read_baseline(tmp_path / "b.toml", "b.toml")
    assert complaint in str(caught.value)


def test_a_file_that_is_no_text(tmp_path):
    (tmp_path / "b.toml").write_bytes(b"version = 1 # \xff\n")
    with pytest.raises(ConfigurationError, match=r"b\.toml: not UTF-8"):
        read_baseline(tmp_path / "b.toml", "b.toml")
