"""Which release of Material for MkDocs a site builds with, from the files that pin it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("requirements*.txt", "requirements/*.txt", "docs/requirements*.txt", "*.lock", "pyproject.toml")
MAX_BYTES = 4 * 1024 * 1024
PIN = re.compile(
    r"""mkdocs[-_]material(?:\[[^\]]*\])?
    (?: \s*==\s* | "\s*\n\s*version\s*=\s*" | "\s*:\s*\{[^{}]*?"version"\s*:\s*"== )
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
        for path in sorted(directory.glob(pattern)):
            try:
                if path.stat().st_size > MAX_BYTES:
                    continue
                text = path.read_text("utf-8", "replace")
            except OSError:
                continue
            versions |= {found["version"] + (found["rest"] or "") for found in PIN.finditer(text)}
    return versions.pop() if len(versions) == 1 else None
