"""What is known of pages from earlier runs: what they hold for others, and what was found on them.

A table belongs to one working directory and one way to be configured. It is of use as long as every
answer of the file system that is not about the text of a page is the same (`common`): the site's
configuration, the folders, the icons and so on. Then the facts of a page hold while its text and that
of all files it includes is the same, and what was found on it holds while also the summaries of the
other pages that were asked for are what they were.

A new rule has nothing to do for this but to ask other pages through the site, and files through
`guidelint.disk`. What it computes from a whole site, once for all pages, it asks for by `Site.shared`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Raw, Struct, field

from guidelint import disk
from guidelint.cache import inputs, store
from guidelint.cache.codec import decode, encode, strictly_encode
from guidelint.cache.table import (
    KIND,
    Checked,
    Delta,
    Derived,
    Digests,
    Encoded,
    Files,
    PageFacts,
    Table,
    read_table,
    write_table,
)
from guidelint.site.config import SiteConfig
from guidelint.site.structure import Structure
from guidelint.site.summary import PageSummary
from guidelint.workspace import Whole

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
STRUCTURE: Any = Structure | None
WORTH_WRITING = 2
"""How many pages are to be known anew before the table is written: to check one again costs as much."""


class Asking(Protocol):
    """How a page is asked for that has changed, or whose translations have."""

    def summary(self, page: str) -> bytes:
        """Return the digest of the summary of `page`."""

    def structure(self, page: str) -> bytes:
        """Return the digest of the structure of `page`."""

    def exported(self, page: str) -> bytes:
        """Return the digest of what the translations of `page` show."""


class New(Struct):
    """The keys of what is new in a table."""

    pages: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    exported: set[str] = field(default_factory=set)
    values: dict[str, tuple[bytes, disk.Asked]] = field(default_factory=dict)


class Facts:
    """A table with the judgement, made once for each page, whether it still holds.

    `key` is all that decides what is found besides files, `base` the directory that names of files are
    relative to. Without a `folder` nothing is read or written. `reason` tells why there is nothing in the
    table.
    """

    def __init__(self, folder: str | None, key: tuple[Any, ...], base: Path) -> None:
        self.folder, self.key, self.base = folder, key, str(base)
        self.name = store.file_name(KIND, key)
        self.reason, self.table, self.changes, self.checked = "", Table(), 0, 0
        self._same: dict[str, bool] = {}
        self._shared: dict[str, bool] = {}
        self._fresh: set[str] = set()
        self._pages: dict[str, PageFacts | None] = {}
        self._digests: dict[str, bytes] = {}
        self._structures: dict[str, bytes] = {}
        self._exported: dict[str, bytes] = {}
        self._is_stale = False
        self._new = New()
        self._sources: dict[str, Digests] = {}
        if folder is None:
            self.reason = "no cache is used"
        else:
            try:
                self.table = self._load(folder)
            except store.Unusable as reason:
                self.reason = str(reason)
        self._shared_before = dict(self.table.shared)

    def _load(self, folder: str) -> Table:
        table = read_table(folder, self.name, self.key)
        before = {**table.common.files, **table.common.folders}
        try:
            changed = inputs.first_change(table.common)
        except ValueError as error:
            raise store.Unusable("it is damaged") from error
        if changed is not None:
            raise store.Unusable(f"{changed} has changed")
        if before != {**table.common.files, **table.common.folders}:
            self.changes = WORTH_WRITING
        return table

    def sites(self, top: Path) -> tuple[SiteConfig, ...] | None:
        """Return the docs roots of the repository at `top`, None if they are not known."""
        return _decoded(self.table.sites.get(str(top)), tuple[SiteConfig, ...])

    def keep_sites(self, top: Path, configs: tuple[SiteConfig, ...]) -> None:
        """Keep the docs roots of the repository at `top`, unless something would not come back the same."""
        with suppress(TypeError, ValueError):
            encoded = encode(configs)
            if decode(encoded, tuple[SiteConfig, ...]) == configs:
                self.table.sites[str(top)] = encoded

    def whole(self) -> Whole | None:
        """Return the pages of a run without paths, None if they are not known."""
        return _decoded(self.table.whole or None, Whole)

    def keep_whole(self, whole: Whole) -> None:
        """Keep the pages of a run without paths."""
        with suppress(TypeError, ValueError):
            self.table.whole = strictly_encode(whole)

    def summary(self, page: Path) -> PageSummary | None:
        """Return the summary of a page without its structure, None if that is not known any more."""
        facts = self.page(str(page))
        return _decoded(facts.summary, PageSummary) if facts else None

    def structure(self, page: Path) -> Structure | None:
        """Return the structure of a page, None if it is not known any more, or was not asked for."""
        facts = self.page(str(page))
        return _decoded(facts.structure, STRUCTURE) if facts else None

    def page(self, path: str) -> PageFacts | None:
        """Return the facts of the page at `path`, None if they are not known or it has changed."""
        if path in self._fresh:
            return _decoded(self.table.pages[path], PageFacts)  # not kept as well: it is a second copy
        if path not in self._pages:
            facts = _decoded(self.table.pages.get(path), PageFacts)
            is_current = facts is not None and self._are_same(facts.sources)
            self._pages[path] = facts if is_current else None
        return self._pages[path]

    def found(self, path: str, asking: Asking) -> Checked | None:
        """Return what was found on a page if that still holds."""
        facts = self.page(path)
        checked = facts.checked if facts else None
        if path in self._fresh:
            return checked
        if checked is None or self._is_stale or not self._are_same(checked.reads):
            return None
        holds = (
            self._are_digests(checked.asked, asking)
            and all(self._is_shared(name, asking) for name in checked.shared)
            and all(self.structure_digest(other, asking) == known for other, known in checked.compared)
            and all(self.exported(other, asking) == known for other, known in checked.exported)
        )
        return checked if holds else None

    def _is_shared(self, name: str, asking: Asking) -> bool:
        """Tell whether the value that is shared as `name` is what it was."""
        if name not in self._shared:
            known = self._shared_before.get(name)
            self._shared[name] = known is not None and self._are_digests(known, asking)
        return self._shared[name]

    def _are_digests(self, digests: Digests, asking: Asking) -> bool:
        return all(self.digest(page, asking) == known for page, known in digests)

    def digest(self, path: str, asking: Asking) -> bytes:
        """Return the digest of the summary of a page."""
        if path not in self._digests:
            facts = self.page(path)
            self._digests[path] = facts.summary_digest if facts else asking.summary(path)
        return self._digests[path]

    def structure_digest(self, path: str, asking: Asking) -> bytes:
        """Return the digest of the structure of a page."""
        if path not in self._structures:
            facts = self.page(path)
            self._structures[path] = facts.structure_digest if facts else asking.structure(path)
        return self._structures[path]

    def exported(self, path: str, asking: Asking) -> bytes:
        """Return the digest of what the translations of a page show."""
        if path not in self._exported:
            entry = self.table.exported.get(path)
            is_current = entry is not None and self._are_same(entry.reads)
            self._exported[path] = entry.digest if entry and is_current else asking.exported(path)
        return self._exported[path]

    def keep_exported(self, path: str, content: bytes, files: Files) -> None:
        """Keep the digest of what the translations of a page show, which was read from `files`."""
        self.table.exported[path] = Derived(content, self.read(files))
        self._new.exported.add(path)

    def keep_placed(self, folder: str, places: bytes, files: Files) -> None:
        """Keep where the posts in `files` are built to, packed.

        Where it is another one than before, what was found on pages does not hold any more.
        """
        before = self.table.placed.get(folder)
        content = disk.digest(places)
        self._is_stale |= before is not None and before.digest != content
        self.table.placed[folder] = Derived(content, self.read(files), places)

    def has_posts(self, folder: str) -> bool:
        """Tell whether it was kept where posts below `folder` are built to."""
        return folder in self.table.placed

    def places(self, folder: str) -> bytes | None:
        """Return where the posts below `folder` are built to, packed, None if that is not known any more."""
        known = self.table.placed.get(folder)
        return known.value if known and self._are_same(known.reads) else None

    @contextmanager
    def reading(self, page: Path) -> Iterator[set[str]]:
        """Note what makes up a page that is read inside, given the names of the files in reports.

        What else is asked of the disk is handed on to the recording outside.
        """
        names: set[str] = set()
        asked = disk.Asked()
        with disk.recording(asked):
            try:
                yield names
            finally:
                paths = {os.path.normpath(os.path.join(self.base, name)) for name in names}
                files = {path: asked.files.pop(path) for path in paths if path in asked.files}
                self._note(files)
                if paths and all(path in self.table.files for path in paths):
                    self.made_of(str(page), {path: self.table.files[path] for path in paths})
                disk.remember(asked)

    def made_of(self, page: str, files: Files) -> None:
        """Note that a page that is read in this run is made of `files`."""
        self._sources[page] = self.read(files)

    def is_read(self, page: str) -> bool:
        """Tell whether it is noted what a page is made of."""
        return page in self._sources

    def read(self, files: Files) -> Digests:
        """Note `files` as they have been read in this run, and return their digests."""
        self._note(files)
        return tuple((path, content) for path, (_, content) in sorted(files.items()))

    def _note(self, files: Files) -> None:
        self.table.files |= files
        self._new.files.update(files)
        self._same |= dict.fromkeys(files, True)

    def handed_over(self, common: disk.Asked) -> Delta:
        """Return what this process has found out since the last time, and keep the digests of it only.

        `common` is what was asked of the disk besides pages.
        """
        table, new = self.table, self._new
        delta = Delta(
            {page: bytes(table.pages.pop(page)) for page in new.pages},
            {path: table.files[path] for path in new.files},
            {name: table.shared[name] for name in new.shared},
            {page: table.exported[page] for page in new.exported},
            new.values,
            common,
        )
        self._pages |= dict.fromkeys(delta.pages)
        self._fresh -= delta.pages.keys()
        self._new = New()
        return delta

    def leave_out(self) -> None:
        """Hand over nothing of what is new by now: processes to come have it from this one."""
        self._new = New()

    def hand_over(self, page: str, exported: bytes, asked: disk.Asked) -> None:
        """Have what the translations of a page show handed over too."""
        self._new.values[page] = exported, asked

    def take(self, delta: Delta) -> None:
        """Take what another process has found out."""
        self.table.files |= delta.files
        self._same |= dict.fromkeys(delta.files, True)
        self.table.shared |= delta.shared
        self.table.exported |= delta.exported
        self._exported |= {page: entry.digest for page, entry in delta.exported.items()}
        self.table.pages |= delta.pages
        self._fresh.update(delta.pages)
        self._count(len(delta.pages))

    def share(self, name: str, asked: Digests) -> None:
        """Keep what the value that is shared as `name` rests on."""
        self.table.shared[name] = asked
        self._new.shared.add(name)

    def keep(self, page: str, summary: bytes, structure: bytes, checked: Checked | None) -> None:
        """Keep the facts of a page that has been read in this run."""
        digests = disk.digest(summary), disk.digest(structure)
        facts = PageFacts(self._sources[page], Raw(summary), Raw(structure), *digests, checked)
        self.table.pages[page] = encode(facts)
        self._digests[page], self._structures[page] = digests
        self._fresh.add(page)
        self._new.pages.add(page)
        self._count(1)

    def _count(self, pages: int) -> None:
        self.changes += pages
        self.checked += pages

    def write(self, common: disk.Asked) -> str | None:
        """Write the table if enough of it is new; `common` is what was asked of the disk besides pages.

        Returns why that failed, None if it did not.
        """
        if self.folder is None or self.changes < min(WORTH_WRITING, len(self.table.pages)):
            return None
        self.table.common.merge(common)
        return write_table(self.folder, self.name, self.key, self.table)

    @property
    def about(self) -> str:
        """What the table was good for, in words."""
        known = sum(facts is not None and page not in self._fresh for page, facts in self._pages.items())
        if self.reason:
            return f"nothing is known of the pages: {self.reason}"
        return f"{known:,} pages as they were, {self.checked:,} checked anew"

    def used(self) -> disk.Asked:
        """Return all that this run rests on and has not asked itself."""
        asked = disk.Asked()
        asked.merge(self.table.common)
        for facts in map(self.page, self._pages.keys() | self._fresh):
            checked = facts.checked if facts else None
            self._use(asked, (*(facts.sources if facts else ()), *(checked.reads if checked else ())))
        for entry in (*map(self.table.exported.get, self._exported), *self.table.placed.values()):
            self._use(asked, entry.reads if entry else ())
        return asked

    def _use(self, asked: disk.Asked, files: Digests) -> None:
        asked.files |= {path: self.table.files[path] for path, _ in files if path in self.table.files}

    def _are_same(self, digests: Digests) -> bool:
        return all(self._is_same(path, known) for path, known in digests)

    def _is_same(self, path: str, known: bytes) -> bool:
        if path not in self._same:
            before = self.table.files.get(path)
            self._same[path] = before is not None and inputs.is_same_file(self.table.files, path)
            self.changes += self._same[path] and self.table.files[path] != before
        return self._same[path] and self.table.files[path][1] == known


def _decoded(data: Encoded | Raw | None, kind: type[T]) -> T | None:
    """Return what was encoded as `kind`, None for nothing and for something else."""
    try:
        return None if data is None else decode(data, kind)
    except ValueError:
        return None
