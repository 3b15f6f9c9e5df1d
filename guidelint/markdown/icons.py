"""Which icon shortcodes (``:material-account:``) a site knows.

An unknown shortcode stays text, an icon vanishes from the id of its heading: ids depend on these
names. The names of the bundled icons ship with guidelint as one table, `data/icons.txt.gz`,
because a linter often runs where the theme is not installed. `tools/build_icon_tables.py` makes
the table. Icons of the site itself are read from its directories.
"""

from __future__ import annotations

import os
import re
import zlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint import disk
from guidelint.reach import leads_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guidelint.markdown.dialect import EmojiOptions

TABLE = Path(__file__).parent / "data" / "icons.txt.gz"
GZIP = zlib.MAX_WBITS | 16
MATERIAL, ZENSICAL = "material-", "zensical-"
EMOJI_INDEXES = ("twemoji", "gemoji", "emojione")
THEME_PACKAGES = ("material", "materialx", "zensical")
ANY_PATCH = 1_000_000
NOBODY: frozenset[str] = frozenset()

Version = tuple[int, ...]


class IconSet(Struct, frozen=True, dict=True):
    """The shortcodes that are icons on a site, without their colons.

    `bundled` maps a name to its owners: the releases and emoji indexes that have it. `certain`
    are the owners that the site surely uses, `possible` the releases of which it uses one.
    `own` are the icons of the site itself. `complete` tells whether a name that none of these
    has is certainly no icon.
    """

    bundled: Mapping[str, frozenset[str]]
    certain: frozenset[str]
    possible: frozenset[str]
    own: frozenset[str] = frozenset()
    complete: bool = True

    def known(self, name: str) -> bool:
        """Tell whether ``:name:`` is rendered as an icon, as far as the tables tell."""
        if name in self.own:
            return True
        owners = self.bundled.get(name, NOBODY)
        return not (owners.isdisjoint(self.certain) and owners.isdisjoint(self.possible))

    def exactly_known(self, name: str) -> bool:
        """Tell whether the answer of `known` holds for every release that the site may use."""
        if not self.known(name):
            return self.complete
        owners = self.bundled.get(name, NOBODY)
        return (
            name in self.own
            or not owners.isdisjoint(self.certain)
            or (self.complete and self.possible <= owners)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """All names for which `known` holds, for suggestions."""
        return self.own | frozenset(name for name in self.bundled if self.known(name))


@lru_cache(maxsize=64)
def icon_names(options: EmojiOptions) -> IconSet:
    """Return the icons that the index function of `options` finds, and the site's own.

    Follows `pymdownx.emoji` 10 to 13 and the index functions of Material for MkDocs 9 and of
    Zensical, which add the bundled icons and those of `custom_icons`. Without a version any
    bundled release is possible. A release outside the tables makes its icons doubtful, and so
    does an index function that guidelint does not know.
    """
    bundled, _ = _table()
    module, _, function = options.index.rpartition(".")
    package = module.partition(".")[0]
    index_known = function in EMOJI_INDEXES and package in (*THEME_PACKAGES, "pymdownx")
    emoji = frozenset({function} if index_known else EMOJI_INDEXES)
    if package == "pymdownx" and index_known:
        return IconSet(bundled, emoji, NOBODY)
    releases, inside = _candidates(package, options.material_version)
    own = frozenset(own_icons(options.icon_dirs))
    return IconSet(bundled, emoji, releases, own, complete=inside and index_known)


def own_icons(directories: tuple[str, ...]) -> Iterator[str]:
    """Yield the shortcode of every ``a/b.svg`` below `directories`: ``a-b``.

    Hidden files are left out, links to directories followed, as Python's `glob` does, but not out of
    the repository.
    """
    for directory in directories:
        seen = set()
        for folder, subfolders, files in disk.walk(directory):
            real = disk.real(folder)
            if real in seen:
                subfolders.clear()
                continue
            seen.add(real)
            subfolders[:] = [name for name in subfolders if _is_followed(Path(folder, name))]
            prefix = os.path.relpath(folder, directory).replace(os.sep, "-") + "-"
            for name in files:
                if name.endswith(".svg") and not name.startswith("."):
                    yield (name if prefix == ".-" else prefix + name)[:-4]


def _is_followed(folder: Path) -> bool:
    return not folder.name.startswith(".") and not (disk.is_symlink(folder) and leads_out(folder))


@lru_cache(maxsize=1)
def bundled_releases() -> tuple[str, ...]:
    """Return the releases of Material for MkDocs in the table, oldest first."""
    _, owners = _table()
    releases = (owner.removeprefix(MATERIAL) for owner in owners if owner.startswith(MATERIAL))
    return tuple(sorted(releases, key=_version))


def _candidates(package: str, version: str | None) -> tuple[frozenset[str], bool]:
    """Return the releases a site may use, and whether the table has what lies around them."""
    releases = bundled_releases()
    if package == "zensical":
        _, owners = _table()
        zensical = {owner for owner in owners if owner.startswith(ZENSICAL)}
        return frozenset({*zensical, MATERIAL + releases[-1]}), False
    if version is None:
        return frozenset(MATERIAL + release for release in releases), True
    low = high = _version(version)
    if len(low) < len(_version(releases[0])):
        high = (*low, ANY_PATCH)
    before = [release for release in releases if _version(release) <= low]
    within = [release for release in releases if low < _version(release) < high]
    after = [release for release in releases if _version(release) >= high]
    chosen = (*before[-1:], *within, *after[:1])
    return frozenset(MATERIAL + release for release in chosen), bool(before and after)


def _version(text: str) -> Version:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Read the owners of every name, and all owners there are.

    The table has groups parted by an empty line: a line of owners, then the names they share.
    """
    owners_of: dict[str, frozenset[str]] = {}
    all_owners: set[str] = set()
    for group in zlib.decompress(TABLE.read_bytes(), GZIP).decode().split("\n\n"):
        first, *names = group.split("\n")
        owners = frozenset(first.split())
        owners_of |= dict.fromkeys(names, owners)
        all_owners |= owners
    return owners_of, frozenset(all_owners)
