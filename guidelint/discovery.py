"""Which files a run is about."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from guidelint import disk
from guidelint.patterns import path_patterns
from guidelint.reach import leads_out
from guidelint.suggest import closest

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
IGNORE_FILE = ".gitignore"
SUFFIXES = tuple(MARKDOWN)
MAX_IGNORE_BYTES = 1024 * 1024
NEVER = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", ".tox", ".nox", "__pycache__"})


_Ignore: TypeAlias = "tuple[Path, GitIgnoreSpec]"


class PathError(Exception):
    """A path on the command line that does not exist."""


class Discovered(Struct, frozen=True):
    """The pages to check, absolute and sorted.

    `excluded` counts the pages that the configuration left out, `others` the files that were named
    but are no Markdown. `whole` tells that a directory was searched, not single files alone.
    """

    pages: tuple[Path, ...]
    excluded: int = 0
    others: int = 0
    whole: bool = True


def discover(paths: Sequence[Path], excludes: Callable[[Path], bool] | None = None) -> Discovered:
    """Return the Markdown files named by `paths` and found below the directories among them.

    A directory is searched as git would see it: what `.gitignore` files exclude is left out. A
    symbolic link to a directory is followed once, and never out of the repository. What is named is
    taken whatever `.gitignore` says. `excludes` tells what the configuration leaves out. Raises
    `PathError` for a path that does not exist.
    """
    found: set[Path] = set()
    others: set[Path] = set()
    whole = False
    for path in paths:
        if not disk.lexists(path):
            raise PathError(_missing(path))
        absolute = Path(os.path.normpath(Path.cwd() / path))
        if disk.is_dir(absolute):
            whole = True
            found.update(markdown_below(absolute))
        else:
            (found if absolute.suffix.lower() in MARKDOWN else others).add(absolute)
    kept = sorted(path for path in found if not (excludes and excludes(path)))
    return Discovered(tuple(kept), len(found) - len(kept), len(others), whole)


def markdown_below(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files below `folder` that no `.gitignore` excludes, each directory once.

    Where `folder` itself is excluded from its repository, only the `.gitignore` files in it count.
    """
    specs = [spec for above in _up_to_repository(folder) if (spec := _ignore_file(above))]
    if _ignored(folder, specs, directory=True):
        specs = []
    directories, linked = [(folder, specs)], deque[tuple[Path, list[_Ignore]]]()
    seen: set[tuple[int, int]] = set()
    while directories or linked:
        place, above = directories.pop() if directories else linked.popleft()
        entries = _entries(place, seen)
        own = _ignore_file(place) if any(entry.name == IGNORE_FILE for entry in entries) else None
        active = [*above, own] if own else above
        for entry in entries:
            if disk.leads_to_folder(entry):
                path = Path(entry.path)
                if entry.is_symlink() and leads_out(path):
                    continue
                if entry.name not in NEVER and not _ignored(path, active, directory=True):
                    (linked if entry.is_symlink() else directories).append((path, active))
            elif entry.name.lower().endswith(SUFFIXES):
                path = Path(entry.path)
                if path.suffix.lower() in MARKDOWN and not _ignored(path, active, directory=False):
                    yield path


def repository_top(folder: Path) -> Path | None:
    """Return the nearest directory at or above `folder` that holds `.git`, None outside a repository."""
    return next((above for above in (folder, *folder.parents) if disk.exists(above / ".git")), None)


def _entries(folder: Path, seen: set[tuple[int, int]]) -> list[os.DirEntry[str]]:
    """Return what `folder` holds; nothing when it cannot be read or has been `seen` by another path."""
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return []
        seen.add((status.st_dev, status.st_ino))
        return disk.entries(folder)
    except OSError:
        return []


def _up_to_repository(folder: Path) -> Iterable[Path]:
    top = repository_top(folder)
    if top is None:
        return []
    between = [above for above in folder.parents if above.is_relative_to(top)]
    return reversed(between)


def _ignore_file(folder: Path) -> _Ignore | None:
    try:
        data = disk.read_bytes(folder / IGNORE_FILE, MAX_IGNORE_BYTES)
    except OSError:
        return None
    return folder, path_patterns(data.decode("utf-8", "replace").splitlines())


def _ignored(path: Path, specs: Sequence[_Ignore], *, directory: bool) -> bool:
    for folder, spec in reversed(specs):
        name = path.relative_to(folder).as_posix() + ("/" if directory else "")
        verdict = spec.check_file(name).include
        if verdict is not None:
            return verdict
    return False


def _missing(path: Path) -> str:
    """Say that `path` does not exist, and what in the nearest existing directory is spelled like it."""
    message = f'the path "{path.as_posix()}" does not exist'
    existing = path
    while not disk.exists(existing) and existing != existing.parent:
        wrong, existing = existing, existing.parent
    if not disk.is_dir(existing):
        return message
    names = {name.lower(): existing / name for name in disk.names(existing)}
    near = closest(wrong.name, names)
    return f'{message} (did you mean "{names[near].as_posix()}"?)' if near else message
