"""How far guidelint reaches: the files of the repository at hand, and no others.

A change from a stranger can bring a symbolic link to the home directory, or a site configuration
whose docs directory is ``/``; a report would then quote what stands there. What leads out of its
repository is therefore not read, unless it lies in a directory that the environment variable
``GUIDELINT_ALLOW_PATHS`` names: a change to the repository cannot set that.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

VARIABLE = "GUIDELINT_ALLOW_PATHS"
REFUSAL = f"leads out of the repository (the variable {VARIABLE} names directories that may be read too)"
SITES = ("mkdocs.yml", "mkdocs.yaml", "zensical.toml", "guidelint.toml")


def leads_out(path: str | Path) -> bool:
    """Tell whether symbolic links lead `path` out of the repository that it lies in."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - `..` goes away without the disk being asked
    folder, here = os.path.dirname(absolute), os.getcwd()  # noqa: PTH109, PTH120 - called for every page
    top = _boundary(folder, here)
    if not os.path.islink(absolute) and _is_folder_inside(folder, top):  # noqa: PTH114 - as above
        return False
    return not _may_be_read(absolute, top)


def lies_outside(path: Path, anchor: Path) -> bool:
    """Tell whether `path`, which something in the directory `anchor` names, is outside of its repository."""
    top = _boundary(os.path.abspath(anchor), os.getcwd())  # noqa: PTH100, PTH109 - as above
    return not _may_be_read(os.path.abspath(path), top)  # noqa: PTH100 - as above


@lru_cache(maxsize=4096)
def _boundary(folder: str, here: str) -> str:
    """Return the real path of the repository of `folder`.

    Outside of every repository it is the working directory `here` where that is above, else the
    nearest directory with a configuration, else `folder`.
    """
    above = (Path(folder), *Path(folder).parents)
    top = next((place for place in above if (place / ".git").exists()), None)
    if top is None and Path(here) in above:
        top = Path(here)
    if top is None:
        top = next((place for place in above if any((place / name).exists() for name in SITES)), above[0])
    return os.path.realpath(top)


@lru_cache(maxsize=4096)
def _is_folder_inside(folder: str, top: str) -> bool:
    try:
        return _is_below(os.path.realpath(folder), top)
    except ValueError:  # a name that no folder can have
        return True


def _may_be_read(path: str, top: str) -> bool:
    try:
        real = os.path.realpath(path)
    except ValueError:  # a name that no file can have
        return True
    return _is_below(real, top) or any(_is_below(real, os.path.realpath(one)) for one in _allowed())


def _allowed() -> list[str]:
    return [one for one in os.environ.get(VARIABLE, "").split(os.pathsep) if one]


def _is_below(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)
