"""What a run asks the file system, each question kept with its answer.

A cached result is worth something only as long as every answer that it rests on is still the same.
So whatever reads pages, sites or configurations asks here and nowhere else; inside `recording()`
the questions are collected, and `guidelint.cache.inputs` can ask them again in a later run. A new
rule or a new query of the site has to do nothing more than to use these functions.

The functions answer as those of `pathlib` and `os` do, errors included, but for what is hidden: inside
`hiding()` it is not there.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.reach import REFUSAL, leads_out

if TYPE_CHECKING:
    from guidelint.hiding import Hidden

Signature = tuple[int, int, int, int]
"""Times of the last change of content and of status in nanoseconds, size, and inode."""

UNTRUSTED: Signature = (0, 0, 0, 0)
"""The signature of what may still change without a trace in its times; it is equal to no other."""

RACY = 2_000_000_000
"""How many nanoseconds later a change surely gets another time, on the coarsest of file systems."""


class Asked(Struct, array_like=True):
    """Questions with their answers, by absolute path.

    `files` holds what was read: a signature and a digest, which is empty where it could not be read.
    `folders` holds likewise what was listed. `kinds` tells what a path leads to (``f`` a file, ``d`` a
    directory, ``o`` something else, "" nothing), `entries` the same of the path itself (``l`` a
    symbolic link). `real` holds real paths.
    """

    files: dict[str, tuple[Signature, bytes]] = field(default_factory=dict)
    folders: dict[str, tuple[Signature, bytes]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    real: dict[str, str] = field(default_factory=dict)

    def merge(self, other: Asked) -> None:
        """Take the questions of `other` too."""
        self.files |= other.files
        self.folders |= other.folders
        self.kinds |= other.kinds
        self.entries |= other.entries
        self.real |= other.real


_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)
_hidden: ContextVar[Hidden | None] = ContextVar("hidden", default=None)


@contextmanager
def hiding(hidden: Hidden | None) -> Iterator[None]:
    """Let what is `hidden` not exist inside; with None, let everything exist that is there."""
    token = _hidden.set(hidden)
    try:
        yield
    finally:
        _hidden.reset(token)


def is_hidden(path: str | Path, *, follow: bool = True) -> bool:
    """Tell whether `path`, or unless not to `follow` it what it leads to, is there but hidden."""
    hidden = _hidden.get()
    return hidden is not None and hidden.covers(absolute(path), follow=follow)


@contextmanager
def recording(asked: Asked | None = None) -> Iterator[Asked]:
    """Collect the questions that are asked inside, in `asked` if given.

    A recording inside another one keeps its questions to itself; `remember` hands them on.
    """
    asked = Asked() if asked is None else asked
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def remember(asked: Asked) -> None:
    """Take the questions of `asked` into the recording that is under way, if there is one."""
    outer = _asked.get()
    if outer is not None:
        outer.merge(asked)


def read_bytes(path: str | Path, limit: int = -1) -> bytes:
    """Return the content of a file, of a long one the first `limit` bytes.

    Raises `OSError`, also for what leads out of the repository (see `guidelint.reach`) and for what is
    no regular file: a pipe or a device would be waited for without end.
    """
    asked = _asked.get()
    if asked is None:
        return _read(path, limit)[1]
    name = absolute(path)
    try:
        status, data = _read(path, limit)
    except OSError:
        asked.files[name] = (UNTRUSTED, b"")
        raise
    asked.files[name] = (signature_of(status), digest(data))
    return data


def _read(path: str | Path, limit: int) -> tuple[os.stat_result, bytes]:
    if is_hidden(path):
        raise _not_there(path)
    if leads_out(path):
        raise PermissionError(errno.EPERM, f"the symbolic link {REFUSAL}")
    with open(path, "rb", opener=_open_at_once) as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return status, stream.read(limit if 0 <= limit <= status.st_size else -1)


def _not_there(path: str | Path) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(path))


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_text(path: str | Path, encoding: str = "utf-8", errors: str = "strict") -> str:
    """Return the text of a file with its line ends made plain. Raises `OSError` and `UnicodeDecodeError`."""
    text = read_bytes(path).decode(encoding, errors)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def entries(folder: str | Path) -> list[os.DirEntry[str]]:
    """Return what `folder` holds, in no order. Raises `OSError`."""
    asked = _asked.get()
    try:
        if asked is None:
            return scanned(folder)
        status = os.stat(folder)
        listed = scanned(folder)
    except OSError:
        if asked is not None:
            asked.folders[absolute(folder)] = (UNTRUSTED, b"")
        raise
    signature = signature_of(status) if shows_all(folder) else UNTRUSTED
    asked.folders[absolute(folder)] = (signature, listing_digest(listed))
    return listed


def scanned(folder: str | Path) -> list[os.DirEntry[str]]:
    """Return what `folder` holds, in no order, without a record of it. Raises `OSError`."""
    hidden = _hidden.get()
    if hidden is not None and hidden.covers(absolute(folder)):
        raise _not_there(folder)
    with os.scandir(folder) as found:
        names = hidden.names(absolute(folder)) if hidden else ()
        return [entry for entry in found if entry.name not in names]


def shows_all(folder: str | Path) -> bool:
    """Tell whether nothing in `folder` is hidden; else its times do not tell whether it holds the same."""
    hidden = _hidden.get()
    return hidden is None or not hidden.names(absolute(folder))


def names(folder: str | Path) -> list[str]:
    """Return the names in `folder`, in no order. Raises `OSError`."""
    return [entry.name for entry in entries(folder)]


def matching(folder: Path, *patterns: str) -> list[Path]:
    """Return the entries of `folder` whose names match one of `patterns`, sorted.

    There are none where it cannot be read.
    """
    try:
        listed = names(folder)
        return sorted(folder / name for name in listed if any(fnmatch(name, pattern) for pattern in patterns))
    except OSError:
        return []


def walk(top: str | Path, *, follow: bool = True) -> Iterator[tuple[str, list[str], list[str]]]:
    """Go through `top` as `os.walk` does from the top: yield each folder, its folders and its files.

    Taking a name out of the list of folders leaves that folder out.
    """
    waiting = [os.fspath(top)]
    while waiting:
        folder = waiting.pop()
        try:
            listed = entries(folder)
        except OSError:
            continue
        folders: list[str] = []
        files: list[str] = []
        links: set[str] = set()
        for entry in listed:
            (folders if leads_to_folder(entry) else files).append(entry.name)
            if entry.is_symlink():
                links.add(entry.name)
        yield folder, folders, files
        waiting += [os.path.join(folder, name) for name in reversed(folders) if follow or name not in links]


def below(top: Path, pattern: str = "*") -> Iterator[Path]:
    """Yield the files below `top` whose names match `pattern`, as `Path.rglob` does: not through links."""
    for folder, _, files in walk(top, follow=False):
        for name in files:
            if fnmatch(name, pattern):
                yield Path(folder, name)


def leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry of `entries` is a folder or a link to one."""
    try:
        return is_dir(entry.path) if entry.is_symlink() else entry.is_dir()
    except OSError:
        return False


def is_file(path: str | Path) -> bool:
    """Tell whether `path` leads to a file."""
    return _kind(path) == "f"


def is_dir(path: str | Path) -> bool:
    """Tell whether `path` leads to a directory."""
    return _kind(path) == "d"


def exists(path: str | Path) -> bool:
    """Tell whether `path` leads to anything."""
    return _kind(path) != ""


def lexists(path: str | Path) -> bool:
    """Tell whether there is anything at `path`, if only a link that leads nowhere."""
    return _entry(path) != ""


def is_symlink(path: str | Path) -> bool:
    """Tell whether `path` is a symbolic link."""
    return _entry(path) == "l"


def real(path: str | Path) -> Path:
    """Return `path` without symbolic links, as `Path.resolve` does."""
    found, asked = real_path(path), _asked.get()
    if asked is not None:
        asked.real[absolute(path)] = found
    return Path(found)


def _kind(path: str | Path) -> str:
    found, asked = kind_of(path), _asked.get()
    if asked is not None:
        asked.kinds[absolute(path)] = found
    return found


def _entry(path: str | Path) -> str:
    found, asked = kind_of(path, follow=False), _asked.get()
    if asked is not None:
        asked.entries[absolute(path)] = found
    return found


def absolute(path: str | Path) -> str:
    """Return `path` as a text that does not depend on the working directory."""
    name = os.fspath(path)
    if name.startswith("/") or os.path.isabs(name):
        return name
    return os.path.join(os.getcwd(), name)


def real_path(path: str | Path) -> str:
    """Return `path` without symbolic links, as `os.path.realpath` does."""
    hidden = _hidden.get()
    return os.path.realpath(path) if hidden is None else hidden.real(absolute(path))


def kind_of(path: str | Path, *, follow: bool = True) -> str:
    """Return what `path` leads to, or is, as `Asked` names it."""
    if is_hidden(path, follow=follow):
        return ""
    try:
        mode = os.stat(path, follow_symlinks=follow).st_mode
    except (OSError, ValueError):
        return ""
    if stat.S_ISREG(mode):
        return "f"
    if stat.S_ISDIR(mode):
        return "d"
    return "l" if stat.S_ISLNK(mode) else "o"


def signature_of(status: os.stat_result) -> Signature:
    """Return the signature of what `status` describes, `UNTRUSTED` if it has changed just now."""
    if max(status.st_mtime_ns, status.st_ctime_ns) > time.time_ns() - RACY:
        return UNTRUSTED
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def listing_digest(listed: list[os.DirEntry[str]]) -> bytes:
    """Return a digest of the names in a folder and of what kind each is."""
    lines = sorted(f"{entry.name}\0{_mark(entry)}" for entry in listed)
    return digest("\n".join(lines).encode("utf-8", "surrogateescape"))


def _mark(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "l"
    return "d" if entry.is_dir(follow_symlinks=False) else "f"


def digest(data: bytes) -> bytes:
    """Return 16 bytes that stand for `data`."""
    from _blake2 import blake2b  # noqa: PLC0415 - `hashlib` has the same one, and loads OpenSSL besides

    return blake2b(data, digest_size=16).digest()
