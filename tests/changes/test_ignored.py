"""The files that git ignores."""

from pathlib import Path

import pytest

from guidelint import disk
from guidelint.changes.git import open_repository
from guidelint.changes.ignored import ignored
from tests.changes.repositories import write


@pytest.fixture
def state(site, monkeypatch):
    """The state of the ignored files of a site."""
    monkeypatch.setattr(disk, "RACY", 0)
    write(".gitignore", "made/\n*.log\n")
    return lambda: ignored(open_repository(site))


def test_they_are_told_by_their_times(state):
    write("made/a.md", "a")
    write("made/deep/b.md", "b")
    write("made/c.png", "c")
    write("docs/d.log", "d")
    before = state()
    assert before.paths == {"made/a.md", "made/deep/b.md", "made/c.png", "docs/d.log"}
    assert state() == before
    write("made/c.png", "another picture")
    assert state() == before
    write("made/deep/b.md", "c")
    assert state() != before


def test_what_has_changed_just_now_is_read(state, monkeypatch):
    monkeypatch.setattr(disk, "RACY", 10**12)
    write("made/a.md", "a")
    before = state()
    write("made/a.md", "a")
    assert state() == before
    write("made/a.md", "b")
    assert state() != before


def test_caches_and_packages_are_left_out(state):
    write("made/cache/CACHEDIR.TAG", "")
    write("made/cache/a.md", "a")
    write("made/node_modules/b.md", "b")
    Path("made/link.md").symlink_to("cache/a.md")
    assert state().paths == frozenset()
