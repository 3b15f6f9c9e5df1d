"""The link checkers whose settings are known: the names of their files, and who reads what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from guidelint.adopt import linkchecker, linkinator, lychee, markdown_link_check

if TYPE_CHECKING:
    from guidelint.adopt.lines import Lines
    from guidelint.adopt.model import Carried

FileReader = Callable[[str, int], "Carried"]
ArgumentReader = Callable[[Sequence[str], "Lines"], "Carried"]

FILES: Mapping[str, FileReader] = {
    ".markdown-link-check.json": markdown_link_check.read,
    "markdown-link-check.json": markdown_link_check.read,
    ".mlc_config.json": markdown_link_check.read,
    "mlc_config.json": markdown_link_check.read,
    ".markdown-link-check-config.json": markdown_link_check.read,
    "markdown-link-check-config.json": markdown_link_check.read,
    ".markdown_link_check_config.json": markdown_link_check.read,
    "markdown_link_check_config.json": markdown_link_check.read,
    "lychee.toml": lychee.read,
    ".lychee.toml": lychee.read,
    ".lycheeignore": lychee.read_ignore_file,
    "linkcheckerrc": linkchecker.read,
    ".linkcheckerrc": linkchecker.read,
    "linkinator.config.json": linkinator.read,
}
FOLDERS = ("", ".github", ".github/linters", ".github/config", ".github/workflows", ".config", "config")
READERS: Mapping[str, FileReader] = {
    "markdown-link-check": markdown_link_check.read,
    "lychee": lychee.read,
    "linkchecker": linkchecker.read,
    "linkinator": linkinator.read,
}
ARGUMENTS: Mapping[str, ArgumentReader] = {
    "markdown-link-check": markdown_link_check.read_arguments,
    "lychee": lychee.read_arguments,
    "linkchecker": linkchecker.read_arguments,
    "linkinator": linkinator.read_arguments,
}
ACTIONS = {
    "github-action-markdown-link-check": "markdown-link-check",
    "lychee-action": "lychee",
    "linkinator-action": "linkinator",
}


def reader_of(path: str, tool: str | None = None) -> FileReader | None:
    """Return what reads the file `path`: by its name, else as the settings of `tool`."""
    return FILES.get(PurePosixPath(path).name) or (READERS[tool] if tool else None)
