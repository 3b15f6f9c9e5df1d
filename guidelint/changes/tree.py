"""Write a tree of a repository into a directory, byte for byte, for a check to read.

Nothing of the user's checkout is touched, no filter runs, and no file is written outside of the
directory, whatever the names in the tree. Pictures and the like are written empty: only that they
are there matters.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from guidelint.changes.git import SUBMODULE, SYMLINK, Entry, GitError, Repository, submodule
from guidelint.disk import digest
from guidelint.source import DEFAULT_MAX_BYTES

BINARY = frozenset(
    {
        *("png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp", "tif", "tiff", "psd"),
        *("mp3", "mp4", "webm", "ogg", "wav", "mov", "flac", "m4a", "avi", "mkv"),
        *("pdf", "zip", "gz", "xz", "bz2", "7z", "tar", "jar", "whl", "exe", "dll", "so"),
        *("woff", "woff2", "ttf", "otf", "eot", "sqlite", "sqlite3", "db", "bin"),
    }
)
MAX_DEPTH = 8
UNSAFE_ON_WINDOWS = frozenset('\\:*?"<>|')


class Sink:
    """Writes files and links below `folder`, and follows no link on the way to them.

    Of two entries that are one to this file system the first stays.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sound = {""}
        self._written: list[tuple[str, bytes]] = []

    @property
    def state(self) -> str:
        """A digest of the paths and the contents written so far."""
        return digest(repr(sorted(self._written)).encode()).hex()

    def directory(self, path: str) -> bool:
        """Make the directory `path`; tell whether it is one now, and no link stands on the way."""
        if path in self._sound:
            return True
        if not self.directory(path.rpartition("/")[0]):
            return False
        place = self.folder / path
        try:
            place.mkdir()
        except FileExistsError:
            if place.is_symlink() or not place.is_dir():
                return False
        except OSError as error:
            raise GitError(f"cannot make {place}: {error.strerror or error}") from error
        self._sound.add(path)
        self._written.append((path, b"/"))
        return True

    def file(self, path: str, content: bytes) -> None:
        """Write a file. Raises `GitError` where that is not possible, as on a full disk."""
        if not self.directory(path.rpartition("/")[0]):
            return
        try:
            with (self.folder / path).open("xb") as file:
                file.write(content)
        except FileExistsError:
            return
        except OSError as error:
            raise GitError(f"cannot write {self.folder / path}: {error.strerror or error}") from error
        self._written.append((path, digest(content)))

    def copy(self, path: str, original: Path) -> None:
        """Write a regular file with the content of `original`; leave out what cannot be read."""
        try:
            if original.is_symlink() or not original.is_file():
                return
            with original.open("rb") as file:
                content = file.read(DEFAULT_MAX_BYTES + 1)
        except OSError:
            return
        self.file(path, content)

    def link(self, path: str, target: str) -> None:
        """Make a symbolic link, where the system has such links."""
        if self.directory(path.rpartition("/")[0]):
            with suppress(OSError):
                (self.folder / path).symlink_to(target)
                self._written.append((path, os.fsencode(target)))


def write_tree(
    repository: Repository, entries: Sequence[Entry], sink: Sink, below: str = "", *, depth: int = 0
) -> list[str]:
    """Write `entries` to the directory `below` of `sink`, "" for its top; return warnings for the user.

    Raises `GitError` where content is missing, as in a partial clone.
    """
    warnings = list[str]()
    placed = [entry._replace(path=below + entry.path) for entry in entries if is_safe(entry.path)]
    links = _write_files(repository, placed, sink)
    for entry in placed:
        if entry.mode == SUBMODULE and sink.directory(entry.path):
            warnings += _write_submodule(repository, entry, sink, below, depth)
    for path, target in links:
        sink.link(path, target)
    return warnings


def is_safe(path: str) -> bool:
    """Tell whether a path of a tree stays inside of it and is no part of git's own."""
    parts = path.split("/")
    if os.name == "nt" and UNSAFE_ON_WINDOWS & set(path):
        return False
    return all(part not in ("", ".", "..") and part.rstrip(". ").lower() != ".git" for part in parts)


def _write_files(repository: Repository, entries: Sequence[Entry], sink: Sink) -> list[tuple[str, str]]:
    """Write the regular files of `entries`; return the links with what they say, for later."""
    places: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.mode not in (SUBMODULE, SYMLINK) and is_binary(entry.path):
            sink.file(entry.path, b"")
        elif entry.mode != SUBMODULE:
            places.setdefault(entry.object, []).append(entry)
    links = []
    for name, content in repository.blobs(places):
        for entry in places[name]:
            if content is None:
                raise missing(entry.path)
            if entry.mode == SYMLINK:
                links.append((entry.path, os.fsdecode(content)))
            else:
                sink.file(entry.path, content[: DEFAULT_MAX_BYTES + 1])
    return links


def missing(path: str) -> GitError:
    """Return what to say of a file whose content git does not have."""
    return GitError(f"{path} of that time is not in this clone; fetch it first")


def is_binary(path: str) -> bool:
    """Tell by its name that a file is no text, so that its content does not matter."""
    stem, _, suffix = path.rpartition("/")[2].rpartition(".")
    return bool(stem) and suffix.lower() in BINARY


def _write_submodule(repository: Repository, entry: Entry, sink: Sink, below: str, depth: int) -> list[str]:
    inner, place = submodule(repository, entry.path.removeprefix(below)), f"{entry.path}/"
    if inner is None:
        return []
    if depth >= MAX_DEPTH:
        return [f"the submodule {entry.path} is left out: submodules are nested too deeply"]
    if inner.commit(entry.object):
        return write_tree(inner, inner.tree(entry.object), sink, place, depth=depth + 1)
    known = f"the submodule {entry.path} does not have its earlier commit {entry.object[:10]}"
    more = write_tree(inner, inner.tree("HEAD"), sink, place, depth=depth + 1) if inner.commit("HEAD") else []
    return [f"{known}; its present files stand for those", *more]
