"""Where output goes, and whether it has colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import click

from guidelint.cli.options import UsageProblem
from guidelint.report.plain import encodable


def has_colour(choice: str, stream: IO[str]) -> bool:
    """Tell whether `stream` gets colour: as `choice` says, else NO_COLOR, FORCE_COLOR, a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def write_lines(lines: Iterable[str], stream: IO[str], *, colour: bool) -> None:
    """Write `lines`, which may hold colour, to `stream`."""
    for line in lines:
        text = encodable(line, stream)
        click.echo(text if colour else click.unstyle(text), file=stream, color=colour)


def write_file(path: Path, text: str) -> None:
    """Write a report to `path`; a path that cannot be written is a usage error."""
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UsageProblem(f'cannot write "{path}": {error.strerror or error}') from error


def note(text: str, *, quiet: bool = False) -> None:
    """Write a line for people to standard error."""
    if not quiet:
        click.echo(encodable(text, sys.stderr), err=True)
