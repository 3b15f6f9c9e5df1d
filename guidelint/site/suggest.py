"""Files that the writer of a broken link may have meant, and how to write links to them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from guidelint.suggest import close_matches

MAX_COMPARED = 200
MAX_LENGTH = 200
LEGIBLE = "/~!$&'*+,;=:@"


class NameIndex:
    """Files by what a page is called however a link is written."""

    def __init__(self, by_name: Mapping[str, Sequence[str]]) -> None:
        self.by_name = by_name
        self.words = Words(by_name)


def index_names(files: Iterable[str]) -> NameIndex:
    """Return `files`, paths with ``/``, by what a page is called however a link is written.

    ``x.md``, ``x/``, ``x.html``, ``x/index.md`` and any letter case share one name.
    """
    index: dict[str, list[str]] = {}
    for uri in files:
        index.setdefault(_key(uri), []).append(uri)
    return NameIndex(index)


def similar_files(wanted: str, index: NameIndex) -> list[str]:
    """Return at most three files that are like `wanted`: of the same name, then spelled alike."""
    key, folder = _key(wanted), posixpath.dirname(wanted)
    same = sorted(index.by_name.get(key, ()), key=lambda uri: (posixpath.dirname(uri) != folder, uri))
    alike = [index.by_name[name][0] for name in closest(key, index.words, cutoff=0.75)]
    return list(dict.fromkeys([*same, *alike]))[:3]


class Words:
    """Words to compare others with, sorted so that each question costs the same however many there are."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = {}
        self._by_start: dict[tuple[int, str], list[str]] = {}
        for word in words:
            self._by_length.setdefault(len(word), []).append(word)
            self._by_start.setdefault((len(word), word[:2]), []).append(word)

    def like(self, word: str) -> list[str]:
        """Return the words of a length like that of `word`, of very many some with the same beginning."""
        reach = 2 + len(word) // 3
        if reach > len(self._by_length):
            lengths = [length for length in self._by_length if abs(length - len(word)) <= reach]
        else:
            lengths = [*range(max(0, len(word) - reach), len(word) + reach + 1)]
        if sum(len(self._by_length.get(length, ())) for length in lengths) <= MAX_COMPARED:
            return [other for length in lengths for other in self._by_length.get(length, ())]
        near = [self._by_start.get((length, word[:2]), [])[:MAX_COMPARED] for length in lengths]
        return [other for words in near for other in words][:MAX_COMPARED]


def closest(word: str, words: Iterable[str] | Words, cutoff: float = 0.6) -> list[str]:
    """Return at most three of `words` that are most like `word`."""
    known = words if isinstance(words, Words) else Words(words)
    return close_matches(word[:MAX_LENGTH], known.like(word[:MAX_LENGTH]), count=3, cutoff=cutoff)


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
