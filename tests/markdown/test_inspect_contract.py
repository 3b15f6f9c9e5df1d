"""What scripts rely on: `guidelint inspect --output-format json`, version 1."""

import json

import pytest

from guidelint.cli.main import main
from tests.sites import EXAMPLE_SITE, write_site

INCLUDED = "See [the moon](moon.md).\n"
PAGE = """\
---
title: Tides
---

# Tides { #tides }

[Ebb](ebb.md?a=1&amp;b=2){ .button .wide } and <a href="flood.md" id="flood">flood</a>.[^low]
![pier](pier.png) :material-anchor: [lost][label] [^gone]

<video src="tide.mp4"></video>

--8<-- "inc/moon.md"

[^low]: At springs.
"""
FACTS = [
    {"kind": "heading", "target": "tides", "line": 5, "column": 1, "level": 1, "text": "Tides"},
    {
        "kind": "link", "target": "ebb.md?a=1&b=2", "line": 7, "column": 1, "text": "Ebb",
        "classes": ["button", "wide"],
    },
    {"kind": "link", "target": "flood.md", "line": 7, "column": 48, "text": "flood"},
    {"kind": "id", "target": "flood", "line": 7, "column": 71},
    {"kind": "footnote-ref", "target": "low", "line": 7, "column": 88},
    {"kind": "image", "target": "pier.png", "line": 8, "column": 1, "text": "pier"},
    {"kind": "icon", "target": "material-anchor", "line": 8, "column": 19},
    {"kind": "reference", "target": "label", "line": 8, "column": 37, "form": "link"},
    {"kind": "reference", "target": "gone", "line": 8, "column": 51, "form": "footnote"},
    {"kind": "media", "target": "tide.mp4", "line": 10, "column": 1, "tag": "video"},
    {"kind": "footnote-def", "target": "low", "line": 14, "column": 1},
    {"kind": "link", "target": "moon.md", "line": 1, "column": 5, "text": "the moon", "path": "inc/moon.md"},
]  # fmt: skip


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site with one page of every kind of fact."""
    files = {"docs/index.md": PAGE, "inc/moon.md": INCLUDED}
    monkeypatch.chdir(write_site(tmp_path, files, EXAMPLE_SITE + "  - pymdownx.snippets\n"))
    return tmp_path


def inspect(capsys, *arguments):
    status = main(["inspect", "--output-format", "json", *arguments])
    return status, json.loads(capsys.readouterr().out)


def test_every_kind_of_fact(site, capsys):
    status, report = inspect(capsys)
    assert status == 0
    assert report["version"] == 1
    [page] = report["pages"]
    assert page["path"] == "docs/index.md"
    assert page["facts"] == FACTS


def test_one_entry_for_each_page_asked_for(site, capsys):
    (site / "docs" / "empty.md").touch()
    _, report = inspect(capsys, "docs/empty.md")
    assert report["pages"] == [{"path": "docs/empty.md", "facts": []}]


def test_two_runs_print_the_same(site, capsys):
    assert inspect(capsys) == inspect(capsys)


def test_a_page_that_cannot_be_read_does_not_hide_the_others(site, capsys):
    (site / "docs" / "broken.md").write_bytes(b"\xff")
    status, report = inspect(capsys)
    assert status == 1
    assert [page["path"] for page in report["pages"]] == ["docs/index.md"]
