"""Asks the questions of an earlier run again, cheapest first."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator

from guidelint.disk import Asked, Signature, digest, kind_of, listing_digest, signature_of
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
    yield from (path for path, place in asked.real.items() if os.path.realpath(path) != place)


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
        status = os.stat(path)
        if signature == (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino):
            return True
        if stat.S_IFMT(status.st_mode) not in (stat.S_IFREG, stat.S_IFDIR) or ask(path) != summary:
            return False  # a pipe would be waited for
    except (OSError, ValueError):
        return not summary
    known[path] = (signature_of(status), summary)
    return True


def _content(path: str) -> bytes:
    if leads_out(path):
        raise PermissionError(path)
    with open(path, "rb") as stream:
        return digest(stream.read())


def _listing(path: str) -> bytes:
    with os.scandir(path) as found:
        return listing_digest(list(found))
