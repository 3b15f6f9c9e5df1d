"""A small repository for tests of what has changed in it, and git."""

import subprocess
from pathlib import Path

from tests.conftest import REPOSITORY

HOME = "# Home\n\nSee the [tides](tides.md#low-water).\n"
TIDES = "# Tides\n\n## Low water\n\nAt six.\n"


def git(*arguments, folder=None, **more):
    assert Path(folder or Path.cwd()) != REPOSITORY
    command = ["git", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, **more).stdout


def commit(folder=None, message="a change"):
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "--message", message, folder=folder)


def write(path, text):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")


BROKEN = [("link-anchor", "docs/index.md", 3)]
