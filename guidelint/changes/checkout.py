"""Whether a work tree holds just what is staged.

Git is not asked, because it would run the filters that a repository configures. The name that git would give
to a file's content is kept with the times, the size and the inode of the file, and holds as long as these do.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from guidelint.cache import store
from guidelint.cache.codec import encode
from guidelint.changes.git import SUBMODULE, SYMLINK, Entry
from guidelint.changes.tree import is_binary
from guidelint.disk import UNTRUSTED, Signature, signature_of

KIND = "objects"
SHA1_DIGITS = 40
FEW = 16
"""How many files are sooner read again than a new record written."""


class Record(Struct, frozen=True, array_like=True):
    """The signature of each file below a directory, with the object of its content."""

    key: bytes
    files: dict[str, tuple[Signature, str]]


class Known:
    """What earlier runs know of the files below `top`, kept in the cache `folder`, if there is one."""

    def __init__(self, top: Path, folder: str | None) -> None:
        self.top, self.folder = os.fspath(top), folder
        self._key = (KIND, self.top)
        self._files = self._read()
        self._new: dict[str, tuple[Signature, str]] = {}

    def have(self, entries: Sequence[Entry]) -> bool:
        """Tell whether all of `entries` are at their places. Raises `OSError` where nothing is."""
        top, known = f"{self.top}/", self._files
        for entry in entries:
            path, mode, name = entry
            place = top + path
            status = os.lstat(place)
            if mode == SYMLINK:
                if _name(os.fsencode(Path(place).readlink()), name) != name:
                    return False
            elif mode == SUBMODULE or not stat.S_ISREG(status.st_mode):
                return False
            elif path in known and known[path] == (
                (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino),
                name,
            ):
                continue
            elif not is_binary(path) and self._name_at(place, entry) != name:
                return False
        return True

    def keep(self, entries: Sequence[Entry]) -> None:
        """Keep what is known of the files of `entries`, if much of it is new."""
        if self.folder is None or len(self._new) <= FEW:
            return
        files = {**self._files, **self._new}
        record = Record(encode(self._key), {path: files[path] for path, _, _ in entries if path in files})
        store.write(self.folder, store.file_name(KIND, self._key), record)

    def _name_at(self, place: str, entry: Entry) -> str:
        with Path(place).open("rb") as file:
            signature = signature_of(os.fstat(file.fileno()))
            name = _name(file.read(), entry.object)
        if signature != UNTRUSTED:
            self._new[entry.path] = (signature, name)
        return name

    def _read(self) -> dict[str, tuple[Signature, str]]:
        if self.folder is not None:
            with suppress(store.Unusable):
                record, _ = store.read(self.folder, store.file_name(KIND, self._key), Record)
                if record.key == encode(self._key):
                    return record.files
        return {}


def is_checked_out(entries: Sequence[Entry], known: Known) -> bool:
    """Tell whether all of `entries` are in the directory that something is `known` of, texts to the byte.

    Submodules, and texts that a filter or the ends of lines make different, are not told from changes.
    """
    try:
        return known.have(entries)
    except OSError:
        return False
    finally:
        known.keep(entries)


def has_links_out(entries: Sequence[Entry], top: Path) -> bool:
    """Tell whether links among `entries` mean something else in a copy of the directory `top`."""
    for link in (top / entry.path for entry in entries if entry.mode == SYMLINK):
        if link.readlink().is_absolute() or not Path(os.path.realpath(link)).is_relative_to(top):
            return True
    return False


def _name(content: bytes, like: str) -> str:
    """Return git's name for `content`, made as the name `like` is: with SHA-1 or SHA-256."""
    from hashlib import sha1, sha256  # noqa: PLC0415 - it loads OpenSSL, and mostly all files are known

    kind = sha1 if len(like) == SHA1_DIGITS else sha256
    return kind(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
