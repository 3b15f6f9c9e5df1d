"""The configuration of one docs root, whichever generator it is written for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

from guidelint.markdown.dialect import MKDOCS_DEFAULT, Dialect

Generator = Literal["mkdocs", "material", "zensical"]
Plugins = Mapping[str, Mapping[str, Any]]

GENERATOR_NAMES: Mapping[Generator, str] = {
    "mkdocs": "MkDocs",
    "material": "Material",
    "zensical": "Zensical",
}


class NavEntry(Struct, frozen=True, array_like=True):
    """One target of the navigation and where it is written; line and column are 1-based."""

    target: str
    title: str | None
    path: Path
    line: int
    column: int


class Validation(Struct, frozen=True, array_like=True):
    """The `validation` settings of MkDocs 1.6: ``warn``, ``info`` or ``ignore`` each.

    `absolute_links` may also be ``relative_to_docs``, which makes ``/x.md`` a path in the docs.
    """

    nav_omitted_files: str = "info"
    nav_not_found: str = "warn"
    nav_absolute_links: str = "info"
    not_found: str = "warn"
    absolute_links: str = "info"
    unrecognized_links: str = "info"
    anchors: str = "info"


class SiteConfig(Struct, frozen=True, array_like=True):
    """What a configuration file says about one docs root. All paths are absolute.

    `language` is that of the theme, or of the translation when `is_translation`. `nav` is None
    where pages make their own navigation. `plugins` maps the names of the plugins that are on to
    their options, without the prefix ``material/`` and with groups opened. `alternates` are the
    other languages of the site and their addresses. `variables` are the names under `extra`, which
    templates can use. `docs_dir_variables` are the ``!ENV`` names
    that `docs_dir` is read from.
    """

    path: Path
    generator: Generator
    docs_dir: Path
    build_dir: Path
    site_url: str | None = None
    use_directory_urls: bool = True
    theme: str | None = None
    custom_dir: Path | None = None
    language: str = "en"
    nav: tuple[NavEntry, ...] | None = None
    plugins: Plugins = field(default_factory=dict)
    dialect: Dialect = MKDOCS_DEFAULT
    repo_url: str | None = None
    edit_uri: str | None = None
    edit_uri_template: str | None = None
    validation: Validation = field(default_factory=Validation)
    extra_css: tuple[str, ...] = ()
    exclude_docs: tuple[str, ...] = ()
    draft_docs: tuple[str, ...] = ()
    not_in_nav: tuple[str, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    variables: frozenset[str] = frozenset()
    has_hooks: bool = False
    is_versioned: bool = False
    is_translation: bool = False
    inherits: tuple[Path, ...] = ()
    docs_dir_variables: tuple[str, ...] = ()
