"""The standard streams, which may be closed, full, not ready, or read by somebody who has left.

Whatever happens to standard error, a run goes on: it is for people. A report that cannot be written
to standard output ends the run with `OutputError`.
"""

from __future__ import annotations

import io
import os
import select
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from typing_extensions import Buffer


class OutputError(Exception):
    """Standard output takes nothing more. `is_gone` tells that nobody is there to read any more."""

    def __init__(self, problem: OSError) -> None:
        super().__init__(problem.strerror or str(problem))
        self.is_gone = isinstance(problem, BrokenPipeError)


def secure() -> None:
    """Make the standard streams of this process ones that can be relied on.

    A descriptor that the caller has closed leads nowhere: else the next file that is opened, a page
    or a database, would be standard output.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = _secured(sys.stdout, 1, vital=True)
    sys.stderr = _secured(sys.stderr, 2, vital=False)


def _secured(stream: TextIO | None, number: int, *, vital: bool) -> TextIO:
    if stream is None:
        return open(number, "w", encoding="utf-8", errors="replace", closefd=False)
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.flush()
    raw: object = getattr(stream.buffer, "raw", stream.buffer)  # unbuffered under PYTHONUNBUFFERED
    if not isinstance(raw, io.RawIOBase):
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(_Output(raw, vital=vital)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


class _Output(io.RawIOBase):
    """Passes what is written on to `raw` until that fails, and then to nowhere."""

    def __init__(self, raw: io.RawIOBase, *, vital: bool) -> None:
        super().__init__()
        self._raw = raw
        self._vital = vital
        self._lost = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw.isatty()

    def write(self, data: Buffer, /) -> int:
        size = len(memoryview(data))
        if self._lost:
            return size
        try:
            while (written := self._raw.write(data)) is None:  # a pipe that somebody made non-blocking
                select.select([], [self._raw], [], 1.0)
        except OSError as problem:
            self._lost = True
            if self._vital:
                raise OutputError(problem) from problem
            return size
        return written
