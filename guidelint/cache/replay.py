"""A run that would be the same as an earlier one is shown again instead of being done again.

The record of a run holds every answer of the file system that it rests on (`guidelint.disk`), and
what it wrote. While all answers are the same, so is what it would write. Nothing of guidelint but
the modules of this folder and `disk` is imported for that, not even the options are read: the same
arguments in the same place mean the same.

A run is kept only where it says that nothing else decides what it writes (`repeatable`): not the
network, not the clock. How long it took is the one thing that is told anew.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from typing import IO, Any, TypeAlias
from zlib import crc32

from msgspec import Struct, field

from guidelint import __version__, disk
from guidelint.cache import inputs, store
from guidelint.cache.codec import encode
from guidelint.disk import Asked, recording

KIND = "run"
COMMAND = "check"
PACKAGES = ("click", "markdown_it", "mdit_py_plugins", "msgspec", "pathspec", "yaml")
NEVER = frozenset(
    {
        *("--no-cache", "--fix", "--unsafe-fixes", "--diff", "--output", "--help", "-h"),
        *("--staged", "--changed-since", "--baseline"),
    }
)
VERBOSE = frozenset({"--verbose", "-v"})
ENVIRONMENT = (
    *(
        "CI",
        "COLUMNS",
        "DOMTERM",
        "FORCE_COLOR",
        "FORCE_HYPERLINK",
        "GUIDELINT_ALLOW_PATHS",
        "KONSOLE_VERSION",
    ),
    *("KONSOLE_VERSION", "NO_COLOR", "TERM", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION"),
)
IN_SUMMARY = re.compile(r"(?<= in )\d+\.\d(?= s\.)")
IN_JSON = re.compile(r'(?<="seconds": )\d+\.\d+')
SECONDS = {
    **dict.fromkeys(("text", "concise", "jsonl", "github", "gitlab", "sarif", "markdown")),
    "json": IN_JSON,
}
"""The formats of runs that are kept, with where they tell how long the run took."""

Parts: TypeAlias = tuple[str, ...]


class Copied(Struct):
    """A stream that keeps what is written to it; `bypassed` tells that something was written otherwise."""

    stream: IO[str]
    texts: list[str] = field(default_factory=list)
    bypassed: bool = False

    def write(self, text: str) -> int:
        """Write `text`, and keep it."""
        written = self.stream.write(text)
        self.texts.append(text)
        return written

    @property
    def buffer(self) -> Any:
        """The bytes below the text: what goes there is not kept."""
        self.bypassed = True
        return getattr(self.stream, "buffer")  # noqa: B009 - not every text stream has one

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    __hash__ = object.__hash__


class Record(Struct, frozen=True, array_like=True):
    """A run that was kept: its key, encoded, what it rests on, its exit status, and what it wrote."""

    key: bytes
    asked: Asked
    status: int
    output: Parts
    errors: Parts


class Attempt(Struct):
    """A run that may be kept: where, under which key, and once it says so, with a report in which format."""

    folder: str
    key: tuple[Any, ...]
    asked: Asked = field(default_factory=Asked)
    format: str = ""


_attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


def attempt(arguments: Sequence[str]) -> int | Attempt | None:
    """Show the earlier run with `arguments` if it would be the same; return its exit status.

    Otherwise return the attempt at a new record, or None for a command that is never kept.
    """
    started = time.monotonic()
    if not arguments or arguments[0] != COMMAND or not NEVER.isdisjoint(arguments):
        return None
    if any(argument.startswith("--output=") for argument in arguments):
        return None
    try:
        new = Attempt(store.cache_folder(list(arguments)), _key(arguments))
    except OSError:  # the working directory is gone
        return None
    try:
        status, output, errors = _earlier(new)
        elapsed = time.monotonic() - started
        _write(sys.stdout, output, elapsed, 3)
        _write(sys.stderr, errors, elapsed, 1)
        if not VERBOSE.isdisjoint(arguments):
            sys.stderr.write("cache: shown again, because nothing has changed since the last run\n")
    except store.Unusable as reason:
        if not VERBOSE.isdisjoint(arguments):
            sys.stderr.write(f"cache: not shown again: {reason}\n")
        return new
    return status


def observed(new: Attempt, run: Callable[[], int]) -> int:
    """Run what may be shown again later, and keep it if it says that it is `repeatable`."""
    token = _attempt.set(new)
    output, errors = Copied(sys.stdout), Copied(sys.stderr)
    sys.stdout, sys.stderr = output, errors
    try:
        with recording(new.asked):
            status = run()
            ask_for_packages()
    finally:
        _attempt.reset(token)
        sys.stdout, sys.stderr = output.stream, errors.stream
    if new.format in SECONDS and not output.bypassed and not errors.bypassed:
        _keep(new, status, _parts(output.texts, SECONDS[new.format]), _parts(errors.texts, IN_SUMMARY))
    return status


def repeatable(output_format: str) -> None:
    """Say that the run which is under way writes nothing that the file system does not decide.

    It writes a report in `output_format` to standard output, and to no file.
    """
    new = _attempt.get()
    if new is not None:
        new.format = output_format


def aside(text: str) -> None:
    """Write a line to standard error that is not part of what is shown again."""
    stream = sys.stderr.stream if isinstance(sys.stderr, Copied) else sys.stderr
    stream.write(f"{text}\n")


def ask_for_packages() -> None:
    """Let the record rest on the releases of what guidelint uses: on all that is installed beside it."""
    found = {getattr(sys.modules.get(name), "__file__", None) for name in PACKAGES}
    for folder in {os.path.dirname(os.path.dirname(file)) for file in found if file}:
        with suppress(OSError):
            disk.names(folder)


def _earlier(new: Attempt) -> tuple[int, Parts, Parts]:
    """Return the exit status and the output of the earlier run. Raises `Unusable`."""
    name = store.file_name(KIND, new.key)
    record, _ = store.read(new.folder, name, Record)
    before = {**record.asked.files, **record.asked.folders}
    try:
        changed = inputs.first_change(record.asked)
    except ValueError as error:
        raise store.Unusable("it is damaged") from error
    if record.key != encode(new.key):
        raise store.Unusable("it is no record of this run")
    if changed is not None:
        raise store.Unusable(f"{changed} has changed")
    if before != {**record.asked.files, **record.asked.folders}:
        store.write(new.folder, name, record)
    return record.status, record.output, record.errors


def _keep(new: Attempt, status: int, output: Parts, errors: Parts) -> None:
    record = Record(encode(new.key), new.asked, status, output, errors)
    store.write(new.folder, store.file_name(KIND, new.key), record)


def _parts(texts: Sequence[str], seconds: re.Pattern[str] | None) -> Parts:
    """Return a text in one part, or in two around its last number of seconds."""
    whole = "".join(texts)
    found = list(seconds.finditer(whole))[-1:] if seconds else []
    return (whole[: found[0].start()], whole[found[0].end() :]) if found else (whole,)


def _write(stream: IO[str], parts: Parts, seconds: float, digits: int) -> None:
    stream.write(f"{seconds:.{digits}f}".join(parts))
    stream.flush()


def _key(arguments: Sequence[str]) -> tuple[Any, ...]:
    """Return all that decides what a run writes besides files."""
    streams = [(stream.isatty(), stream.encoding) for stream in (sys.stdout, sys.stderr)]
    width = os.get_terminal_size().columns if streams[0][0] else 0
    environment = [os.environ.get(name, "") for name in ENVIRONMENT]
    return (*program(), tuple(arguments), os.getcwd(), tuple(environment), tuple(streams), width)


@cache
def program() -> tuple[Any, ...]:
    """Return which guidelint this is: its version, and in a checkout the state of its files."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    top = os.path.dirname(package)
    known = (__version__, sys.version)
    if not os.path.exists(os.path.join(top, "pyproject.toml")):
        return known
    states = []
    for folder in (package, os.path.join(top, "rules")):
        for place, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name != "__pycache__"]
            for name in names:
                status = os.stat(os.path.join(place, name))
                states.append((name, status.st_mtime_ns, status.st_size))
    return (*known, top, crc32(repr(sorted(states)).encode()))
