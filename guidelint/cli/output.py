"""Where output goes, and what it can show."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

import click

from guidelint.cli.options import UsageProblem
from guidelint.reach import REFUSAL, leads_out
from guidelint.report.plain import encodable, logged
from guidelint.writing import write_whole

STREAMS = ("/dev", "/proc")

FIRST_VTE_WITH_LINKS = 5000
TERMINALS_WITH_LINKS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby"})
TERMS_WITH_LINKS = ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm", "contour")


def has_colour(choice: str, stream: IO[str]) -> bool:
    """Tell whether `stream` gets colour: as `choice` says, else NO_COLOR, FORCE_COLOR, a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def columns_of(stream: IO[str], default: int) -> int:
    """Return the width of the terminal that `stream` is, at most `default`; that for anything else."""
    if not stream.isatty():
        return default
    from shutil import get_terminal_size  # noqa: PLC0415 - it loads three ways of compression

    return min(get_terminal_size((default, 24)).columns, default)


def has_links(stream: IO[str], environment: Mapping[str, str]) -> bool:
    """Tell whether `stream` is a terminal that makes links of text (OSC 8), as far as `environment` tells."""
    if forced := environment.get("FORCE_HYPERLINK"):
        return forced != "0"
    if not stream.isatty() or environment.get("CI") or environment.get("TERM") == "dumb":
        return False
    return (
        environment.get("TERM_PROGRAM") in TERMINALS_WITH_LINKS
        or environment.get("TERM", "").startswith(TERMS_WITH_LINKS)
        or any(environment.get(name) for name in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM"))
        or _number(environment.get("VTE_VERSION")) >= FIRST_VTE_WITH_LINKS
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def write_lines(lines: Iterable[str], stream: IO[str], *, colour: bool) -> None:
    """Write `lines`, which may hold colour, to `stream`."""
    shown = list(lines)
    if shown:
        text = encodable("\n".join(shown), stream)
        click.echo(text if colour else click.unstyle(text), file=stream, color=colour)


def write_file(path: Path, text: str) -> None:
    """Write a report to `path`, whole or not at all; a path that cannot be written is a usage error.

    A symbolic link may lead to another file of the repository, or name a stream such as /dev/stdout.
    """
    is_stream = path.parent.as_posix().startswith(STREAMS)
    if not is_stream and leads_out(path):
        raise UsageProblem(f'cannot write "{path}": it {REFUSAL}')
    try:
        write_whole(path, text.encode("utf-8", "backslashreplace"), in_place=is_stream)
    except OSError as error:
        raise UsageProblem(f'cannot write "{path}": {error.strerror or error}') from error


def note(text: str, *, quiet: bool = False) -> None:
    """Write a line for people to standard error; what it quotes from a page does nothing there."""
    if not quiet:
        click.echo(encodable(logged(text), sys.stderr), err=True)
