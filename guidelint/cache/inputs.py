"""Asks the questions of an earlier run again, cheapest first."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator

from guidelint.disk import (
    UNTRUSTED,
    Asked,
    Signature,
    digest,
    is_hidden,
    kind_of,
    listing_digest,
    real_path,
    scanned,
    shows_all,
    signature_of,
)
from guidelint.reach import leads_out


def first_change(asked: Asked) -> str | None:
    """Ask again; return the path of the first answer that is another one now, None if there is none.

    Signatures in `asked` that cannot be trusted, or differ where the content does not, are renewed.
    Raises `ValueError`, `TypeError` or the like for data of another form.
    """
    return next(_changes(asked), None)


def _changes(asked: Asked) -> Iterator[str]:
    files, folders = asked.files, asked.folders
    yield from (path for path, known in files.items() if not _is_same(files, path, known, _content))
    yield from (path for path, known in folders.items() if not _is_same(folders, path, known, _listing))
    yield from (path for path, kind in asked.kinds.items() if kind_of(path) != kind)
    yield from (path for path, kind in asked.entries.items() if kind_of(path, follow=False) != kind)
    yield from (path for path, place in asked.real.items() if real_path(path) != place)


def is_same_file(files: dict[str, tuple[Signature, bytes]], path: str) -> bool:
    """Tell whether the file at `path` has the content that `files` knows."""
    return _is_same(files, path, files[path], _content)


def _is_same(
    known: dict[str, tuple[Signature, bytes]],
    path: str,
    answer: tuple[Signature, bytes],
    ask: Callable[[str], bytes],
) -> bool:
    signature, summary = answer
    try:
        if is_hidden(path):
            return not summary
        status = os.stat(path)
        times_tell = ask is _content or shows_all(path)
        current = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
        if signature == current and times_tell:
            return True
        if stat.S_IFMT(status.st_mode) not in (stat.S_IFREG, stat.S_IFDIR) or ask(path) != summary:
            return False  # a pipe would be waited for
    except (OSError, ValueError):
        return not summary
    known[path] = (signature_of(status) if times_tell else UNTRUSTED, summary)
    return True


def _content(path: str) -> bytes:
    if leads_out(path):
        raise PermissionError(path)
    with open(path, "rb") as stream:
        return digest(stream.read())


def _listing(path: str) -> bytes:
    return listing_digest(scanned(path))
