"""Put a changed page on disk: whole or not at all, with everything but its text as it was."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.source import BOM

if TYPE_CHECKING:
    from guidelint.source import Source

ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class NotWrittenError(Exception):
    """A file that is left as it is, and why."""


def encoded(source: Source) -> bytes:
    """Return the bytes of the file that `source` was read from, the byte order mark included."""
    return ((BOM if source.bom else "") + source.text).encode("utf-8")


def rewrite(path: Path, before: Source, after: Source) -> None:
    """Replace the file at `path`, which was read as `before`, by `after`.

    The new file takes the place of the old one in one step, with its mode and, as far as the
    process may give it, its owner. Where `path` is a symbolic link the file behind it is replaced.
    Raises `NotWrittenError` when the file is read-only, has been changed since, or cannot be
    written; nothing has happened then.
    """
    real = path.resolve()
    try:
        status = real.stat()
        if not status.st_mode & ANY_WRITE or not os.access(real, os.W_OK):
            raise NotWrittenError("the file is read-only")
        if real.read_bytes() != encoded(before):
            raise NotWrittenError("the file has been changed since it was read")
        _replace(real, encoded(after), status)
    except OSError as error:
        raise NotWrittenError(error.strerror or str(error)) from error


def write_whole(path: Path, data: bytes, *, in_place: bool = False) -> None:
    """Write `data` to a new file or into the place of an old one: all of it or nothing. Raises `OSError`.

    What is no file, such as a pipe, is written to as it is, and so is everything `in_place`; likewise a
    file in a directory where none can be made.
    """
    import secrets  # noqa: PLC0415 - few runs write anything

    real = path.resolve()
    new = real.with_name(f".guidelint-{secrets.token_hex(8)}")
    stream = None
    if not in_place and (real.is_file() or not real.exists()):
        with contextlib.suppress(PermissionError):
            stream = new.open("xb")
    if stream is None:
        path.write_bytes(data)
        return
    try:
        with stream:
            stream.write(data)
            if real.exists():
                _take_over(str(new), real.stat())
        new.replace(real)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise


def _replace(real: Path, data: bytes, status: os.stat_result) -> None:
    import tempfile  # noqa: PLC0415 - as above

    descriptor, name = tempfile.mkstemp(prefix=".guidelint-", dir=real.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            _take_over(name, status)
            os.fsync(stream.fileno())
        Path(name).replace(real)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(real.parent)


def _take_over(name: str, status: os.stat_result) -> None:
    """Give the file `name` the owner and the mode in `status`; changing the owner clears special bits."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(name, status.st_uid, status.st_gid)
    Path(name).chmod(stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, on systems that can open a folder."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
