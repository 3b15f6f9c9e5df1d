"""Files that the writer of a broken link may have meant, and how to write links to them."""

from __future__ import annotations

import posixpath
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_COMPARED = 500
LEGIBLE = "/~!$&'*+,;=:@"


def similar_files(wanted: str, files: Iterable[str]) -> list[str]:
    """Return at most three of `files` that are like `wanted`, all of them paths with ``/``.

    A file of the same name elsewhere comes first, however the name is written (letter case,
    ``x``, ``x/`` or ``x.html`` for ``x.md``), then what is spelled alike.
    """
    key = _key(wanted)
    known = list(files)
    same_name = [uri for uri in known if _key(uri) == key]
    folder = posixpath.dirname(wanted)
    same_name.sort(key=lambda uri: (posixpath.dirname(uri) != folder, uri))
    pool = [uri for uri in known if abs(len(_key(uri)) - len(key)) <= 2 + len(key) // 4]
    if len(pool) > MAX_COMPARED:
        pool = [uri for uri in pool if _key(uri)[:1] == key[:1]][:MAX_COMPARED]
    by_key = {_key(uri): uri for uri in pool}
    alike = [by_key[match] for match in get_close_matches(key, by_key, n=3, cutoff=0.75)]
    return list(dict.fromkeys(same_name + alike))[:3]


def _key(uri: str) -> str:
    """Return what two paths of one page have in common: the name, for an index that of its folder."""
    path = uri.rstrip("/")
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    if stem.lower() in ("index", "readme") and posixpath.dirname(path):
        stem = posixpath.basename(posixpath.dirname(path))
    kept = "" if suffix in ("", ".md", ".html") else suffix
    return (stem + kept).lower()


def written_path(page_uri: str, target: str) -> str:
    """Return how a Markdown link on the page at `page_uri` names the file at `target`."""
    return quote(posixpath.relpath(target, posixpath.dirname(page_uri) or "."), safe=LEGIBLE)


def written_address(page_url: str, target_url: str) -> str:
    """Return how raw HTML on the page at `page_url` names `target_url`; both below the site."""
    relative = posixpath.relpath(target_url or ".", posixpath.dirname(page_url) or ".")
    is_folder = not target_url or target_url.endswith("/")
    return relative + "/" if is_folder else relative
