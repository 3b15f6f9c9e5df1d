"""Cache files: where they lie, and how they are read and written.

A file is a line that names the format, the CRC-32 and the length of what follows: any bytes (`blobs`), of
which one is read without the others, and one msgpack value that knows where they lie. It holds data and
never code. Whatever is wrong with one, whether cut short, altered, of another version, or
tracked by git (a pull request may bring one), the answer is that there is nothing, and the run does
its work anew. Files are replaced in one step, so two runs at once do not disturb one another; the
last one wins.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TypeVar
from zlib import crc32

from guidelint.cache.codec import decode, encode, strictly_encode

MAGIC = b"guidelint cache 2\n"
NUMBER = 4
HEAD = len(MAGIC) + 2 * NUMBER
SUFFIX = ".cache"
MAX_FILES = 48
MAX_BYTES = 256 * 1024 * 1024
MAX_FILE_BYTES = 128 * 1024 * 1024
OPTION = "--cache-dir"
UNTRUSTED_REPOSITORY = ("-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit")
TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder is a cache of guidelint; it can be deleted at any time.\n"
)

T = TypeVar("T")


class Unusable(Exception):  # noqa: N818 - a reason, not an error
    """Why a cache file is of no use."""


def cache_folder(arguments: list[str]) -> str:
    """Return the folder that ``--cache-dir`` among `arguments` names, else the user's own."""
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == OPTION and number + 1 < len(arguments):
            return arguments[number + 1]
        if argument.startswith(OPTION + "="):
            return argument[len(OPTION) + 1 :]
    return user_folder()


def user_folder() -> str:
    """Return the folder of guidelint in the user's cache directory, as platformdirs has it."""
    if sys.platform == "linux":  # the common case, without the import
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not base.strip():
            base = os.path.expanduser("~/.cache")
            if not os.path.isabs(base):
                raise FileNotFoundError("there is no home directory to keep a cache in")
        return os.path.join(base, "guidelint")
    from platformdirs import user_cache_dir  # noqa: PLC0415 - on other systems only

    return user_cache_dir("guidelint", appauthor=False)


def file_name(kind: str, key: Any) -> str:
    """Return the name of the file of a `kind` that belongs to `key`; the file has to hold the key itself."""
    packed = encode(key)
    return f"{kind}-{crc32(packed):08x}{crc32(packed[::-1]):08x}{SUFFIX}"


def read(folder: str, name: str, kind: type[T]) -> tuple[T, memoryview]:
    """Return the value of the type `kind` in the file `name` of `folder`, and the blobs before it.

    Raises `Unusable`.
    """
    path = os.path.join(folder, name)
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise Unusable("there is no earlier run like this one") from None
    except OSError as error:
        raise Unusable(f"it cannot be read: {error.strerror or error}") from None
    if not data.startswith(MAGIC) or len(data) < HEAD or len(data) > MAX_FILE_BYTES:
        raise Unusable("it is no cache of this version")
    rest = memoryview(data)[HEAD:]
    check, size = (int.from_bytes(data[at : at + NUMBER], "big") for at in (len(MAGIC), HEAD - NUMBER))
    if crc32(rest) != check or size > len(rest):
        raise Unusable("it is damaged")
    if is_tracked(path):
        raise Unusable("git tracks it")
    try:
        found = decode(rest[size:], kind)
    except ValueError:
        raise Unusable("it is damaged") from None
    with suppress(OSError):
        os.utime(path)  # what is used stays for longest
    return found, rest[:size]


def write(folder: str, name: str, value: Any, blobs: Iterable[bytes | memoryview] = ()) -> str | None:
    """Put `blobs` and `value` into the file `name` of `folder` in one step; return why not, None if it was.

    The blobs are written one by one, because all of them may be most of the memory there is.
    """
    try:
        _prepare(folder)
        temporary = os.path.join(folder, f".{os.getpid()}-{name}")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(bytes(HEAD))
                check, size = 0, 0
                for blob in blobs:
                    check, size = crc32(blob, check), size + len(blob)
                    stream.write(blob)
                last = strictly_encode(value)
                if HEAD + size + len(last) > MAX_FILE_BYTES:
                    return "it would be too large"
                stream.write(last)
                stream.seek(0)
                numbers = (crc32(last, check), size)
                stream.write(MAGIC + b"".join(number.to_bytes(NUMBER, "big") for number in numbers))
            os.replace(temporary, os.path.join(folder, name))
        finally:
            with suppress(OSError):
                os.unlink(temporary)
        prune(folder)
    except OSError as error:
        return error.strerror or str(error)
    except (TypeError, ValueError, OverflowError) as error:
        return str(error)
    return None


def _prepare(folder: str) -> None:
    """Make `folder`; one inside a repository is marked, so that git and backups leave it out."""
    if os.path.isdir(folder):
        return
    os.makedirs(folder, mode=0o700)
    for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", TAG)):
        with open(os.path.join(folder, name), "x", encoding="utf-8") as stream:
            stream.write(text)


def files(folder: str) -> list[tuple[str, os.stat_result]]:
    """Return the cache files in `folder` with what the system says of each, the last used first."""
    try:
        with os.scandir(folder) as listed:
            found = [
                (entry.path, entry.stat(follow_symlinks=False))
                for entry in listed
                if entry.name.endswith(SUFFIX) and entry.is_file(follow_symlinks=False)
            ]
    except OSError:
        return []
    return sorted(found, key=lambda item: -item[1].st_mtime_ns)


def prune(folder: str) -> None:
    """Delete the files that have not been used for longest, beyond what a cache may take."""
    total = 0
    for number, (path, status) in enumerate(files(folder)):
        total += status.st_size
        if number >= MAX_FILES or total > MAX_BYTES:
            with suppress(OSError):
                os.unlink(path)


def clear(folder: str) -> int:
    """Delete all cache files in `folder`; return how many there were. Raises `OSError`."""
    found = files(folder)
    for path, _ in found:
        os.unlink(path)
    return len(found)


def is_tracked(path: str) -> bool:
    """Tell whether a repository has the file at `path`, or whether that cannot be ruled out."""
    real = os.path.realpath(path)
    return any(_is_in_index(place) for place in {os.path.abspath(path), real})


def _is_in_index(path: str) -> bool:
    folder = os.path.dirname(path)
    above = folder
    while not os.path.lexists(os.path.join(above, ".git")):
        parent = os.path.dirname(above)
        if parent == above:
            return False
        above = parent
    import subprocess  # noqa: PLC0415 - for a cache inside a repository only

    command = ["git", *UNTRUSTED_REPOSITORY, "ls-files", "-z", "--", os.path.basename(path)]
    try:
        answer = subprocess.run(  # noqa: S603 - the command is fixed but for a file name after "--"
            command, cwd=folder, capture_output=True, timeout=10, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return True
    return answer.returncode != 0 or answer.stdout != b""
