"""The `Dialect` that says in guidelint's words how MkDocs renders a site."""

from __future__ import annotations

import functools
import os
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidelint.markdown.dialect import Dialect, EmojiOptions, SnippetOptions, TocOptions

if TYPE_CHECKING:
    from tests.oracle.render import OracleSite

PARTS = {
    "markdown.extensions.extra": (
        "markdown.extensions.fenced_code",
        "markdown.extensions.footnotes",
        "markdown.extensions.attr_list",
        "markdown.extensions.def_list",
        "markdown.extensions.tables",
        "markdown.extensions.abbr",
        "markdown.extensions.md_in_html",
    ),
    "pymdownx.extra": (
        "pymdownx.betterem",
        "pymdownx.superfences",
        "markdown.extensions.footnotes",
        "markdown.extensions.attr_list",
        "markdown.extensions.def_list",
        "markdown.extensions.tables",
        "markdown.extensions.abbr",
        "markdown.extensions.md_in_html",
    ),
}


def dialect_of(site: OracleSite) -> Dialect:
    """Return the dialect of `site`, with absolute paths."""
    names = _canonical_names()
    options = {names.get(name, name): dict(values) for name, values in site.options.items()}
    extensions: set[str] = set()
    for name in (names.get(name, name) for name in site.extensions):
        extensions.update(PARTS.get(name, (name,)))
    return Dialect(
        extensions=frozenset(extensions),
        toc=_toc(options.get("markdown.extensions.toc", {})),
        snippets=_snippets(site.root, options.get("pymdownx.snippets", {})),
        emoji=_emoji(site.root, options.get("pymdownx.emoji", {})),
        options=tuple(
            (extension, key, _plain(value))
            for extension, values in sorted(options.items())
            for key, value in sorted(values.items())
            if isinstance(value, str | int | float) or callable(value)
        ),
    )


def _canonical_names() -> dict[str, str]:
    entries = metadata.entry_points(group="markdown.extensions")
    return {entry.name: entry.module for entry in entries}


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _dotted(value) if callable(value) else str(value)


def _dotted(function: Any) -> str:
    """Return the dotted name of a function, for PyMdown's slugs that of the function that makes it."""
    if isinstance(function, functools.partial):
        function = function.func
    if function.__module__ == "pymdownx.slugs":
        return "pymdownx.slugs.slugify"
    return f"{function.__module__}.{function.__qualname__}"


def _toc(options: dict[str, Any]) -> TocOptions:
    default = TocOptions()
    slugify = options.get("slugify")
    keywords = slugify.keywords if isinstance(slugify, functools.partial) else {}
    return TocOptions(
        slugify=_dotted(slugify) if slugify else default.slugify,
        slugify_options=tuple(sorted((key, _plain(value)) for key, value in keywords.items())),
        separator=options.get("separator", default.separator),
    )


def _snippets(root: Path, options: dict[str, Any]) -> SnippetOptions:
    default = SnippetOptions()
    configured = options.get("base_path", ["."])
    folders = [configured] if isinstance(configured, str | os.PathLike) else configured
    base_paths = tuple(str(root / os.fspath(folder)) for folder in folders)
    return SnippetOptions(
        base_paths=base_paths,
        auto_append=tuple(_find(base_paths, name) for name in options.get("auto_append", [])),
        encoding=options.get("encoding", default.encoding),
        restrict_base_path=options.get("restrict_base_path", default.restrict_base_path),
        dedent_subsections=options.get("dedent_subsections", default.dedent_subsections),
    )


def _find(base_paths: tuple[str, ...], name: str) -> str:
    candidates = [Path(folder) / name for folder in base_paths]
    return str(next(filter(Path.is_file, candidates), candidates[0]))


def _emoji(root: Path, options: dict[str, Any]) -> EmojiOptions:
    index = options.get("emoji_index")
    folders = (options.get("options") or {}).get("custom_icons", [])
    return EmojiOptions(
        index=_dotted(index) if index else "pymdownx.emoji.emojione",
        icon_dirs=tuple(str(root / folder) for folder in folders),
        material_version=metadata.version("mkdocs-material"),
    )
