"""One docs directory of a site: its files, the languages of their names, and where the build puts them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from guidelint import disk
from guidelint.discovery import repository_top
from guidelint.site.blog import place_posts
from guidelint.site.files import Listed, SiteFile, collect_files
from guidelint.site.languages import Languages, names_languages
from guidelint.site.suggest import index_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from guidelint.site.config import SiteConfig
    from guidelint.site.suggest import NameIndex


class DocsRoot:
    """One docs directory: what its build reads and where it puts it.

    `base_url` is the address of the built site; where the configuration has none, an address
    under ``.invalid`` that no link can name stands in for it. `posts` are the pages that have been read
    to know where the build puts them, as `disk.Asked` keeps what was read. `themes` is as in `collect_files`.
    """

    def __init__(
        self,
        config: SiteConfig,
        number: int = 0,
        unwritten: Sequence[Path] = (),
        themes: Listed | None = None,
    ) -> None:
        self.config = config
        self.themes = themes
        self.unwritten = unwritten
        self.posts: dict[str, tuple[disk.Signature, bytes]] = {}
        self._moved: Mapping[str, SiteFile] | None = None
        self.base_url = _sound(config.site_url) or f"https://root-{number}.invalid/"

    @cached_property
    def files(self) -> Mapping[str, SiteFile]:
        """The files by their path below the docs directory, as `collect_files` gives them."""
        return collect_files(self.config, self.unwritten, self.themes)

    @cached_property
    def placed(self) -> Mapping[str, SiteFile]:
        """The same files with blog posts and translations where the build puts them."""
        if self._moved is not None:
            return {**self.files, **self._moved}
        with disk.recording() as asked:
            placed = place_posts(self.config, self.files)
        self.posts, asked.files = asked.files, {}
        disk.remember(asked)
        if not self.languages.codes:
            return placed
        return self.languages.place(placed, directory_urls=self.config.use_directory_urls)

    def place(self, moved: Mapping[str, SiteFile]) -> None:
        """Take where the build puts the files that it does not put where others like them are put."""
        self._moved = moved

    @cached_property
    def repository(self) -> tuple[Path, ...]:
        """The top of the repository that the docs directory lies in, if it lies in one."""
        top = repository_top(self.config.docs_dir)
        return () if top is None else (top,)

    @cached_property
    def languages(self) -> Languages:
        """The languages that names of files carry."""
        return names_languages(self.config)

    @cached_property
    def _versions(self) -> Mapping[str, Mapping[str, SiteFile]]:
        return self.languages.versions(self.files)

    def named(self, uri: str) -> SiteFile:
        """Return the file that one of `names` stands for."""
        return self.find(uri) or next(iter(self._versions[uri].values()))

    def find(self, uri: str, page: SiteFile | None = None) -> SiteFile | None:
        """Return the file that a link to `uri`, a path below the docs directory, means on `page`."""
        versions = self._versions.get(uri, {})
        spoken = self.languages.split(page.uri)[1] if page else None
        chosen = versions.get(spoken or "") or versions.get(self.languages.default)
        return chosen or self.files.get(uri) or self.files.get(self.languages.source(uri) or "")

    @cached_property
    def built(self) -> Mapping[str, SiteFile]:
        """The files by their path in the built site."""
        return {file.destination: file for file in self.placed.values() if file.destination}

    @cached_property
    def names(self) -> NameIndex:
        """The files by their name, for suggestions: as links name them, without a language."""
        return index_names(dict.fromkeys(map(self.languages.plain, self.files)))

    def url(self, file: SiteFile) -> str:
        """Return the address of a file on the web."""
        return self.base_url + self.placed[file.uri].url(self.config.use_directory_urls)

    def at(self, path: str) -> SiteFile | None:
        """Return what a server sends for `path`, relative to the site and not percent-encoded."""
        rest = self.languages.below(path)
        return self._at(path) or (None if rest is None else self._at(rest))

    def _at(self, path: str) -> SiteFile | None:
        if not path or path.endswith("/"):
            return self.built.get(path + "index.html")
        return self.built.get(path) or self.built.get(path + "/index.html")


def _sound(url: str | None) -> str | None:
    """Return `url` if it is one that an address can be made from."""
    try:
        return url if url and (urlsplit(url).port or True) else None
    except ValueError:
        return None
