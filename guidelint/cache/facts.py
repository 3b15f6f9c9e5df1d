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
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct, field

from guidelint import disk
from guidelint.cache import inputs, store
from guidelint.cache.codec import packer, unpacker
from guidelint.site.config import SiteConfig
from guidelint.site.structure import Structure
from guidelint.site.summary import PageSummary

if TYPE_CHECKING:
    from pathlib import Path

KIND = "facts"
WORTH_WRITING = 16
Digests = tuple[tuple[str, bytes], ...]
Files = dict[str, tuple[disk.Signature, bytes]]


class Checked(Struct, frozen=True):
    """What was found on a page, and what else than its text that rests on.

    `asked` are other pages with the digests of their summaries, `compared` pages with the digests of their
    structures, `exported` pages with the digests of what their translations show, `shared` names what was
    computed from all pages, `reads` are other files with the digests of their content. `links` are the
    external links, packed and compressed, because most runs do not ask for them.
    """

    asked: Digests
    compared: Digests
    exported: Digests
    shared: tuple[str, ...]
    reads: Digests
    findings: bytes
    suppressed: int
    links: bytes


class Derived(Struct, frozen=True):
    """The digest of what was made of several files, those files, and itself, packed, if it is kept."""

    digest: bytes
    reads: Digests
    value: bytes = b""


class Asking(Protocol):
    """How a page is asked for that has changed, or whose translations have."""

    def summary(self, page: str) -> bytes:
        """Return the digest of the summary of `page`."""

    def structure(self, page: str) -> bytes:
        """Return the digest of the structure of `page`."""

    def exported(self, page: str) -> bytes:
        """Return the digest of what the translations of `page` show."""


class PageFacts(Struct, frozen=True):
    """The files that make up a page, with digests of their content; its summary and structure, packed."""

    sources: Digests
    summary: bytes
    structure: bytes
    checked: Checked | None = None


class Table(Struct):
    """Everything that is kept. `files` holds the signatures and digests of what makes up pages.

    `sites` holds the docs roots of repositories, packed; `shared`, `exported` and `placed` (where posts
    are built to, by the docs directory) what such values rest on;
    `pages` facts by the path of the page, those of earlier runs as plain data.
    """

    common: disk.Asked = field(default_factory=disk.Asked)
    files: Files = field(default_factory=dict)
    sites: dict[str, bytes] = field(default_factory=dict)
    shared: dict[str, Digests] = field(default_factory=dict)
    exported: dict[str, Any] = field(default_factory=dict)
    placed: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)


class Delta(Struct, frozen=True):
    """What a process has found out, for another one: parts of a table.

    `values` are what the translations of pages show, packed, with what was asked of the disk for that.
    """

    pages: dict[str, PageFacts]
    files: Files
    shared: dict[str, Digests]
    exported: dict[str, Derived]
    values: dict[str, tuple[bytes, disk.Asked]]
    common: disk.Asked


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
        self._pages: dict[str, PageFacts | None] = {}
        self._digests: dict[str, bytes] = {}
        self._structures: dict[str, bytes] = {}
        self._exported: dict[str, bytes] = {}
        self._is_stale = False
        self._new = New()
        self._sources: dict[str, Digests] = {}
        if folder is None:
            self.reason = "no cache is used"
            return
        try:
            self.table = self._load(folder)
        except store.Unusable as reason:
            self.reason = str(reason)

    def _load(self, folder: str) -> Table:
        try:
            key, common, *mappings = store.read(folder, self.name)
            table = Table(inputs.from_data(common), *map(_mapping, mappings))
            is_known = key == self.key
            changed = inputs.first_change(table.common)
        except store.Unusable:
            raise
        except Exception as error:
            raise store.Unusable("it is damaged") from error
        if not is_known:
            raise store.Unusable("it belongs to another configuration")
        if changed is not None:
            raise store.Unusable(f"{changed} has changed")
        return table

    def sites(self, top: Path) -> tuple[SiteConfig, ...] | None:
        """Return the docs roots of the repository at `top`, None if they are not known."""
        sites: tuple[SiteConfig, ...] | None = _unpacked(
            self.table.sites.get(str(top)), tuple[SiteConfig, ...]
        )
        return sites

    def keep_sites(self, top: Path, configs: tuple[SiteConfig, ...]) -> None:
        """Keep the docs roots of the repository at `top`, unless they cannot be packed."""
        with suppress(TypeError, ValueError, OverflowError):
            self.table.sites[str(top)] = packed(configs, tuple[SiteConfig, ...])

    def summary(self, page: Path) -> PageSummary | None:
        """Return the summary of a page without its structure, None if that is not known any more."""
        facts = self.page(str(page))
        summary: PageSummary | None = _unpacked(facts.summary, PageSummary) if facts else None
        return summary

    def structure(self, page: Path) -> Structure | None:
        """Return the structure of a page, None if it is not known any more, or was not asked for."""
        facts = self.page(str(page))
        structure: Structure | None = _unpacked(facts.structure, Structure | None) if facts else None
        return structure

    def page(self, path: str) -> PageFacts | None:
        """Return the facts of the page at `path`, None if they are not known or it has changed."""
        if path not in self._pages:
            facts: PageFacts | None = _entry(self.table.pages.get(path), PageFacts)
            is_current = facts is not None and self._are_same(facts.sources)
            self._pages[path] = facts if is_current else None
        return self._pages[path]

    def found(self, path: str, asking: Asking) -> Checked | None:
        """Return what was found on a page if that still holds."""
        facts = self.page(path)
        checked = facts.checked if facts else None
        if checked is None or self._is_stale or not self._are_same(checked.reads):
            return None
        try:
            shared = [unpacker(Digests)(self.table.shared[name]) for name in checked.shared]
        except (KeyError, ValueError):
            return None
        asked = [checked.asked, *shared]
        holds = (
            all(self.digest(other, asking) == known for pairs in asked for other, known in pairs)
            and all(self.structure_digest(other, asking) == known for other, known in checked.compared)
            and all(self.exported(other, asking) == known for other, known in checked.exported)
        )
        return checked if holds else None

    def digest(self, path: str, asking: Asking) -> bytes:
        """Return the digest of the summary of a page."""
        if path not in self._digests:
            facts = self.page(path)
            self._digests[path] = disk.digest(facts.summary) if facts else asking.summary(path)
        return self._digests[path]

    def structure_digest(self, path: str, asking: Asking) -> bytes:
        """Return the digest of the structure of a page."""
        if path not in self._structures:
            facts = self.page(path)
            self._structures[path] = disk.digest(facts.structure) if facts else asking.structure(path)
        return self._structures[path]

    def exported(self, path: str, asking: Asking) -> bytes:
        """Return the digest of what the translations of a page show."""
        if path not in self._exported:
            known = self.table.exported.get(path)
            entry = _entry(known, Derived)
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
        before = _entry(self.table.placed.get(folder), Derived)
        content = disk.digest(places)
        self._is_stale |= before is not None and before.digest != content
        self.table.placed[folder] = Derived(content, self.read(files), places)

    def has_posts(self, folder: str) -> bool:
        """Tell whether it was kept where posts below `folder` are built to."""
        return folder in self.table.placed

    def places(self, folder: str) -> bytes | None:
        """Return where the posts below `folder` are built to, packed, None if that is not known any more."""
        known = _entry(self.table.placed.get(folder), Derived)
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
            {page: table.pages.pop(page) for page in new.pages},
            {path: table.files[path] for path in new.files},
            {name: table.shared[name] for name in new.shared},
            {page: table.exported[page] for page in new.exported},
            new.values,
            common,
        )
        for page, facts in delta.pages.items():
            self._digests[page] = disk.digest(facts.summary)
            self._structures[page] = disk.digest(facts.structure)
            self._pages[page] = None
        self._new = New()
        return delta

    def hand_over(self, page: str, exported: bytes, asked: disk.Asked) -> None:
        """Have what the translations of a page show handed over too."""
        self._new.values[page] = exported, asked

    def take(self, delta: Delta) -> None:
        """Take what another process has found out."""
        self._note(delta.files)
        self.table.shared |= delta.shared
        self.table.exported |= delta.exported
        self._exported |= {page: entry.digest for page, entry in delta.exported.items()}
        for page, facts in delta.pages.items():
            self._sources[page] = facts.sources
            self.keep(page, facts.summary, facts.structure, facts.checked)

    def share(self, name: str, asked: Digests) -> None:
        """Keep what the value that is shared as `name` rests on."""
        self.table.shared[name] = asked
        self._new.shared.add(name)

    def keep(self, page: str, summary: bytes, structure: bytes, checked: Checked | None) -> None:
        """Keep the facts of a page that has been read in this run."""
        self.changes += 1
        self.checked += 1
        facts = PageFacts(self._sources[page], summary, structure, checked)
        self.table.pages[page] = self._pages[page] = facts
        self._new.pages.add(page)

    def write(self, common: disk.Asked) -> str | None:
        """Write the table if enough of it is new; `common` is what this run asked of the disk besides pages.

        Returns why that failed, None if it did not.
        """
        if self.folder is None or self.changes < min(WORTH_WRITING, len(self.table.pages)):
            return None
        table = self.table
        table.common.merge(common)
        rest = [table.files, table.sites, table.shared, _as_data(table.exported)]
        rest += [_as_data(table.placed), _as_data(table.pages)]
        return store.write(self.folder, self.name, (self.key, inputs.as_data(table.common), *rest))

    @property
    def about(self) -> str:
        """What the table was good for, in words."""
        known = sum(facts is not None for facts in self._pages.values())
        if self.reason:
            return f"nothing is known of the pages: {self.reason}"
        return f"{known - self.checked:,} pages as they were, {self.checked:,} checked anew"

    def used(self) -> disk.Asked:
        """Return all that this run rests on and has not asked itself."""
        asked = disk.Asked()
        asked.merge(self.table.common)
        for facts in self._pages.values():
            checked = facts.checked if facts else None
            self._use(asked, (*(facts.sources if facts else ()), *(checked.reads if checked else ())))
        derived = [*(self.table.exported.get(path) for path in self._exported), *self.table.placed.values()]
        for entry in (_entry(data, Derived) for data in derived):
            self._use(asked, entry.reads if entry else ())
        return asked

    def _use(self, asked: disk.Asked, files: Digests) -> None:
        asked.files |= {path: self.table.files[path] for path, _ in files if path in self.table.files}

    def _are_same(self, digests: Digests) -> bool:
        return all(self._is_same(path, known) for path, known in digests)

    def _is_same(self, path: str, known: bytes) -> bool:
        if path not in self._same:
            before = self.table.files.get(path)
            self._same[path] = before is not None and self._asked_again(path)
            self.changes += self._same[path] and self.table.files[path] != before
        return self._same[path] and self.table.files[path][1] == known

    def _asked_again(self, path: str) -> bool:
        try:
            return inputs.is_same_file(self.table.files, path)
        except (TypeError, ValueError):  # something else has written the table
            return False


def packed(value: Any, kind: Any) -> bytes:
    """Return `value` packed. Raises `TypeError` or `ValueError` for what is no plain data inside."""
    return store.pack(packer(kind)(value))


def unpacked(data: bytes, kind: Any) -> Any:
    """Return what was packed as `kind`. Raises `ValueError` for anything else."""
    return unpacker(kind)(store.unpack(data))


def _unpacked(data: Any, kind: Any) -> Any:
    try:
        return None if data is None else unpacked(data, kind)
    except (ValueError, TypeError):
        return None


def _entry(entry: Any, kind: Any) -> Any:
    """Return an entry of a table as an object, None for none and for something else."""
    if entry is None or isinstance(entry, kind):
        return entry
    try:
        return unpacker(kind)(entry)
    except ValueError:
        return None


def _as_data(entries: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of a table as plain data, which those of earlier runs are already."""
    kinds: tuple[Any, ...] = (PageFacts, Derived)
    return {
        path: packer(kinds[isinstance(entry, Derived)])(entry) if isinstance(entry, kinds) else entry
        for path, entry in entries.items()
    }


def _mapping(data: Any) -> dict[Any, Any]:
    if not isinstance(data, dict):
        raise TypeError("no mapping")
    return data
