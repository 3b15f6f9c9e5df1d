"""What a run takes for not there although it is, such as files that are no part of a commit."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

MAX_LINKS = 40
"""After how many symbolic links a path leads nowhere, as Linux has it."""


class Hidden:
    """Absolute real `paths` that do not exist for a run, nor does anything below them.

    A link to one of them leads nowhere. Where a folder leads is found out once, so this is for one run. Names
    count as they are spelled, so it is for file systems that tell upper case from lower.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._names: dict[str, set[str]] = {}
        for path in self._paths:
            folder, _, name = path.rpartition("/")
            self._names.setdefault(folder, set()).add(name)
        self._folders: dict[str, tuple[str, bool]] = {}

    def covers(self, path: str, *, follow: bool = True) -> bool:
        """Tell whether the absolute `path`, or unless not to `follow` it what it leads to, is hidden."""
        folder, _, name = path.rpartition("/")
        if name in ("", ".", ".."):
            return self._way(path)[1]
        real, is_hidden = self._folder(folder)
        place = f"{real}/{name}"
        if is_hidden or place in self._paths:
            return True
        return follow and os.path.islink(place) and self._way(place)[1]

    def real(self, path: str) -> str:
        """Return the absolute `path` without symbolic links; hidden ones are none."""
        return self._way(path)[0] or "/"

    def names(self, folder: str) -> Collection[str]:
        """Return the names that are hidden in the absolute `folder`, which is not hidden itself."""
        return self._names.get(self._folder(folder)[0], ())

    def _folder(self, folder: str) -> tuple[str, bool]:
        if folder not in self._folders:
            self._folders[folder] = self._way(folder)
        return self._folders[folder]

    def _way(self, path: str) -> tuple[str, bool]:
        """Return the real path, "" for the root, and whether the way there leads through what is hidden."""
        here, inside, is_hidden, links = "", "", False, 0
        names = path.split("/")[::-1]
        while names:
            name = names.pop()
            if name == "..":
                inside = "" if here == inside else inside
                here = here.rpartition("/")[0]
            elif name not in ("", "."):
                place = f"{here}/{name}"
                if not inside and place in self._paths:
                    inside, is_hidden = place, True
                target = None if inside else _target(place)
                if target is None:
                    here = place
                    continue
                links += 1
                if links > MAX_LINKS:
                    return os.path.realpath(path), is_hidden
                here = "" if target.startswith("/") else here
                names += target.split("/")[::-1]
        return here, is_hidden


def _target(place: str) -> str | None:
    """Return what the symbolic link at `place` says, None where there is none."""
    try:
        return os.readlink(place)
    except (OSError, ValueError):
        return None
