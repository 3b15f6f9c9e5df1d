"""Which release of Material for MkDocs a site builds with, from the files that pin it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from guidelint import disk

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("requirements*.txt", "requirements/*.txt", "docs/requirements*.txt", "*.lock", "pyproject.toml")
MAX_BYTES = 4 * 1024 * 1024
PIN = re.compile(
    r"""mkdocs[-_]material(?:\[[^\]]{0,200}\])?
    (?: \s*==\s* | "\s*\n\s*version\s*=\s*" | "\s*:\s*\{[^{}]{0,5000}?"version"\s*:\s*"== )
    (?P<version>\d+(?:\.\d+)+)(?P<rest>\.\*)?""",
    re.VERBOSE,
)


@lru_cache(maxsize=64)
def material_version(directory: Path) -> str | None:
    """Return the release that a requirements or lock file in `directory` pins.

    None where nothing pins it or where two files disagree.
    """
    versions = set()
    for pattern in FILES:
        folder, _, name = pattern.rpartition("/")
        for path in disk.matching(directory / folder, name):
            try:
                data = disk.read_bytes(path, MAX_BYTES + 1)
            except OSError:
                continue
            if len(data) > MAX_BYTES:
                continue
            text = data.decode("utf-8", "replace")
            versions |= {found["version"] + (found["rest"] or "") for found in PIN.finditer(text)}
    return versions.pop() if len(versions) == 1 else None
