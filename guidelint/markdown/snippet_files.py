"""The files that snippets name: where they are, and what stands in them.

Files outside the base paths are not read, symbolic links included.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint import disk
from guidelint.reach import lies_outside
from guidelint.source import Source, UnreadableError, read_source

if TYPE_CHECKING:
    from guidelint.markdown.dialect import SnippetOptions

MAX_SNIPPET_BYTES = 4 * 1024 * 1024
NETWORK_PATHS = ("//", "\\\\", "/\\", "\\/")


class _Found(Struct, frozen=True):
    """Where a file is, how reports name it, and what was asked of the disk to know."""

    path: Path | None
    shown: str
    asked: disk.Asked


class SnippetFiles:
    """The files of snippets, each looked for once. Their names in reports are relative to `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._found: dict[tuple[str, SnippetOptions], _Found] = {}

    def read(self, name: str, options: SnippetOptions) -> tuple[Path, Source] | None:
        """Return the path and the text of the file that `name` leads to, None where it cannot be read."""
        key = (name, options)
        if key not in self._found:
            self._found[key] = self._look_for(name, options)
        found = self._found[key]
        disk.remember(found.asked)
        source = _read_snippet(found.path, found.shown) if found.path is not None else None
        return (found.path, source) if found.path is not None and source is not None else None

    def _look_for(self, name: str, options: SnippetOptions) -> _Found:
        with disk.recording() as asked:
            path = _find(name, options)
            return _Found(path, _shown(path, self._root) if path is not None else "", asked)


def _find(name: str, options: SnippetOptions) -> Path | None:
    if name.startswith(NETWORK_PATHS) or "\0" in name:
        return None
    for base_name in options.base_paths:
        base = Path(base_name)
        if disk.is_file(base):
            if disk.real(base.parent / name) == disk.real(base):
                return base
            continue
        path = disk.real(base / name)
        inside = path.is_relative_to(disk.real(base))
        if disk.is_file(path) and (inside or not (options.restrict_base_path or lies_outside(path, base))):
            return path
    return None


def _shown(path: Path, root: Path) -> str:
    try:
        return Path(os.path.relpath(path, disk.real(root))).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def _read_snippet(path: Path, name: str) -> Source | None:
    """Return the text of a snippet, None where it cannot be read; unchanged files are read once."""
    try:
        status = path.stat()
        source, asked = _read_unchanged(path, name, status.st_mtime_ns, status.st_size)
    except (OSError, UnreadableError):
        return None
    disk.remember(asked)
    return source


@lru_cache(maxsize=64)
def _read_unchanged(
    path: Path,
    name: str,
    modified: int,  # noqa: ARG001 - part of the cache key
    size: int,  # noqa: ARG001 - as above
) -> tuple[Source, disk.Asked]:
    with disk.recording() as asked:
        return read_source(path, name, MAX_SNIPPET_BYTES), asked
