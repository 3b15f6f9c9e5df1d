"""A defect in guidelint as a report that can be pasted into a bug tracker."""

from __future__ import annotations

import os
import platform
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence

import click

from guidelint import REPOSITORY, __version__
from guidelint.report.plain import encodable, logged

CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")
IN_QUERY = re.compile(
    r"([?&;][^=&;\s]*(?:token|key|secret|pass|auth|sig)[^=&;\s]*=)[^&;\s\"']+", re.IGNORECASE
)
HEADER = re.compile(r"(\b(?:bearer|basic|token)\s+)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE)
SECRET_NAME = re.compile(r"^GUIDELINT_|TOKEN|SECRET|PASSW|CREDENTIAL|_KEY$|APIKEY|AUTH", re.IGNORECASE)
SHORTEST_SECRET = 6
HIDDEN = "***"
LINE = "-" * 72
PACKAGES = ("click", "markdown-it-py", "mdit-py-plugins", "PyYAML", "aiohttp")


def show_crash(arguments: Sequence[str], trace: str | None = None, where: str | None = None) -> None:
    """Write the report to standard error: versions, the command, where it happened, the traceback.

    Without `trace` the exception being handled is taken. Left out are the path of the home directory
    and everything that may be a secret: credentials and keys in URLs, authorisation headers, and the
    values of environment variables with telling names.
    """
    report = "\n".join(_lines(arguments, trace or traceback.format_exc(), where))
    for line in without_secrets(report, os.environ).split("\n"):
        click.echo(encodable(logged(line), sys.stderr), file=sys.stderr)


def _lines(arguments: Sequence[str], trace: str, where: str | None) -> Iterator[str]:
    yield "guidelint ran into a defect of its own. Please report it with everything between the lines:"
    yield f"{REPOSITORY}/issues"
    yield LINE
    yield f"guidelint {__version__}, Python {platform.python_version()}, {platform.platform()}"
    yield ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    yield f"command: guidelint {' '.join(arguments)}"
    if where:
        yield f"where: {where}"
    yield trace.rstrip()
    yield LINE


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - for a defect only

    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def without_secrets(text: str, environment: Mapping[str, str]) -> str:
    """Return `text` without what may be a secret, some of which `environment` knows."""
    secrets = [
        value
        for name, value in environment.items()
        if SECRET_NAME.search(name) and len(value) >= SHORTEST_SECRET
    ]
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    text = CREDENTIALS.sub(f"{HIDDEN}@", text)
    text = HEADER.sub(rf"\g<1>{HIDDEN}", IN_QUERY.sub(rf"\g<1>{HIDDEN}", text))
    home = os.path.expanduser("~")  # noqa: PTH111 - `Path.home` raises where there is none
    return text.replace(home, "~") if len(home) > 1 else text
