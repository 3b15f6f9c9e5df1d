"""A defect in guidelint as a report that can be pasted into a bug tracker."""

from __future__ import annotations

import os
import platform
import re
import sys
import traceback
from collections.abc import Sequence

import click

from guidelint import __version__
from guidelint.links.environment import PREFIX, SHORTEST

CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")


def _without_secrets(text: str) -> str:
    """Hide the values of the variables that hold tokens, and the path of the home directory."""
    for name, value in os.environ.items():
        if name.startswith(PREFIX) and len(value) >= SHORTEST:
            text = text.replace(value, "***")
    home = os.path.expanduser("~")  # noqa: PTH111 - `Path.home` raises where there is none
    return text.replace(home, "~") if len(home) > 1 else text


def show_crash(arguments: Sequence[str], trace: str | None = None, where: str | None = None) -> None:
    """Write the report to standard error: versions, the command, where it happened, the traceback.

    Without `trace` the exception being handled is taken. Credentials in URLs and the path of the
    home directory are left out.
    """
    lines = [
        "guidelint ran into a defect of its own. Please report it with everything between the lines:",
        "-" * 72,
        f"guidelint {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"command: guidelint {' '.join(arguments)}",
        *([f"where: {where}"] if where else []),
        (trace or traceback.format_exc()).rstrip(),
        "-" * 72,
    ]
    text = _without_secrets(CREDENTIALS.sub("***@", "\n".join(lines)))
    stream = sys.stderr
    encoding = stream.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), file=stream)
