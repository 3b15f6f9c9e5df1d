"""What one command costs: wall clock, CPU time and peak memory of the process and its children."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import resource


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of CPU with children, megabytes of the process at its largest.

    `status` is the exit status.
    """

    wall: float
    cpu: float
    memory: float
    status: int = 0


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    output: Path | None = None,
    limit: float = 900,
) -> Cost:
    """Run `command` in `folder` and return what it cost; its exit status does not matter.

    Standard output goes to the file `output`. Raises `TimeoutError` after `limit` seconds.
    """
    with (output or Path(os.devnull)).open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**_as_installed(), **(environment or {}), "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
        usage = _wait(process, start + limit)
    wall = time.perf_counter() - start
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode)


def _as_installed() -> dict[str, str]:
    """Return the environment, but for what keeps Python from keeping its bytecode."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _wait(process: subprocess.Popen[bytes], deadline: float) -> resource.struct_rusage:
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage
        if time.perf_counter() > deadline:
            process.kill()
            os.wait4(process.pid, 0)
            process.returncode = -9
            raise TimeoutError(f"{process.args!r} took too long")
        time.sleep(0.002)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the medians of `costs`, each figure by itself."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.memory for cost in costs),
        max(cost.status for cost in costs),
    )


def interleaved(
    commands: Mapping[str, Sequence[str]],
    folder: Path,
    rounds: int,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> dict[str, Cost]:
    """Run all `commands` once a round, one after the other, and return the median cost of each.

    What is to be done `before` each of them is not part of its cost.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            before()
            costs[name].append(run(command, folder, environment))
    return {name: median(found) for name, found in costs.items()}
