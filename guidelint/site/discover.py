"""Find the sites of a repository and tell to which of them a page belongs."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint import disk
from guidelint.markdown.dialect import GITHUB

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guidelint.config.translations import Translations
    from guidelint.markdown.dialect import Dialect
    from guidelint.site.config import SiteConfig
    from guidelint.site.yaml import ConfigError

PATTERNS = ("mkdocs*.yml", "mkdocs*.yaml", "zensical*.toml")
FOLDERS = (".", "config")
SUBMODULE_PATH = re.compile(r"^[ \t]*path[ \t]*=(.+)$", re.MULTILINE)


class Discovery(Struct, frozen=True):
    """The docs roots of a repository, and what kept a configuration from being read."""

    configs: tuple[SiteConfig, ...] = ()
    problems: tuple[ConfigError, ...] = ()


def load_site_config(path: Path, env: Mapping[str, str] | None = None) -> SiteConfig:
    """Read the site configuration at `path`: `zensical.toml`, else a file of MkDocs.

    `env` holds the values of ``!ENV`` names. Raises `ConfigError`.
    """
    if path.suffix == ".toml":
        from guidelint.site.zensical import load_zensical  # noqa: PLC0415 - for such sites only

        return load_zensical(path)
    from guidelint.site.mkdocs import load_mkdocs  # noqa: PLC0415 - as above

    return load_mkdocs(path, env)


def discover(
    directory: Path, env: Mapping[str, str] | None = None, elsewhere: Translations | None = None
) -> Discovery:
    """Return the sites configured in `directory` or in its folder ``config/``.

    A docs directory that several configurations name belongs to the first, by file name. A file
    that another one inherits from is no site unless it is the plain `mkdocs.yml`. `elsewhere` is where
    more of the site lies: the source that `directory` has translations of, or translations of its pages.
    """
    configs: list[SiteConfig] = []
    problems: list[ConfigError] = []
    source = elsewhere.source if elsewhere else None
    sources = config_files(source or directory)
    found = [*sources, *config_files(directory)] if source else sources
    if found:
        from guidelint.site.translations import translations  # noqa: PLC0415 - reading YAML takes long to import
        from guidelint.site.yaml import ConfigError  # noqa: PLC0415 - as above
    for path in found:
        try:
            config = load_site_config(path, env)
            trees = elsewhere.trees if elsewhere and path in sources else ()
            configs += [config, *translations(config, env or {}, trees)]
        except ConfigError as error:
            problems.append(error)
    return Discovery(tuple(_distinct(configs)), tuple(problems))


def _distinct(configs: Sequence[SiteConfig]) -> Iterator[SiteConfig]:
    inherited = {path for config in configs for path in config.inherits}
    taken = set()
    for config in configs:
        is_base = config.path in inherited and config.path.stem != "mkdocs"
        if not is_base and config.docs_dir not in taken:
            taken.add(config.docs_dir)
            yield config


def config_files(directory: Path) -> list[Path]:
    """Return the configuration files of `directory`, plain names before others."""
    found = [
        path
        for folder in FOLDERS
        for path in disk.matching(directory / folder, *PATTERNS)
        if disk.is_file(path)
    ]
    return sorted(found, key=lambda path: (path.parent != directory, path.stem != "mkdocs", path.name))


def find_base(start: Path) -> Path | None:
    """Return the nearest directory at or above `start` that has a site or is a repository.

    A repository (a directory with ``.git``) ends the search.
    """
    start = start.absolute()
    return next((directory for directory in (start, *start.parents) if is_base(directory)), None)


def is_base(directory: Path) -> bool:
    """Tell whether `directory` has a site or is a repository."""
    return disk.is_dir(directory) and (disk.exists(directory / ".git") or bool(config_files(directory)))


def config_of(configs: Sequence[SiteConfig], page: Path) -> SiteConfig | None:
    """Return the configuration whose docs directory holds `page`, the innermost if several do.

    None means that the page lies outside of every docs root and is read as GitHub reads it.
    """
    path = str(page.absolute())
    holding = [config for config in configs if path.startswith(f"{config.docs_dir}{os.sep}")]
    return max(holding, key=lambda config: len(str(config.docs_dir)), default=None)


def dialect_of(configs: Sequence[SiteConfig], page: Path) -> Dialect:
    """Return how `page` is read: as its site renders it, else as GitHub does."""
    config = config_of(configs, page)
    return GITHUB if config is None else config.dialect


def absent_submodules(directory: Path) -> tuple[Path, ...]:
    """Return the submodules of the repository at `directory` that are not checked out."""
    try:
        text = disk.read_text(directory / ".gitmodules", errors="replace")
    except OSError:
        return ()
    paths = [directory / found.strip() for found in SUBMODULE_PATH.findall(text)]
    return tuple(path for path in paths if not disk.is_dir(path) or not disk.names(path))
