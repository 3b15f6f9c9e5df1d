"""Cache files: whatever is wrong with one, there is nothing in it."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platformdirs import user_cache_dir

from guidelint.cache import store

VALUE = ("key", {"docs/a.md": (1, b"\x00")}, None, "ö")
KIND = tuple[str, dict[str, tuple[int, bytes]], None, str]
BLOBS = (b"ebb", b"", b"flood")


def folder_with(tmp_path, value=VALUE):
    assert store.write(str(tmp_path / "cache"), "run.cache", value, BLOBS) is None
    return tmp_path / "cache"


def test_what_is_written_is_read_again(tmp_path):
    assert store.read(str(folder_with(tmp_path)), "run.cache", KIND) == (VALUE, b"ebbflood")


def test_a_new_folder_is_kept_out_of_git_and_backups(tmp_path):
    folder = folder_with(tmp_path)
    assert (folder / ".gitignore").read_text() == "*\n"
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", "CACHEDIR.TAG", "run.cache"]


def test_nobody_else_may_read_it(tmp_path):
    folder = folder_with(tmp_path)
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "run.cache").stat().st_mode & 0o077 == 0


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(store.Unusable, match="no earlier run"):
        store.read(str(tmp_path), "run.cache", KIND)


@given(st.data())
def test_a_damaged_file_is_of_no_use(tmp_path_factory, data):
    folder = folder_with(tmp_path_factory.mktemp("damaged"))
    path = folder / "run.cache"
    good = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        bit = data.draw(st.integers(0, len(good) * 8 - 1))
        good[bit // 8] ^= 1 << bit % 8
    else:
        del good[data.draw(st.integers(0, len(good) - 1)) :]
    path.write_bytes(good)
    with pytest.raises(store.Unusable):
        store.read(str(folder), "run.cache", KIND)


def sealed(payload, size=0):
    """Return a file that is sound as such, whose first `size` bytes are blobs."""
    return store.MAGIC + b"".join(number.to_bytes(4, "big") for number in (crc32(payload), size)) + payload


@given(st.binary(), st.integers(0, 20))
def test_a_forged_file_gives_what_was_asked_for_or_nothing(tmp_path_factory, payload, size):
    folder = tmp_path_factory.mktemp("forged")
    (folder / "run.cache").write_bytes(sealed(payload, size))
    with suppress(store.Unusable):
        store.read(str(folder), "run.cache", KIND)


def test_deep_nesting_is_damage(tmp_path):
    payload = b"\x91" * 100_000 + b"\xc0"
    (tmp_path / "run.cache").write_bytes(sealed(payload))
    with pytest.raises(store.Unusable, match="damaged"):
        store.read(str(tmp_path), "run.cache", object)


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_a_file_that_git_tracks_is_not_read(tmp_path):
    git(tmp_path, "init", "-q")
    folder = folder_with(tmp_path)
    assert store.read(str(folder), "run.cache", KIND)[0] == VALUE
    git(tmp_path, "add", "-f", "cache/run.cache")
    with pytest.raises(store.Unusable, match="git tracks it"):
        store.read(str(folder), "run.cache", KIND)


def test_a_link_to_a_file_that_git_tracks_is_not_read(tmp_path):
    git(tmp_path, "init", "-q")
    folder = folder_with(tmp_path)
    (tmp_path / "linked").symlink_to(folder)
    git(tmp_path, "add", "-f", "cache/run.cache")
    with pytest.raises(store.Unusable, match="git tracks it"):
        store.read(str(tmp_path / "linked"), "run.cache", KIND)


def test_what_git_cannot_tell_is_not_read(tmp_path):
    folder = folder_with(tmp_path)
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    with pytest.raises(store.Unusable, match="git tracks it"):
        store.read(str(folder), "run.cache", KIND)


def test_a_folder_that_cannot_be_written_is_only_a_reason(tmp_path):
    (tmp_path / "file").write_text("")
    assert store.write(str(tmp_path / "file" / "cache"), "run.cache", VALUE)


def test_what_is_no_plain_data_is_not_kept(tmp_path):
    folder = tmp_path / "cache"
    for value in (object(), ("plain", {"name": object()})):
        assert store.write(str(folder), "run.cache", value)
        assert {path.name for path in folder.iterdir()} == {".gitignore", "CACHEDIR.TAG"}


def test_what_is_too_large_is_not_kept(tmp_path, monkeypatch):
    folder = folder_with(tmp_path)
    before = (folder / "run.cache").read_bytes()
    monkeypatch.setattr(store, "MAX_FILE_BYTES", 1_000)
    assert store.write(str(folder), "run.cache", ("a", {"b": b"c" * 1_000})) == "it would be too large"
    assert [path.read_bytes() for path in folder.glob("*.cache")] == [before]


def test_the_oldest_files_go_first(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "MAX_FILES", 2)
    folder = folder_with(tmp_path)
    for age, name in enumerate(("c.cache", "b.cache", "a.cache")):
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (1_000 - age, 1_000 - age))
    store.prune(str(folder))
    assert [Path(path).name for path, _ in store.files(str(folder))] == ["run.cache", "c.cache"]


def test_a_cache_is_bounded_in_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "MAX_BYTES", 10)
    folder = folder_with(tmp_path)
    assert store.files(str(folder)) == []


def test_clearing_leaves_other_files(tmp_path):
    folder = folder_with(tmp_path)
    (folder / "mine.txt").write_text("")
    assert store.clear(str(folder)) == 1
    assert (folder / "mine.txt").exists()
    assert store.files(str(folder)) == []


@pytest.mark.parametrize(
    ("arguments", "folder"),
    [
        (["check", "--cache-dir", "here"], "here"),
        (["check", "--cache-dir=here"], "here"),
        (["check", "--", "--cache-dir=here"], "home/guidelint"),
        (["check"], "home/guidelint"),
    ],
)
def test_the_folder_is_the_users_unless_one_is_named(arguments, folder, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "home")
    assert store.cache_folder(arguments) == folder


def test_the_users_folder_is_where_platformdirs_has_it(monkeypatch):
    for home in ("/somewhere", ""):
        monkeypatch.setenv("XDG_CACHE_HOME", home)
        assert store.user_folder() == user_cache_dir("guidelint", appauthor=False)
