"""Whether a work tree holds what is staged, and that contents which were hashed once are known by times."""

import os
from pathlib import Path

import pytest

from guidelint import disk
from guidelint.changes import checkout
from guidelint.changes.checkout import FEW, Known, is_checked_out
from guidelint.changes.git import open_repository
from tests.changes.repositories import TIDES, git, write


def staged(site):
    return open_repository(site).listing(whole=False).staged


def test_what_is_checked_out_as_it_is_staged(site):
    write("docs/pier.png", "")
    Path("link").symlink_to("docs")
    git("add", "--all")
    assert is_checked_out(staged(site), Known(site, None))
    for change in (
        lambda: write("docs/tides.md", TIDES.replace("Low", "Lot")),
        lambda: Path("docs/pier.png").unlink(),
        lambda: (Path("link").unlink(), Path("link").symlink_to("site")),
        lambda: (Path("docs/index.md").unlink(), Path("docs/index.md").symlink_to("tides.md")),
    ):
        change()
        assert not is_checked_out(staged(site), Known(site, None))
        git("checkout", "--", ".")
        assert is_checked_out(staged(site), Known(site, None))


@pytest.fixture
def many(site, monkeypatch):
    for number in range(FEW + 1):
        write(f"docs/page-{number}.md", f"# Page {number}\n")
    git("add", "--all")
    monkeypatch.setattr(disk, "RACY", 0)
    return site


@pytest.fixture
def hashed(monkeypatch):
    """The contents that are hashed."""
    contents = []

    def name(content, like):
        contents.append(content)
        return real(content, like)

    real = checkout._name
    monkeypatch.setattr(checkout, "_name", name)
    return contents


def is_as_staged(site, folder):
    return is_checked_out(staged(site), Known(site, folder and str(folder)))


def test_it_is_not_read_again(many, hashed, tmp_path):
    assert is_as_staged(many, tmp_path / "cache")
    assert len(hashed) >= FEW
    hashed.clear()
    assert is_as_staged(many, tmp_path / "cache")
    assert hashed == []
    assert is_as_staged(many, None)
    assert len(hashed) >= FEW


def test_another_content_of_the_same_size_is_seen(many, tmp_path):
    assert is_as_staged(many, tmp_path / "cache")
    page, status = Path("docs/page-1.md"), Path("docs/page-1.md").stat()
    write(page, "# Page I\n")
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not is_as_staged(many, tmp_path / "cache")
    write(page, "# Page 1\n")
    assert is_as_staged(many, tmp_path / "cache")


def test_another_content_is_staged(many, tmp_path):
    assert is_as_staged(many, tmp_path / "cache")
    write("docs/page-1.md", "# Page I\n")
    git("add", "--all")
    write("docs/page-1.md", "# Page 1\n")
    assert not is_as_staged(many, tmp_path / "cache")


def test_what_has_changed_just_now_is_not_trusted(many, tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "RACY", 10**12)
    assert is_as_staged(many, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_damaged_record_is_no_record(many, hashed, tmp_path):
    assert is_as_staged(many, tmp_path / "cache")
    [record] = (tmp_path / "cache").glob("objects-*")
    record.write_bytes(record.read_bytes()[:-5])
    hashed.clear()
    assert is_as_staged(many, tmp_path / "cache")
    assert len(hashed) >= FEW


def test_a_record_that_git_tracks_is_no_record(many, hashed):
    assert is_as_staged(many, many / "cache")
    git("add", "--force", "cache")
    hashed.clear()
    assert is_as_staged(many, many / "cache")
    assert len(hashed) >= FEW
