"""Which files a translation platform writes, from its own configuration.

`crowdin.yml` names the sources and, with placeholders such as ``%two_letters_code%``, the files that the
export of every language is written to. A change in those is lost with the next export.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from guidelint import disk

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = ("crowdin.yml", "crowdin.yaml", ".crowdin.yml", ".crowdin.yaml")
PART = re.compile(r"%(\w+)%|(\*\*/?)|(\*)|(\?)|([^%*?]+|%)")
WILD = re.compile(r"\*+|%original_path%")
MAX_WILD = 6
"""How many wildcards a target may have; more would take long to match, and no real one has them."""
WHOLE_PATH = "original_path"
EXTENSION = "file_extension"


def exported_files(directory: Path) -> tuple[re.Pattern[str], ...]:
    """Return patterns for the absolute paths, with ``/``, that exports to `directory` are written to."""
    for name in FILES:
        path = directory / name
        if disk.is_file(path):
            return _patterns(path, disk.read_bytes(path))
    return ()


@lru_cache(maxsize=16)
def _patterns(path: Path, _content: bytes) -> tuple[re.Pattern[str], ...]:
    from guidelint.site.yaml import ConfigError, load_yaml  # noqa: PLC0415 - for projects on Crowdin

    try:
        data = load_yaml(path, {}).data
    except ConfigError:
        return ()
    return tuple(_pattern(path.parent, target) for target in _targets(data))


def _targets(data: Any) -> Iterator[str]:
    base = data.get("base_path", "") if isinstance(data, dict) else ""
    files = data.get("files") if isinstance(data, dict) else None
    for entry in files if isinstance(files, list) else ():
        target = entry.get("translation") if isinstance(entry, dict) else None
        if isinstance(target, str) and len(WILD.findall(target)) <= MAX_WILD:
            yield f"{base if isinstance(base, str) else ''}/{target}"


def _pattern(directory: Path, target: str) -> re.Pattern[str]:
    plain = PurePosixPath(
        directory.as_posix(), *(part for part in target.split("/") if part not in ("", "."))
    )
    return re.compile("".join(map(_part, PART.findall(str(plain)))))


def _part(found: tuple[str, str, str, str, str]) -> str:
    placeholder, folders, star, one, text = found
    if placeholder == WHOLE_PATH or folders:
        return ".*"
    if placeholder == EXTENSION:
        return r"[^/.]+"
    if placeholder or star:
        return "[^/]+"
    return "[^/]" if one else re.escape(text)


def is_exported(patterns: tuple[re.Pattern[str], ...], path: Path) -> bool:
    """Tell whether an export writes the file at `path`, which is absolute."""
    return any(pattern.fullmatch(path.as_posix()) for pattern in patterns)
