"""Files that the writer of a broken link may have meant, and how to write links to them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from urllib.parse import quote

MAX_COMPARED = 200
LEGIBLE = "/~!$&'*+,;=:@"

NameIndex = Mapping[str, Sequence[str]]


def index_names(files: Iterable[str]) -> NameIndex:
    """Return `files`, paths with ``/``, by what a page is called however a link is written.

    ``x.md``, ``x/``, ``x.html``, ``x/index.md`` and any letter case share one name.
    """
    index: dict[str, list[str]] = {}
    for uri in files:
        index.setdefault(_key(uri), []).append(uri)
    return index


def similar_files(wanted: str, index: NameIndex) -> list[str]:
    """Return at most three files that are like `wanted`: of the same name, then spelled alike."""
    key, folder = _key(wanted), posixpath.dirname(wanted)
    same = sorted(index.get(key, ()), key=lambda uri: (posixpath.dirname(uri) != folder, uri))
    alike = [index[name][0] for name in closest(key, index, cutoff=0.75)]
    return list(dict.fromkeys([*same, *alike]))[:3]


def closest(word: str, words: Iterable[str], cutoff: float = 0.6) -> list[str]:
    """Return at most three of `words` that are most like `word`.

    Only words of a like length are compared, of very many only those with the same beginning.
    """
    pool = [other for other in words if abs(len(other) - len(word)) <= 2 + len(word) // 3]
    if len(pool) > MAX_COMPARED:
        pool = [other for other in pool if other[:2] == word[:2]][:MAX_COMPARED]
    return get_close_matches(word, pool, n=3, cutoff=cutoff)


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
    return quote(
        posixpath.relpath(target, posixpath.dirname(page_uri) or "."), safe=LEGIBLE, errors="surrogateescape"
    )


def written_address(page_url: str, target_url: str) -> str:
    """Return how raw HTML on the page at `page_url` names `target_url`; both below the site."""
    relative = posixpath.relpath(target_url or ".", posixpath.dirname(page_url) or ".")
    is_folder = not target_url or target_url.endswith("/")
    return relative + "/" if is_folder else relative
