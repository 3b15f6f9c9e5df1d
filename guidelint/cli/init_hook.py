"""``guidelint init --hook``: have git check what is committed, by pre-commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from guidelint.adopt.hook import FILE_NAME, HookError, entry, has_hook, with_hook
from guidelint.cli.next_step import line
from guidelint.cli.options import UsageProblem
from guidelint.cli.output import note, write_lines
from guidelint.cli.status import OK, USAGE
from guidelint.discovery import repository_top

PROGRAM = "pre-commit"


def add_hook(folder: Path, *, preview: bool) -> int:
    """Name guidelint in the configuration of pre-commit of the repository around `folder`, and install it.

    With `preview` the configuration is printed and nothing changes. Returns the exit status.
    """
    top = repository_top(folder)
    if top is None:
        raise UsageProblem("there is no git repository here that a hook could belong to")
    path = top / FILE_NAME
    shown = os.path.relpath(path, folder)
    text = _read(path, shown)
    try:
        wanted = text if has_hook(text) else with_hook(text)
    except HookError as error:
        raise UsageProblem(f"{shown}: {error}; add this by hand:\n{entry()}") from error
    if preview:
        write_lines(wanted.splitlines(), sys.stdout, colour=False)
        return OK
    if wanted == text:
        write_lines([f"{shown} names guidelint already."], sys.stdout, colour=False)
    else:
        _write(path, wanted, shown)
        write_lines([f"{'Added guidelint to' if text else 'Wrote'} {shown}."], sys.stdout, colour=False)
    return _install(top)


def _install(top: Path) -> int:
    program = shutil.which(PROGRAM) or shutil.which(PROGRAM, path=Path(sys.executable).parent)
    if program is None:
        note(line("pip install pre-commit && pre-commit install", "pre-commit runs the hook"))
        return OK
    done = subprocess.run([program, "install"], cwd=top, capture_output=True, text=True, check=False)  # noqa: S603 - the user's own program
    for said in (done.stdout + done.stderr).splitlines():
        note(said)
    return USAGE if done.returncode else OK


def _read(path: Path, shown: str) -> str:
    if path.is_symlink():
        raise UsageProblem(f"{shown} is a symbolic link; name guidelint in the file behind it yourself")
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(f"cannot read {shown}: {error}") from error


def _write(path: Path, text: str, shown: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageProblem(f"cannot write {shown}: {error.strerror or error}") from error
