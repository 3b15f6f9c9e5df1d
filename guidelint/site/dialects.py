"""From the `markdown_extensions` of a configuration to the Dialect of its pages."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from guidelint import disk
from guidelint.markdown.dialect import Dialect, EmojiOptions, SnippetOptions, TocOptions
from guidelint.site.opaque import Opaque
from guidelint.site.yaml import Relative, as_text

Extensions = dict[str, dict[str, Any]]

STANDARD = "markdown.extensions."
STANDARD_NAMES = frozenset(
    {
        "abbr",
        "admonition",
        "attr_list",
        "codehilite",
        "def_list",
        "extra",
        "fenced_code",
        "footnotes",
        "legacy_attrs",
        "legacy_em",
        "md_in_html",
        "meta",
        "nl2br",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
        "wikilinks",
    }
)
UMBRELLAS = {
    "markdown.extensions.extra": (
        "markdown.extensions.fenced_code",
        "markdown.extensions.footnotes",
        "markdown.extensions.abbr",
        "markdown.extensions.attr_list",
        "markdown.extensions.def_list",
        "markdown.extensions.tables",
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
MKDOCS_BUILTIN = ("markdown.extensions.toc", "markdown.extensions.tables", "markdown.extensions.fenced_code")
PAGE_DIRECTORY = "!relative"


class Places(Struct, frozen=True):
    """The directories that paths in a configuration start from.

    `build` is the working directory of the build, `config` that of the configuration file.
    """

    build: Path
    config: Path
    docs: Path

    def absolute(self, value: Any) -> str:
        """Return a path of an extension's option as an absolute path.

        ``!relative`` without a directory stays `PAGE_DIRECTORY`: it changes with the page.
        """
        if isinstance(value, Relative):
            base = {"$config_dir": self.config, "$docs_dir": self.docs}.get(value.anchor)
            return PAGE_DIRECTORY if base is None else os.path.normpath(base / value.suffix)
        return os.path.normpath(self.build / str(value))


def canonical_name(name: str) -> str:
    """Return the dotted name of an extension: ``toc`` is ``markdown.extensions.toc``."""
    plain = name.partition(":")[0]
    return STANDARD + plain if plain in STANDARD_NAMES else plain


def read_extensions(value: Any, builtin: tuple[str, ...] = MKDOCS_BUILTIN) -> Extensions:
    """Return the extensions that are on and their options, umbrella extensions opened.

    `value` is a list of names and of mappings with one name each, or a mapping, as MkDocs takes
    them; `builtin` are those that the generator adds. Raises `TypeError` for anything else.
    """
    extensions: Extensions = {name: {} for name in builtin}
    for written, options in _entries(value):
        name = canonical_name(written)
        for part in UMBRELLAS.get(name, ()):
            extensions.setdefault(part, {}).update(_mapping(options.get(part)))
        extensions.setdefault(name, {}).update(options)
    return extensions


def _entries(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    items = value.items() if isinstance(value, Mapping) else value or ()
    if not isinstance(value, Mapping | list | None):
        raise TypeError("markdown_extensions is neither a list nor a mapping")
    for item in items:
        pair = item
        if isinstance(item, str):
            pair = (item, None)
        elif isinstance(item, Mapping):
            if len(item) != 1:
                raise TypeError("an entry of markdown_extensions has more than one name")
            pair = next(iter(item.items()))
        if not isinstance(pair, tuple) or not isinstance(pair[0], str):
            raise TypeError(f"{item!r} is not the name of a Markdown extension")
        yield pair[0], _mapping(pair[1])


def build_dialect(extensions: Extensions, places: Places, material_version: str | None = None) -> Dialect:
    """Return the dialect of a site from its `extensions`, as `read_extensions` gives them."""
    return Dialect(
        extensions=frozenset(extensions),
        toc=_toc(extensions.get("markdown.extensions.toc", {})),
        snippets=_snippets(extensions.get("pymdownx.snippets", {}), places),
        emoji=_emoji(extensions.get("pymdownx.emoji", {}), places, material_version),
        options=tuple(
            (extension, key, text)
            for extension, options in sorted(extensions.items())
            for name, value in sorted(options.items(), key=lambda item: str(item[0]))
            for key, text in _flat(str(name), value)
        ),
    )


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield an option as text, and each keyword of an opaque value as ``option.keyword``."""
    if isinstance(value, Mapping | list):
        yield name, json.dumps(value, default=as_text, ensure_ascii=False, skipkeys=True)
        return
    yield name, as_text(value)
    if isinstance(value, Opaque):
        for keyword, text in value.keywords:
            yield f"{name}.{keyword}", text


def _toc(options: Mapping[str, Any]) -> TocOptions:
    default = TocOptions()
    slugify = options.get("slugify")
    separator = as_text(options.get("separator", default.separator))
    if isinstance(slugify, Opaque):
        return TocOptions(slugify.name, slugify.keywords, separator)
    return TocOptions(as_text(slugify) or default.slugify, separator=separator)


def _snippets(options: Mapping[str, Any], places: Places) -> SnippetOptions:
    bases = tuple(places.absolute(base) for base in _list(options.get("base_path", ["."])))
    return SnippetOptions(
        base_paths=bases,
        auto_append=tuple(_appended(name, bases) for name in _list(options.get("auto_append"))),
        encoding=as_text(options.get("encoding")) or "utf-8",
        restrict_base_path=options.get("restrict_base_path") is not False,
        dedent_subsections=options.get("dedent_subsections") is True,
    )


def _appended(name: Any, bases: tuple[str, ...]) -> str:
    """Return the absolute path of a file of `auto_append`, or its name where no base has it."""
    candidates = (Path(os.path.normpath(Path(base, as_text(name)))) for base in bases)
    return next((str(path) for path in candidates if disk.is_file(path)), as_text(name))


def _emoji(options: Mapping[str, Any], places: Places, material_version: str | None) -> EmojiOptions:
    custom = _list(_mapping(options.get("options")).get("custom_icons"))
    return EmojiOptions(
        index=as_text(options.get("emoji_index")) or "pymdownx.emoji.emojione",
        icon_dirs=tuple(places.absolute(directory) for directory in custom),
        material_version=material_version,
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if item is not None]
