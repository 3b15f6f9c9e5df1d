"""Files are rewritten whole or not at all, and only their text is another."""

import os
import stat
from pathlib import Path

import pytest

from guidelint.source import Source, read_source
from guidelint.writing import NotWrittenError, encoded, rewrite


@pytest.fixture
def page(tmp_path):
    """A page with a byte order mark and line ends of two characters."""
    path = tmp_path / "page.md"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb")
    return path


def changed(path, text):
    before = read_source(path, "page.md")
    return before, Source("page.md", text, before.bom)


def test_what_is_read_is_what_is_written(page):
    assert encoded(read_source(page, "page.md")) == page.read_bytes()


def test_the_mark_the_mode_and_the_owner_stay(page):
    page.chmod(0o640)
    owner = page.stat().st_uid, page.stat().st_gid
    rewrite(page, *changed(page, "c\r\n"))
    assert page.read_bytes() == b"\xef\xbb\xbfc\r\n"
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert (page.stat().st_uid, page.stat().st_gid) == owner
    assert [path.name for path in page.parent.iterdir()] == ["page.md"]


def test_a_symbolic_link_stays_one(page):
    link = page.parent / "link.md"
    link.symlink_to("page.md")
    rewrite(link, *changed(link, "c"))
    assert link.is_symlink()
    assert page.read_bytes() == b"\xef\xbb\xbfc"


def test_a_file_that_has_changed_is_left_alone(page):
    texts = changed(page, "c")
    page.write_bytes(b"new")
    with pytest.raises(NotWrittenError, match="changed since"):
        rewrite(page, *texts)
    assert page.read_bytes() == b"new"


def test_a_read_only_file_is_left_alone(page):
    page.chmod(0o444)
    with pytest.raises(NotWrittenError, match="read-only"):
        rewrite(page, *changed(page, "c"))
    assert page.read_bytes() == b"\xef\xbb\xbfa\r\nb"


def test_a_file_that_is_gone_is_said(page):
    texts = changed(page, "c")
    page.unlink()
    with pytest.raises(NotWrittenError):
        rewrite(page, *texts)
    assert list(page.parent.iterdir()) == []


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_nothing_is_left_behind_when_a_step_fails(page, monkeypatch, step):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(NotWrittenError, match="No space left"):
        rewrite(page, *changed(page, "c"))
    assert [path.name for path in page.parent.iterdir()] == ["page.md"]
    assert page.read_bytes() == b"\xef\xbb\xbfa\r\nb"
