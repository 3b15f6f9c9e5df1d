"""Faults for whole processes: signals at a chosen call, limits of the system, rights taken away."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import signal

SHIM = """
import importlib, os, sys
place, fault, *arguments = sys.argv[1:]
module, _, name = place.partition(":")
owner = importlib.import_module(module)
*outer, name = name.split(".")
for part in outer:
    owner = getattr(owner, part)
original = getattr(owner, name)
def faulty(*positional, **named):
    setattr(owner, name, original)
    exec(fault, {"os": os, "sys": sys})
    return original(*positional, **named)
setattr(owner, name, faulty)
sys.argv = ["guidelint", *arguments]
from guidelint.__main__ import run
run()
"""
ROOT_WITHOUT_POWERS = ("--bounding-set=-dac_override,-dac_read_search",)


def guidelint(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`, in a process of its own."""
    return _run(["-m", "guidelint", *arguments], folder, **options)


def at_call(
    place: str, fault: str, folder: Path, *arguments: str, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run the command and execute `fault` at the first call of `place`, a `module:name`."""
    return _run(["-c", SHIM, place, fault, *arguments], folder, **options)


def sending(number: signal.Signals) -> str:
    """The fault of a signal to the process itself."""
    return f"os.kill(os.getpid(), {int(number)})"


def _run(
    command: list[str],
    folder: Path,
    *,
    environment: Mapping[str, str] | None = None,
    prefix: tuple[str, ...] = (),
    before: Callable[[], None] | None = None,
    **options: Any,
) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
    for name in ("stdout", "stderr"):
        options.setdefault(name, subprocess.PIPE)
    return subprocess.run(
        [*prefix, sys.executable, *command],
        cwd=folder,
        env={**inherited, **(environment or {})},
        text=True,
        timeout=120,
        check=False,
        preexec_fn=before,
        **options,
    )


def small_files(size: int) -> Callable[[], None]:
    """Let a process write no file beyond `size` bytes, as a full disk does."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def without_powers() -> tuple[str, ...] | None:
    """A prefix under which rights of files count for root too, None where there is no such means."""
    if os.geteuid() != 0:
        return ()
    tool = shutil.which("setpriv")
    return (tool, *ROOT_WITHOUT_POWERS) if tool else None


def is_quiet_about_itself(result: subprocess.CompletedProcess[str]) -> bool:
    """Tell whether a process ended without a traceback or a report of a defect."""
    said = (result.stderr or "") + (result.stdout or "")
    return "Traceback" not in said and "defect of its own" not in said and "Exception ignored" not in said
