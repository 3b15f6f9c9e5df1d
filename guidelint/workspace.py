"""Which pages a run is about, how each is read, and which site each belongs to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint import disk
from guidelint.ahead import Ahead
from guidelint.discovery import Discovered
from guidelint.discovery import discover as discover_pages
from guidelint.markdown.dialect import GITHUB
from guidelint.site.discover import Discovery, config_of, find_base, is_base
from guidelint.site.discover import discover as discover_sites
from guidelint.site.index import RUNTIME_ANCHORS, Reader, Site
from guidelint.site.summary import PageSummary, summarise
from guidelint.source import read_source

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from guidelint.config.settings import Settings
    from guidelint.config.translations import Translations
    from guidelint.markdown.page import Page
    from guidelint.markdown.snippet_files import SnippetFiles
    from guidelint.site.config import SiteConfig
    from guidelint.site.structure import Structure
    from guidelint.source import Source


class Known(Protocol):
    """What earlier runs know; see `guidelint.cache.facts`."""

    def sites(self, top: Path) -> tuple[SiteConfig, ...] | None:
        """Return the docs roots of the repository at `top`, None if they are not known."""

    def keep_sites(self, top: Path, configs: tuple[SiteConfig, ...]) -> None:
        """Keep the docs roots of the repository at `top`."""

    def whole(self) -> Whole | None:
        """Return the pages of a run without paths, None if they are not known."""

    def keep_whole(self, whole: Whole) -> None:
        """Keep the pages of a run without paths."""

    def summary(self, page: Path) -> PageSummary | None:
        """Return the summary of a page without its structure, None if it is not known."""

    def structure(self, page: Path) -> Structure | None:
        """Return the structure of a page, None if it is not known or it has none."""

    def reading(self, page: Path) -> AbstractContextManager[set[str]]:
        """Note what is asked of the disk while a page is read, given the names of what makes it up."""


class Whole(Struct, frozen=True, array_like=True):
    """The pages of a run without paths, and the repositories that some of their folders lie in."""

    found: Discovered
    tops: dict[str, str | None]


class Target(Struct, frozen=True):
    """A page to check: its absolute path, and its name in reports."""

    path: Path
    name: str


class Workspace(Struct, dict=True):
    """The pages of a run and the sites around them.

    `base` is the working directory, which names in reports are relative to; `settings` are the
    configuration of the run; `excluded`, `others` and `whole` are as in `Discovered`. Pages that are
    read because another one links to them are kept until their own turn comes. `edited` holds, by
    their real paths, pages that are read as if they had been changed on disk. `known` is what earlier
    runs know of sites and pages.
    """

    base: Path
    settings: Settings
    targets: tuple[Target, ...] = ()
    excluded: int = 0
    others: int = 0
    whole: bool = True
    edited: dict[Path, Source] = field(default_factory=dict)
    known: Known | None = None
    _tops: dict[Path, Path | None] = field(default_factory=dict)
    _configs: dict[Path, SiteConfig | None] = field(default_factory=dict)
    _names: dict[Path, str] = field(default_factory=dict)
    _found: dict[Path | None, Discovery] = field(default_factory=dict)
    _sites: dict[Path | None, Site] = field(default_factory=dict)
    _site_of: dict[Path, Site] = field(default_factory=dict)
    _digests: dict[Path, int] = field(default_factory=dict)

    @property
    def discoveries(self) -> list[Discovery]:
        """What has been found of sites so far, one entry for each repository."""
        return list(self._found.values())

    def name(self, path: Path) -> str:
        """Return `path` as reports name it: relative to the working directory, with ``/``."""
        if path not in self._names:
            text, above = os.fspath(path), self._above
            below = above and text.startswith(above) and ".." not in text
            name = text[len(above) :] if below else os.path.relpath(path, self.base)
            self._names[path] = name.replace(os.sep, "/")
        return self._names[path]

    @cached_property
    def _above(self) -> str:
        """What paths below the working directory begin with, "" where that is not known of the text alone."""
        is_plain = self.base.is_absolute() and ".." not in self.base.parts
        return f"{str(self.base).rstrip(os.sep)}{os.sep}" if is_plain else ""

    def discovery(self, folder: Path) -> Discovery:
        """Return the docs roots of the repository that `folder` lies in."""
        top = self._top(folder)
        if top not in self._found:
            self._found[top] = self._discover(top) if top else Discovery()
        return self._found[top]

    def _discover(self, top: Path) -> Discovery:
        configs = self.known.sites(top) if self.known else None
        if configs is not None:
            return Discovery(configs)
        here = self._elsewhere and top == self._here
        found = discover_sites(top, self.settings.env, self._elsewhere if here else None)
        if self.known and not found.problems:
            self.known.keep_sites(top, found.configs)
        return found

    def config(self, page: Path) -> SiteConfig | None:
        """Return the docs root that the page at `page` lies in, None outside of every docs root."""
        folder = page.parent
        if folder not in self._configs:
            self._configs[folder] = config_of(self.discovery(folder).configs, page)
        return self._configs[folder]

    def site(self, page: Path) -> Site:
        """Return everything that the links of the page at `page` can point to."""
        try:
            return self._site_of[page]
        except KeyError:
            site = self._site_of[page] = self._find_site(page)
            return site

    def _find_site(self, page: Path) -> Site:
        top = self._top(page.parent)
        if top not in self._sites:
            self._sites[top] = Site(
                self.discovery(page.parent).configs,
                self._summary,
                self.base,
                absent=[self.settings.root / path for path in self.settings.absent],
                aliases=tuple(self.settings.aliases.items()),
                runtime_anchors=(*RUNTIME_ANCHORS, *self.settings.runtime_anchors),
                reader=Reader(self.source, self.parse),
                unwritten=[target.path for target in self.targets] if self.edited else (),
                structure=self._structure if self.known else None,
                records=self.known is not None,
            )
        return self._sites[top]

    def read(self, path: Path) -> Page:
        """Read and parse the page at `path`; raise `UnreadableError` when it cannot be read."""
        ahead = self._ahead.get(path)
        if ahead:
            return ahead
        if self.known:
            with self.known.reading(path) as sources:
                page = self._read(path)
                sources.update(page.sources)
            return page
        return self._read(path)

    def take(self, path: Path) -> Page:
        """Read the page at `path` as `read` does, and let its site know what others may ask of it."""
        ahead = self._ahead.take(path)
        if ahead:
            return ahead  # its site has asked already
        page = self.read(path)
        self.site(path).remember(path, summarise(page, structured=self.is_compared(path)))
        return page

    def _read(self, path: Path) -> Page:
        source = self.source(path)
        self._digests.setdefault(path, hash(source.text))
        return self.parse(path, source)

    def source(self, path: Path) -> Source:
        """Return the text of the page at `path`; raise `UnreadableError` when it cannot be read."""
        edited = self.edited.get(path.resolve()) if self.edited else None
        if edited:
            return replace(edited, path=self.name(path))
        return read_source(path, self.name(path))

    def parse(self, path: Path, source: Source) -> Page:
        """Read `source` as the site reads the page at `path`."""
        from guidelint.markdown.parser import parse_page  # noqa: PLC0415 - a run may know all pages already

        config = self.config(path)
        return parse_page(source, config.dialect if config else GITHUB, self.base, self._snippets)

    @cached_property
    def _snippets(self) -> SnippetFiles:
        from guidelint.markdown.snippet_files import SnippetFiles  # noqa: PLC0415 - as above

        return SnippetFiles(self.base)

    def is_as_first_read(self, path: Path, source: Source) -> bool:
        """Tell whether `source` has the text that the page at `path` had when it was first read."""
        return self._digests.get(path) == hash(source.text)

    def forget(self) -> None:
        """Read every page anew from now on, because some have changed."""
        self._sites.clear()
        self._site_of.clear()
        self._digests.clear()
        for name in ("_snippets", "_ahead"):
            self.__dict__.pop(name, None)

    def _summary(self, path: Path) -> PageSummary:
        summary = self.known.summary(path) if self.known else None
        if summary is not None:
            return summary
        page = self.read(path)
        self._ahead.keep(path, page)
        return summarise(page, structured=self.is_compared(path))

    def _structure(self, path: Path) -> Structure | None:
        known = self.known.structure(path) if self.known else None
        return known or summarise(self.read(path), structured=True).structure

    def is_compared(self, path: Path) -> bool:
        """Tell whether a translation of the page at `path` is asked for too, to be compared with it.

        What is kept for later runs has to do for those that ask for others.
        """
        if self.known:
            return self.site(path).is_translated(path)
        return any(version in self._asked for _, version in self.site(path).versions_of(path))

    @cached_property
    def _asked(self) -> frozenset[Path]:
        return frozenset(target.path for target in self.targets)

    @cached_property
    def _ahead(self) -> Ahead:
        return Ahead(target.path for target in self.targets)

    def _top(self, folder: Path) -> Path | None:
        """Return the repository of `folder`; that of the configuration for all that its site consists of."""
        if self._elsewhere and self._elsewhere.covers(folder):
            return self._here
        return self._nearest(folder)

    @property
    def _elsewhere(self) -> Translations | None:
        return self.settings.translations

    @property
    def _here(self) -> Path:
        return self._nearest(self.settings.root) or self.settings.root

    def _nearest(self, folder: Path) -> Path | None:
        if folder not in self._tops:
            above = None if folder.parent == folder else folder.parent
            self._tops[folder] = folder if is_base(folder) else above and self._nearest(above)
        return self._tops[folder]

    def tops(self, pages: Iterable[Path]) -> dict[str, str | None]:
        """Return the repositories that the folders of `pages` lie in, None for those that lie in none.

        Folders that belong to the configuration wherever they are have no part in that.
        """
        folders = {page.parent for page in pages}
        own = [folder for folder in folders if not (self._elsewhere and self._elsewhere.covers(folder))]
        return {str(folder): str(top) if (top := self._nearest(folder)) else None for folder in own}

    def stand(self, tops: Mapping[str, str | None]) -> None:
        """Take what `tops` gave in an earlier run, since when nothing has changed in these folders."""
        known = {top: Path(top) for top in tops.values() if top}
        self._tops |= {Path(folder): known[top] if top else None for folder, top in tops.items()}

    def is_elsewhere(self, path: Path) -> bool:
        """Tell whether `path` belongs to a source in a repository of others: it is read, but not checked."""
        return self._elsewhere is not None and self._elsewhere.is_elsewhere(path)


def open_workspace(
    settings: Settings, paths: Sequence[Path], base: Path, known: Known | None = None
) -> Workspace:
    """Return the workspace for `paths`; without paths, for every docs root, else for all Markdown.

    `known` is what earlier runs know. Raises `guidelint.discovery.PathError` for a path that does not exist.
    """
    workspace = Workspace(base, settings, known=known)
    whole = known.whole() if known and not paths else None
    if whole:
        found = whole.found
        workspace.stand(whole.tops)
    else:
        found = discover_pages(
            paths or _default_paths(workspace),
            (lambda path: settings.excludes(_below(path, settings.root))) if settings.exclude else None,
        )
        if known and found.pages and not (paths or any(each.problems for each in workspace.discoveries)):
            known.keep_whole(Whole(found, workspace.tops(found.pages)))
    workspace.targets = tuple(Target(path, workspace.name(path)) for path in found.pages)
    workspace.excluded, workspace.others, workspace.whole = found.excluded, found.others, found.whole
    return workspace


def open_text(settings: Settings, path: Path, source: Source, base: Path) -> Workspace:
    """Return the workspace for one page at `path`, there or not, whose text is `source`."""
    absolute = Path(os.path.normpath(base / path))
    workspace = Workspace(base, settings, whole=False, edited={absolute.resolve(): source})
    if settings.excludes(_below(absolute, settings.root)):
        workspace.excluded = 1
    else:
        workspace.targets = (Target(absolute, workspace.name(absolute)),)
    return workspace


def _default_paths(workspace: Workspace) -> list[Path]:
    roots = [config.docs_dir for config in workspace.discovery(workspace.base).configs]
    existing = [root for root in roots if disk.is_dir(root) and not workspace.is_elsewhere(root)]
    return existing or [find_base(workspace.base) or workspace.base]


def _below(path: Path, root: Path) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")
