"""The files that git ignores, which are no part of any change.

What is made from them, such as included pages, is the same before and after it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from guidelint.changes.tree import Sink, is_binary
from guidelint.discovery import NEVER
from guidelint.disk import UNTRUSTED, digest, signature_of
from guidelint.source import DEFAULT_MAX_BYTES

if TYPE_CHECKING:
    from guidelint.changes.git import Repository

MAX_FILES = 20_000
CACHE = "CACHEDIR.TAG"
"""The name of a file that marks a directory which some tool may write anew at any time."""


class Ignored(NamedTuple):
    """The `paths` of such files, up to `MAX_FILES`, and a name for the `state` that they are in."""

    paths: frozenset[str]
    state: str


def ignored(repository: Repository) -> Ignored:
    """Return the files that git ignores in the work tree of `repository`.

    Other times of a file are another state, because texts are not read for it, but for those that have
    changed just now.
    """
    found = {path: _state(path, f"{repository.top}/{path}") for path in islice(_files(repository), MAX_FILES)}
    kept = {path: state for path, state in found.items() if state is not None}
    return Ignored(frozenset(kept), digest(repr(sorted(kept.items())).encode()).hex())


def share(repository: Repository, paths: frozenset[str], sink: Sink) -> None:
    """Let the ignored files at `paths` be part of the tree in `sink` too."""
    for path in sorted(paths):
        if os.path.lexists(sink.folder / path):
            continue
        if is_binary(path):
            sink.file(path, b"")
        else:
            sink.copy(path, repository.top / path)


def _state(path: str, place: str) -> object:
    """Return what tells one state of a file from another, None for what is no file."""
    if is_binary(path):
        return ""
    try:
        status = os.lstat(place)
        if not stat.S_ISREG(status.st_mode):
            return None
        signature = signature_of(status)
        if signature != UNTRUSTED:
            return signature
        with Path(place).open("rb") as file:
            return digest(file.read(DEFAULT_MAX_BYTES + 1))
    except OSError:
        return None


def _files(repository: Repository) -> Iterator[str]:
    for name in repository.ignored():
        if NEVER & set(name.split("/")):
            continue
        if name.endswith("/"):
            yield from _below(f"{repository.top}/{name}", name)
        else:
            yield name


def _below(folder: str, name: str) -> Iterator[str]:
    """Yield the files in `folder` as paths that begin with `name`, through no links."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    if any(entry.name == CACHE for entry in entries):
        return
    folders = {entry.name for entry in entries if entry.is_dir()}
    yield from (name + entry.name for entry in entries if entry.name not in folders)
    for entry in entries:
        if entry.name in folders and entry.name not in NEVER and not entry.is_symlink():
            yield from _below(entry.path, f"{name}{entry.name}/")
