"""Which files a change has moved, by their content alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

SIMILAR = 0.5
MAX_PAIRS = 40_000
MAX_BYTES = 1024 * 1024
TARGET = re.compile(r"(\]\(|\]:)[^)\s]*")
WORD = r"[^\s:#]+"


class Renames(Struct, frozen=True, dict=True):
    """The new path of each file that has moved, by its old one."""

    paths: Mapping[str, str] = field(default_factory=dict)

    def path(self, old: str) -> str:
        """Return where the file is now that was at `old`."""
        return self.paths.get(old, old)

    def cause(self, text: str) -> str:
        """Return the cause of a finding with the new paths of the files that it names."""
        return self._name.sub(lambda match: self.path(match[0]), text) if self.paths else text

    @cached_property
    def _name(self) -> re.Pattern[str]:
        spaced = [re.escape(path) for path in self.paths if not re.fullmatch(WORD, path)]
        return re.compile(rf"(?<!\S)(?:{'|'.join([*spaced, WORD])})(?=[:#\s]|$)")


def find_renames(gone: Mapping[str, str], added: Mapping[str, str]) -> dict[str, str]:
    """Return the new path of each file that has moved, by its old one.

    `gone` are the texts by the paths of files that are no longer there, `added` those of new ones; what
    `text_of` makes of no text has not moved. A file has moved where the content is the same, or where at
    least half of the lines of two texts are, whatever their links lead to: those of a page that moves are
    written anew.
    """
    old = {path: text for path, text in sorted(gone.items()) if text}
    new = {path: text for path, text in sorted(added.items()) if text}
    exact = _unchanged(old, new)
    return {**exact, **_similar(_without(old, exact), _without(new, exact.values()))}


def text_of(content: bytes) -> str:
    """Return the text of a file to compare it with others, nothing where it is none or too long for that."""
    try:
        text = content.decode("utf-8") if len(content) <= MAX_BYTES else ""
    except UnicodeDecodeError:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_at(path: Path) -> str:
    """Return the text of the file at `path` as `text_of` does, nothing for a link or where no file is."""
    try:
        return "" if path.is_symlink() or path.stat().st_size > MAX_BYTES else text_of(path.read_bytes())
    except OSError:
        return ""


def _unchanged(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    places: dict[str, list[str]] = {}
    for path, text in new.items():
        places.setdefault(text, []).append(path)
    found = {}
    for path, text in old.items():
        paths = places.get(text)
        if paths:
            found[path] = next((other for other in paths if _name(other) == _name(path)), paths[0])
            paths.remove(found[path])
    return found


def _similar(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    if len(old) * len(new) > MAX_PAIRS:
        names = {_name(path) for path in old}
        new = {path: text for path, text in new.items() if _name(path) in names}
    if len(old) * len(new) > MAX_PAIRS:
        return {}
    lines = {path: _lines(text) for path, text in new.items()}
    pairs = []
    for path, text in old.items():
        own = _lines(text)
        for other, theirs in lines.items():
            share = 2 * (own & theirs).total() / max(1, own.total() + theirs.total())
            if share >= SIMILAR and PurePosixPath(path).suffix == PurePosixPath(other).suffix:
                pairs.append((-share, _name(path) != _name(other), path, other))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, path, other in sorted(pairs):
        if path not in found and other not in taken:
            found[path] = other
            taken.add(other)
    return found


def _lines(text: str) -> Counter[str]:
    return Counter(filter(None, map(str.strip, TARGET.sub(r"\1", text).split("\n"))))


def _without(texts: Mapping[str, str], paths: Collection[str]) -> dict[str, str]:
    taken = set(paths)
    return {path: text for path, text in texts.items() if path not in taken}


def _name(path: str) -> str:
    return PurePosixPath(path).name
