"""``python -m guidelint``."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # `python -m` looks in the working directory first. That may be the repository which is checked, and
    # it has no say in what runs.
    del sys.path[0]

import gc
import signal
from collections.abc import Sequence
from typing import TYPE_CHECKING

from guidelint.cache import replay
from guidelint.cli.status import INTERRUPTED, USAGE
from guidelint.cli.streams import OutputError, secure
from guidelint.collector import fewer_collections

if TYPE_CHECKING:
    from types import FrameType


def run() -> None:
    """Run the command line and leave with its exit status."""
    try:
        _interrupt_on_termination()
        secure()
        status = _run(sys.argv[1:])
    except KeyboardInterrupt:  # before or after what `main` does
        status = INTERRUPTED
    except OutputError as problem:
        if not problem.is_gone:
            sys.stderr.write(f"Error: the report cannot be written: {problem}\n")
        status = USAGE
    sys.exit(status)


def _run(arguments: Sequence[str]) -> int:
    attempt = replay.attempt(arguments)
    if isinstance(attempt, int):
        return attempt
    with fewer_collections():
        from guidelint.cli.main import main  # noqa: PLC0415 - importing makes much and throws nothing away

        try:
            return replay.observed(attempt, lambda: main(arguments)) if attempt else main(arguments)
        finally:
            gc.freeze()  # the process ends: nothing that is left is worth a search for what could go


def _interrupt_on_termination() -> None:
    """Have a run that is told to end, or whose terminal closes, end as after Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    run()
