"""Look at a work tree as if it did not have the files that git does not know."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.hiding import Hidden

if TYPE_CHECKING:
    from guidelint.changes.git import Listing


def without(listing: Listing, ignored: Collection[str], top: Path, folder: Path) -> Hidden | None:
    """Return what to hide of the work tree at `top` for a run in `folder` that is about the index.

    That is what is unknown in the `listing`, which has directories as a whole, but not the files that git has
    `ignored` in these. Returns None where something would be hidden that has to be seen, which is what is
    staged, the working directory `folder` and what the program consists of, and where names cannot be told
    apart by their letters.
    """
    if os.name == "nt" or os.path.lexists(top / ".GIT"):
        return None
    kept = _with_folders(ignored)
    try:
        paths = frozenset(path for name in listing.unknown for path in _below(top, name, kept))
    except OSError:
        return None
    if not paths.isdisjoint(_with_folders(entry.path for entry in listing.staged)):
        return None  # it is behind a link
    hidden = Hidden(f"{top}/{path}" for path in paths)
    return None if any(map(hidden.covers, _needed(folder))) else hidden


def _below(top: Path, name: str, kept: Collection[str]) -> Iterator[str]:
    """Yield `name`, a directory with ``/`` at its end, or if there is something `kept` in it, what is not."""
    path = name.rstrip("/")
    if path not in kept:
        yield path
    elif name.endswith("/"):
        with os.scandir(top / path) as found:
            entries = list(found)
        for entry in entries:
            end = "/" if entry.is_dir(follow_symlinks=False) else ""
            yield from _below(top, f"{name}{entry.name}{end}", kept)


def _with_folders(paths: Iterable[str]) -> set[str]:
    """Return `paths` with all directories above them."""
    found = set[str]()
    for path in paths:
        above = path
        while above and above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    return found


def _needed(folder: Path) -> Iterator[str]:
    yield from (str(folder / place) for place in ("", *sys.path))
