"""Whether earlier answers of the file system still hold."""

import os

import pytest

from guidelint import disk
from guidelint.cache import inputs
from guidelint.cache.codec import decode, encode


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder whose times are trusted."""
    monkeypatch.setattr(disk, "RACY", 0)
    (tmp_path / "a.md").write_text("one")
    (tmp_path / "sub").mkdir()
    return tmp_path


def ask(folder):
    with disk.recording() as asked:
        disk.read_bytes(folder / "a.md")
        disk.names(folder / "sub")
        disk.is_file(folder / "b.md")
        disk.lexists(folder / "c.md")
        disk.real(folder / "a.md")
    return asked


def test_nothing_has_changed(folder):
    assert inputs.first_change(ask(folder)) is None


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda folder: (folder / "a.md").write_text("two"), "a.md"),
        (lambda folder: (folder / "a.md").unlink(), "a.md"),
        (lambda folder: (folder / "sub" / "x").write_text(""), "sub"),
        (lambda folder: (folder / "sub").rmdir(), "sub"),
        (lambda folder: (folder / "b.md").write_text(""), "b.md"),
        (lambda folder: (folder / "c.md").symlink_to("nowhere"), "c.md"),
        (lambda folder: (folder / "sub" / "Case").write_text(""), "sub"),
    ],
)
def test_a_change_is_found_by_its_path(folder, change, name):
    asked = ask(folder)
    change(folder)
    assert inputs.first_change(asked) == str(folder / name)


def test_an_edit_of_the_same_size_with_the_same_time_is_found(folder):
    asked = ask(folder)
    status = (folder / "a.md").stat()
    (folder / "a.md").write_text("two")
    os.utime(folder / "a.md", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert inputs.first_change(asked) == str(folder / "a.md")


def test_an_edit_within_the_grain_of_the_clock_is_found(folder, monkeypatch):
    monkeypatch.setattr(disk, "RACY", 2_000_000_000)
    asked = ask(folder)
    (folder / "a.md").write_text("two")
    assert asked.files[str(folder / "a.md")][0] == disk.UNTRUSTED
    assert inputs.first_change(asked) == str(folder / "a.md")


def test_the_same_content_with_other_times_is_no_change_and_is_trusted_from_then_on(folder):
    asked = ask(folder)
    os.utime(folder / "a.md", (1, 1))
    before = asked.files[str(folder / "a.md")]
    assert inputs.first_change(asked) is None
    assert asked.files[str(folder / "a.md")] != before
    assert asked.files[str(folder / "a.md")][0][0] == 1_000_000_000


def test_what_could_not_be_read_is_still_not_there(folder):
    with disk.recording() as asked, pytest.raises(FileNotFoundError):
        disk.read_bytes(folder / "gone.md")
    assert inputs.first_change(asked) is None
    (folder / "gone.md").write_text("")
    assert inputs.first_change(asked) == str(folder / "gone.md")


def test_the_same_content_behind_a_link_out_of_the_repository_is_a_change(folder, tmp_path_factory):
    (folder / ".git").mkdir()
    asked = ask(folder)
    outside = tmp_path_factory.mktemp("outside") / "a.md"
    (folder / "a.md").rename(outside)
    (folder / "a.md").symlink_to(outside)
    assert inputs.first_change(asked) == str(folder / "a.md")


def test_a_link_that_leads_elsewhere_is_a_change(folder):
    (folder / "d.md").write_text("one")
    (folder / "link").symlink_to(folder / "a.md")
    with disk.recording() as asked:
        disk.real(folder / "link")
    (folder / "link").unlink()
    (folder / "link").symlink_to(folder / "d.md")
    assert inputs.first_change(asked) == str(folder / "link")


def test_questions_and_back(folder):
    asked = ask(folder)
    assert decode(encode(asked), disk.Asked) == asked
