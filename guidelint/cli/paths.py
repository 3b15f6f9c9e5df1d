"""The paths on a command line: files that list more of them (``@FILE``), and a page from standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from guidelint import disk
from guidelint.cli.options import UsageProblem
from guidelint.cli.pages import workspace_for
from guidelint.source import DEFAULT_MAX_BYTES, UnreadableError, decode_source
from guidelint.workspace import open_text

if TYPE_CHECKING:
    from guidelint.config.settings import Settings
    from guidelint.source import Source
    from guidelint.workspace import Known, Workspace

STANDARD_INPUT = Path("-")
NAMELESS = Path("stdin.md")
LIST_MARK = "@"
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def paths_argument(command: Decorated) -> Decorated:
    """Add PATHS, in which ``@FILE`` stands for the paths that FILE lists."""
    return click.argument("paths", nargs=-1, type=click.Path(path_type=Path), callback=_expanded)(command)


def _expanded(
    _context: click.Context, _parameter: click.Parameter, paths: Sequence[Path]
) -> tuple[Path, ...]:
    return tuple(one for path in paths for one in _listed(path))


def _listed(path: Path) -> Iterator[Path]:
    """Yield the paths that ``@FILE`` lists, one a line or each before a NUL; any other path as it is."""
    name = str(path)
    if not name.startswith(LIST_MARK) or disk.lexists(path):
        yield path
        return
    try:
        text = disk.read_text(name.removeprefix(LIST_MARK), errors="surrogateescape")
    except OSError as error:
        raise UsageProblem(f'cannot read "{name}": {error.strerror or error}') from error
    names = text.split("\0") if "\0" in text else text.splitlines()
    yield from (Path(entry) for entry in names if entry.strip())


def named_workspace(
    settings: Settings,
    paths: tuple[Path, ...],
    stdin_filename: Path | None,
    *,
    fixing: bool,
    known: Known | None = None,
) -> Workspace:
    """Return the workspace for `paths`, or for the page that standard input holds if they are ``-`` alone.

    `known` is what earlier runs know. `stdin_filename` is where that page belongs; its site is found there.
    Raises `UsageProblem` for other paths beside it, for a text that is no UTF-8, and for a run that is
    `fixing`.
    """
    if STANDARD_INPUT not in paths:
        if stdin_filename:
            raise UsageProblem("--stdin-filename names the page from standard input: give - as the path")
        return workspace_for(settings, paths, known)
    if len(paths) > 1:
        raise UsageProblem("- stands for one page, from standard input; leave the other paths out")
    if fixing:
        raise UsageProblem("the page from standard input is not fixed; name its file instead")
    name = stdin_filename or NAMELESS
    return open_text(settings, name, _standard_input(name.as_posix()), Path.cwd())


def _standard_input(name: str) -> Source:
    data = sys.stdin.buffer.read(DEFAULT_MAX_BYTES + 1)
    if len(data) > DEFAULT_MAX_BYTES:
        raise UsageProblem(f"standard input is larger than the limit of {DEFAULT_MAX_BYTES:,} bytes")
    try:
        return decode_source(data, name)
    except UnreadableError as error:
        raise UsageProblem(str(error)) from error
