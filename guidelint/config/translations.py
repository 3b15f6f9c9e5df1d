"""The ``[translations]`` table: where pages and their translations lie, if not in one repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from guidelint import disk
from guidelint.config.errors import ConfigurationError
from guidelint.reach import REFUSAL, lies_outside

if TYPE_CHECKING:
    from guidelint.config.table import TableReader

TABLE = "translations"
SOURCE, TREES = "source", "trees"
DEFAULT_TREES = "i18n/*"
WILDCARDS = frozenset("*?[")


class Named(NamedTuple):
    """A path or a pattern as a configuration has it under `key`, with the file and the 1-based line."""

    key: str
    text: str
    path: str
    line: int

    def error(self, reason: str) -> ConfigurationError:
        """Return the error for it."""
        return ConfigurationError(f'"{TABLE}.{self.key}": {reason}', self.path, self.line)


class Translations(Struct, frozen=True):
    """Where the pages of one site lie; all paths are absolute.

    `root` is the directory of the configuration, `source` that of the configuration of the site, None
    where it is in the repository of `root`. `trees` are directories of translated pages, one for each
    language.
    """

    root: Path
    source: Path | None
    trees: tuple[Path, ...]

    def covers(self, folder: Path) -> bool:
        """Tell whether `folder` lies in the source or in a tree."""
        return any(folder.is_relative_to(place) for place in (self.source, *self.trees) if place)

    def is_elsewhere(self, path: Path) -> bool:
        """Tell whether `path` belongs to a source that others keep: it is read, but not checked."""
        return self.source is not None and path.is_relative_to(self.source)

    def at(self, root: Path) -> Translations:
        """Return the same for a copy of the repository, in which the directory of `root` is `root`."""
        trees = tuple(
            root / tree.relative_to(self.root) if tree.is_relative_to(self.root) else tree
            for tree in self.trees
        )
        return replace(self, root=root, trees=trees)


def read_translations(reader: TableReader) -> tuple[Named, ...]:
    """Return what the table names. Raises `ConfigurationError`."""
    reader.only((SOURCE, TREES), TABLE)
    source = reader.string(TABLE, SOURCE)
    named = [] if source is None else [Named(SOURCE, source, reader.path, reader.line(TABLE, SOURCE))]
    trees = reader.strings(TABLE, TREES)
    named += [Named(TREES, text, reader.path, reader.line(TABLE, TREES, value=text)) for text in trees]
    return tuple(named)


def merge_translations(layers: Sequence[Sequence[Named]], root: Path) -> Translations | None:
    """Return where the last layers that say so have the source and the trees, None where none does.

    Paths are relative to `root`. Raises `ConfigurationError` for one that may not be read, is not
    there, or has no site.
    """
    last: dict[str, list[Named]] = {}
    for layer in layers:
        last |= {
            key: [named for named in layer if named.key == key] for key in {named.key for named in layer}
        }
    if not last:
        return None
    source = _source(last[SOURCE][0], root) if SOURCE in last else None
    trees = last.get(TREES) or [last[SOURCE][0]._replace(key=TREES, text=DEFAULT_TREES)]
    return Translations(
        root, source, tuple(dict.fromkeys(path for one in trees for path in _trees(one, root)))
    )


def _source(named: Named, root: Path) -> Path | None:
    """Return the directory of the source, None for that of `root` itself."""
    path = Path(os.path.normpath(root / named.text))
    _refuse_outside(named, path, root)
    from guidelint.site.discover import config_files  # noqa: PLC0415 - for who names a source only

    if not config_files(path):
        raise named.error(f'there is no mkdocs.yml or zensical.toml in "{named.text}"')
    return None if path == root else path


def _trees(named: Named, root: Path) -> Iterator[Path]:
    """Yield the directories that a pattern names, wildcards in any part of it."""
    found = [root]
    for part in PurePosixPath(named.text).parts:
        if WILDCARDS.isdisjoint(part):
            found = [Path(os.path.normpath(folder / part)) for folder in found]
            continue
        for folder in found:
            _refuse_outside(named, folder, root)
        found = [path for folder in found for path in disk.matching(folder, part) if path.name[0] != "."]
    for folder in found:
        _refuse_outside(named, folder, root)
    trees = [folder for folder in found if disk.is_dir(folder)]
    if not trees:
        raise named.error(f'there is no directory "{named.text}"')
    yield from trees


def _refuse_outside(named: Named, path: Path, root: Path) -> None:
    if lies_outside(path, root):
        raise named.error(f'"{named.text}" {REFUSAL}')
