"""The sites of a repository: their docs roots, what is known of their pages, and which translates which."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint import disk
from guidelint.reach import leads_out
from guidelint.site.addresses import Addresses
from guidelint.site.crowdin import exported_files, is_exported
from guidelint.site.discover import config_of
from guidelint.site.docs_root import DocsRoot
from guidelint.site.exports import MIN_VOTERS, common_text, is_same, voters
from guidelint.site.history import former_texts
from guidelint.site.pairs import find_source, find_versions
from guidelint.site.summary import UNREADABLE, PageSummary, summarise
from guidelint.source import Source, UnreadableError

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.config import SiteConfig
    from guidelint.site.files import Listed, SiteFile
    from guidelint.site.structure import Structure

RUNTIME_ANCHORS = (r"[/!].*", r"__.*", r"tag:.*")

T = TypeVar("T")
Summariser = Callable[[Path], PageSummary]
Versions = tuple[tuple[str, Path], ...]


class Reader(NamedTuple):
    """How the text of a page is read by its absolute path, and how a text is parsed as that page.

    The former may raise `UnreadableError`.
    """

    read: Callable[[Path], Source]
    parse: Callable[[Path, Source], Page]


class Place(NamedTuple):
    """A page and its docs root."""

    root: DocsRoot
    file: SiteFile


class Trace(Struct):
    """What was asked of a site: `pages` by their summaries, `structures` of pages, pages as `exported`.

    `shared` holds by name what was computed from all pages.
    """

    pages: set[Path] = field(default_factory=set)
    structures: set[Path] = field(default_factory=set)
    exported: set[Path] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)


class Site:
    """Everything links of a repository can point to.

    `configs` are its docs roots, `summarise` reads a page by its absolute path and is called at
    most once for each, when one of its anchors is asked for; it may raise `UnreadableError`.
    `base` is the directory that reports name files from. `absent` are paths (absolute, or relative
    to `base`) that exist where the site is built but not here, such as a submodule that is not
    checked out. `aliases` are further addresses of docs roots: pairs of an old and a current
    prefix. `runtime_anchors` are regular expressions for whole fragments that scripts understand.
    Without a `reader` nothing is read from the texts of translations. `unwritten` are pages that belong
    to their docs roots although they may not be on disk. `structure` reads the structure of a page whose
    summary came without one. With `records` what was asked of the disk for an answer of `exported` is known.
    """

    def __init__(
        self,
        configs: Sequence[SiteConfig],
        summarise: Summariser,
        base: Path,
        *,
        absent: Sequence[Path] = (),
        aliases: Sequence[tuple[str, str]] = (),
        runtime_anchors: Sequence[str] = RUNTIME_ANCHORS,
        reader: Reader | None = None,
        unwritten: Sequence[Path] = (),
        structure: Callable[[Path], Structure | None] | None = None,
        records: bool = False,
    ) -> None:
        self.base = base.absolute()
        themes: Listed = {}
        self.roots = tuple(
            DocsRoot(config, number, unwritten, themes) for number, config in enumerate(configs)
        )
        self.absent = tuple(self.base / path for path in absent)
        self.addresses = Addresses(self.roots, tuple(aliases))
        self._runtime_anchors = tuple(map(re.compile, runtime_anchors))
        self._is_runtime: dict[str, bool] = {}
        self._summarise = summarise
        self._read_structure = structure
        self._records = records
        self.reader = reader
        self._export_files: dict[Path, tuple[re.Pattern[str], ...]] = {}
        self._exported: dict[Path, tuple[PageSummary | None, disk.Asked]] = {}
        self._shared: dict[str, tuple[Any, Trace]] = {}
        self._trace: Trace | None = None
        self._versions: dict[Path, Versions] = {}
        self._former: dict[Path, tuple[tuple[str, PageSummary], ...]] = {}
        self._summaries: dict[Path, PageSummary] = {}
        self._structures: dict[Path, Structure | None] = {}
        self._places: dict[Path, Place | None] = {}
        self._root_of: dict[Path, DocsRoot | None] = {}
        self._sources: dict[Path, Path | None] = {}
        self._names: dict[Path, str] = {}
        self._paths: dict[str, Path] = {}
        self._listings: dict[Path, frozenset[str]] = {}
        self._by_docs_dir = {root.config.docs_dir: root for root in self.roots}

    def absolute(self, page: Path) -> Path:
        """Return the path of `page`, absolute or relative to `base`, without ``..``."""
        path = page if page.is_absolute() else self.base / page
        return Path(os.path.normpath(path)) if ".." in path.parts else path

    def path(self, name: str) -> Path:
        """Return the absolute path of what reports call `name`: always the same object."""
        if name not in self._paths:
            self._paths[name] = self._own(self.absolute(Path(name)))
        return self._paths[name]

    def _own(self, page: Path) -> Path:
        """Return the path of a page as its docs root has it: the same object is found again faster."""
        place = self.place(page)
        return place.file.path if place else page

    def place(self, page: Path) -> Place | None:
        """Return the docs root of a page and the page in it.

        `page` is absolute or relative to `base`. None for a page outside of every docs root and
        for one that its build leaves out.
        """
        try:
            return self._places[page]
        except KeyError:
            found = self._places[page] = self._find_place(self.absolute(page))
            return found

    def _find_place(self, page: Path) -> Place | None:
        root = self.root_of(page)
        if root is None:
            return None
        file = root.files.get(page.relative_to(root.config.docs_dir).as_posix())
        return None if file is None else Place(root, file)

    def root_of(self, page: Path) -> DocsRoot | None:
        """Return the docs root that `page` lies in, built or not."""
        if page not in self._root_of:
            config = config_of([root.config for root in self.roots], self.absolute(page))
            self._root_of[page] = None if config is None else self._by_docs_dir[config.docs_dir]
        return self._root_of[page]

    def summary(self, page: Path) -> PageSummary:
        """Return the summary of the page at `page`, with no ids known if it cannot be read.

        It comes without the structure, which is asked for by itself.
        """
        known = self._summaries.get(page)
        path = page if known else self.absolute(page)
        if self._trace is not None:
            self._trace.pages.add(path)
        return known or self._summary(path)

    def structure(self, page: Path) -> Structure | None:
        """Return the structure of the page at `page`, None where no translations of it are compared."""
        path = page if page in self._structures else self.absolute(page)
        if self._trace is not None:
            self._trace.structures.add(path)
        self._summary(path)
        if path not in self._structures:
            try:
                self._structures[path] = self._read_structure(path) if self._read_structure else None
            except UnreadableError:
                self._structures[path] = None
        return self._structures[path]

    def _summary(self, path: Path) -> PageSummary:
        if path not in self._summaries:
            try:
                self.remember(path, self._summarise(path))
            except UnreadableError:
                self._summaries[path] = UNREADABLE
        return self._summaries[path]

    def remember(self, page: Path, summary: PageSummary) -> None:
        """Take the summary of a page that has been read already."""
        path = self._own(self.absolute(page))
        if summary.structure is not None:
            self._structures[path] = summary.structure
            summary = replace(summary, structure=None)
        self._summaries[path] = summary

    def source_of(self, page: Path) -> Path | None:
        """Return the page that the one at `page` translates; it need not exist. None for any other page."""
        if page not in self._sources:
            source = find_source(self, self.absolute(page))
            self._sources[page] = source and self._own(source)
        return self._sources[page]

    def versions_of(self, source: Path) -> Versions:
        """Return the translations of the page at `source`: the language and the path of each, sorted."""
        if source not in self._versions:
            self._versions[source] = tuple(find_versions(self, self.absolute(source)))
        return self._versions[source]

    def is_translated(self, page: Path) -> bool:
        """Tell whether there are translations of the page at `page`."""
        return bool(self.versions_of(page))

    def is_exported(self, page: Path) -> bool:
        """Tell whether a translation platform writes the page at `page`, so that changes in it are lost."""
        path = self.absolute(page)
        root = self.root_of(path)
        folders = dict.fromkeys(
            (root.config.build_dir, self.base, *root.repository) if root else (self.base,)
        )
        return any(is_exported(self._exports_to(folder), path) for folder in folders)

    def _exports_to(self, folder: Path) -> tuple[re.Pattern[str], ...]:
        if folder not in self._export_files:
            self._export_files[folder] = exported_files(folder)
        return self._export_files[folder]

    def exported(self, source: Path) -> PageSummary | None:
        """Return the page at `source` as most of its translations show it; see `guidelint.site.exports`.

        None where they are too few to tell, or show the same as the source.
        """
        if self._trace is not None:
            self._trace.exported.add(source)
        if source not in self._exported:
            with disk.recording() if self._records else nullcontext(disk.Asked()) as asked:
                exported = self._export(source)
            self._exported[source] = exported, asked
        return self._exported[source][0]

    def remember_exported(self, source: Path, exported: PageSummary | None, asked: disk.Asked) -> None:
        """Take the answer of `exported` for a page, and what was asked of the disk for it."""
        self._exported[source] = exported, asked

    def asked_to_export(self, source: Path) -> disk.Asked:
        """Return what was asked of the disk for the answer of `exported`."""
        return self._exported[source][1]

    def _export(self, source: Path) -> PageSummary | None:
        if self.reader is None or len(self.versions_of(source)) < MIN_VOTERS:
            return None
        read = self.reader.read
        original = _read(read, source)
        others = [_read(read, path) for _, path in voters(self.versions_of(source))]
        texts = [other.lines for other in others if other is not None]
        text = common_text(original.lines if original else (), texts)
        if text is None or (original is not None and is_same(text, original.text)):
            return None
        page = self.reader.parse(source, Source(self.display(source), text))
        return summarise(page, structured=True)

    @contextmanager
    def tracing(self) -> Iterator[Trace]:
        """Collect what is asked inside, so that the answers can be compared in a later run."""
        trace, outer = Trace(), self._trace
        self._trace = trace
        try:
            yield trace
        finally:
            self._trace = outer

    def shared(self, name: str, compute: Callable[[Site], T]) -> T:
        """Return what `compute` makes of the whole site; it is computed once, and `name` stands for it."""
        if name not in self._shared:
            with self.tracing() as trace:
                value = compute(self)
            self._shared[name] = value, trace
        value, asked = self._shared[name]
        if self._trace is not None:
            self._trace.shared.add(name)
            self._trace.structures |= asked.structures
            self._trace.exported |= asked.exported
        return cast("T", value)

    def asked_for(self, name: str) -> Trace:
        """Return what was asked to compute what is shared as `name`."""
        return self._shared[name][1]

    def former(self, source: Path) -> tuple[tuple[str, PageSummary], ...]:
        """Return earlier versions of the page at `source` with their days, the newest first."""
        if source not in self._former:
            found = []
            for day, text in former_texts(source) if self.reader else ():
                page = self.reader.parse(source, Source(self.display(source), text)) if self.reader else None
                if page:
                    found.append((day, summarise(page, structured=True)))
            self._former[source] = tuple(found)
        return self._former[source]

    def is_runtime_anchor(self, fragment: str) -> bool:
        """Tell whether scripts understand a whole fragment."""
        if fragment not in self._is_runtime:
            self._is_runtime[fragment] = any(pattern.fullmatch(fragment) for pattern in self._runtime_anchors)
        return self._is_runtime[fragment]

    def is_absent(self, path: Path) -> bool:
        """Tell whether `path` is declared to exist elsewhere, or lies behind a link out of the repository."""
        return any(path.is_relative_to(absent) for absent in self.absent) or leads_out(path)

    def exists(self, path: Path) -> bool:
        """Tell whether `path`, below `base`, exists with exactly this spelling on every system."""
        if not path.is_relative_to(self.base):
            return False
        folder = self.base
        for name in path.relative_to(self.base).parts:
            if name not in self.listing(folder):
                return False
            folder /= name
        return True

    def listing(self, folder: Path) -> frozenset[str]:
        """Return the names in `folder`, none where it cannot be read or leads out of the repository."""
        if folder not in self._listings:
            try:
                self._listings[folder] = frozenset(() if leads_out(folder) else disk.names(folder))
            except OSError:
                self._listings[folder] = frozenset()
        return self._listings[folder]

    def display(self, path: Path) -> str:
        """Return `path` as reports show it: relative to `base`, with ``/``."""
        if path not in self._names:
            self._names[path] = os.path.relpath(path, self.base).replace(os.sep, "/")
        return self._names[path]


def _read(read: Callable[[Path], Source], path: Path) -> Source | None:
    try:
        return read(path)
    except UnreadableError:
        return None
