"""The files of a docs root as MkDocs 1.6 collects them, and where the build puts each."""

from __future__ import annotations

import posixpath
import re
from fnmatch import translate
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from guidelint import disk
from guidelint.patterns import path_patterns
from guidelint.reach import lies_outside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guidelint.site.config import SiteConfig

MARKDOWN_SUFFIXES = (".markdown", ".mdown", ".mkdn", ".mkd", ".md")
DEFAULT_EXCLUDED = (".*", "/templates/")
THEME_EXCLUDED = (
    *(".*", "*/.*", "*.py", "*.pyc", "*.html", "*readme*", "mkdocs_theme.yml", "locales/*"),
    *("404.html", "sitemap.xml"),
    *(f"*{suffix}" for suffix in MARKDOWN_SUFFIXES),
)


class SiteFile(Struct, frozen=True, array_like=True):
    """A file of a site.

    `uri` is its path below the docs directory (or the theme overlay), `destination` its path in
    the built site, both with ``/``; `path` is where it lies. `is_draft` marks what a build leaves
    out but a preview shows.
    """

    uri: str
    path: Path
    destination: str
    is_draft: bool = False

    @property
    def is_page(self) -> bool:
        """Whether the file is a Markdown page."""
        return is_page(self.uri)

    def url(self, use_directory_urls: bool) -> str:  # noqa: FBT001 - the name of the setting
        """Return the address relative to the site, percent-encoded; the home page is empty."""
        folder, name = posixpath.split(self.destination)
        if use_directory_urls and name == "index.html":
            return quote(folder and folder + "/", errors="surrogateescape")
        return quote(self.destination, errors="surrogateescape")


def is_page(uri: str) -> bool:
    """Tell whether a file is a Markdown page by its name, as MkDocs does."""
    return uri.endswith(MARKDOWN_SUFFIXES)


def destination(uri: str, use_directory_urls: bool) -> str:  # noqa: FBT001 - the name of the setting
    """Return where the build puts the file at `uri`: ``a/b.md`` goes to ``a/b/index.html``."""
    if not is_page(uri):
        return uri
    folder, name = posixpath.split(uri)
    stem = posixpath.splitext(name)[0]
    stem = "index" if stem == "README" else stem
    if stem == "index" or not use_directory_urls:
        return posixpath.join(folder, stem + ".html")
    return posixpath.join(folder, stem, "index.html")


Listed = dict[tuple[Path, Path], list[tuple[str, Path]]]


def collect_files(
    config: SiteConfig, unwritten: Sequence[Path] = (), themes: Listed | None = None
) -> dict[str, SiteFile]:
    """Return the files of the site by their uri: those of the docs directory and of `custom_dir`.

    Excluded files are left out, and so is a ``README.md`` beside an ``index.md``. Names are those
    of the directory listings, so a look-up is case-exact on every system. `unwritten` pages below the
    docs directory are taken though they are not there. `themes` holds what is in theme overlays, so that
    docs roots which have one in common walk through it once.
    """
    is_excluded = _matcher(config.exclude_docs, DEFAULT_EXCLUDED)
    is_draft = _matcher(config.draft_docs)
    files: dict[str, SiteFile] = {}
    taken: set[tuple[str, str]] = set()
    in_docs: set[str] = set()
    for uri, path in chain(_walk(config.docs_dir, config.build_dir), _below(config.docs_dir, unwritten)):
        in_docs.add(uri)
        place = posixpath.dirname(uri), destination(uri, config.use_directory_urls)
        if not is_excluded(uri) and place not in taken:
            taken.add(place)
            files[uri] = SiteFile(uri, path, place[1], is_draft(uri))
    if config.custom_dir is not None:
        themes = {} if themes is None else themes
        theme = config.custom_dir, config.build_dir
        if theme not in themes:
            is_source = _theme_sources().match
            themes[theme] = [entry for entry in _walk(*theme) if not is_source(entry[0].lower())]
        for uri, path in themes[theme]:
            if uri not in in_docs and not is_excluded(uri):
                files[uri] = SiteFile(uri, path, uri, is_draft(uri))
    return files


@cache
def _theme_sources() -> re.Pattern[str]:
    """Return what the names of files in a theme match that are no part of the site."""
    return re.compile("|".join(map(translate, THEME_EXCLUDED)))


def _below(top: Path, paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    return ((path.relative_to(top).as_posix(), path) for path in paths if path.is_relative_to(top))


def _walk(top: Path, anchor: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files below `top`, through links but never around a loop.

    Links out of the repository of `anchor` are not followed.
    Of two files of a directory that build to the same place, the one that MkDocs keeps is first.
    """
    for folder, folders, names in disk.walk(top):
        base = Path(folder)
        folders[:] = sorted(name for name in folders if not _leads_astray(base / name, anchor))
        prefix = "" if base == top else base.relative_to(top).as_posix() + "/"
        for name in sorted(names, key=_order, reverse=True):
            yield prefix + name, base / name


def _order(name: str) -> tuple[bool, str]:
    return (posixpath.splitext(name)[0] not in ("index", "README"), name)


def _leads_astray(folder: Path, anchor: Path) -> bool:
    """Tell whether a symbolic link leads around a loop or out of the repository of `anchor`."""
    if not disk.is_symlink(folder):
        return False
    return disk.real(folder.parent).is_relative_to(disk.real(folder)) or lies_outside(folder, anchor)


def _matcher(patterns: Sequence[str], defaults: Sequence[str] = ()) -> Callable[[str], bool]:
    """Return a test for .gitignore patterns; the defaults alone need no pattern library."""
    if patterns:
        spec = path_patterns([*defaults, *patterns])
        return spec.match_file
    if defaults:
        return lambda uri: uri.startswith((".", "templates/")) or "/." in uri
    return lambda uri: False  # noqa: ARG005 - the signature of a matcher
