"""Where fuzz targets put files: one folder for a process, in memory where there is such a place."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from tests.sites import write_site

MEMORY = Path("/dev/shm")
PAGES = {
    "docs/index.md": "",
    "docs/tides.md": "# Tides\n\n## High water\n",
    "docs/map.svg": "<svg/>",
    "includes/words.txt": "*[HW]: High water\n",
    "README.md": "",
}


@cache
def folder() -> Path:
    """A folder of this process, gone with it."""
    made = Path(mkdtemp(prefix="guidelint-fuzz-", dir=MEMORY if MEMORY.is_dir() else None))
    atexit.register(rmtree, made, ignore_errors=True)
    return made


@cache
def site_folder() -> Path:
    """A small repository with a site."""
    made = folder() / "site"
    made.mkdir()
    (made / ".git").mkdir()
    return write_site(made, PAGES)


def file(name: str, data: bytes) -> Path:
    """A file with `data`, in the place of the last one with this name."""
    path = folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
