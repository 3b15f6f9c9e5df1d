"""Read `zensical.toml`, which has the settings of MkDocs under ``[project]``."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidelint.site.config import NavEntry
from guidelint.site.dialects import Places, build_dialect, read_extensions
from guidelint.site.opaque import Opaque
from guidelint.site.settings import Settings
from guidelint.site.yaml import ConfigError, Mark, as_text
from guidelint.source import UnreadableError, read_source

if TYPE_CHECKING:
    from guidelint.site.config import SiteConfig

BUILTIN = ("markdown.extensions.toc", "markdown.extensions.tables", "pymdownx.superfences")
ICON_INDEX = "zensical.extensions.emoji.twemoji"
DEFAULT_EXTENSIONS: dict[str, Any] = {
    "abbr": {},
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "toc": {"permalink": True},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.betterem": {},
    "pymdownx.caret": {},
    "pymdownx.details": {},
    "pymdownx.emoji": {"emoji_index": ICON_INDEX},
    "pymdownx.highlight": {},
    "pymdownx.inlinehilite": {},
    "pymdownx.keys": {},
    "pymdownx.magiclink": {},
    "pymdownx.mark": {},
    "pymdownx.smartsymbols": {},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True, "combine_header_slug": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.tilde": {},
}
NESTED = ("pymdownx", "pymdownx.blocks", "zensical", "zensical.extensions")
PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def load_zensical(path: Path) -> SiteConfig:
    """Read the `zensical.toml` at `path`, with the defaults of Zensical 0.1.

    Raises `ConfigError` for a file that cannot be read, is not TOML, or has a value of the wrong
    type. TOML gives no positions of values: lines are those where the key or the path is found.
    """
    path = path.absolute()
    try:
        text = read_source(path, str(path)).text
    except UnreadableError as error:
        raise ConfigError(path, error.line, error.column, error.reason) from error
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _syntax_error(path, text, str(error)) from error
    project = data.get("project", data)
    project = {"theme": {}, **(project if isinstance(project, Mapping) else {})}
    settings = Settings(project, _Marks(path, text))
    docs_dir = Path(os.path.normpath(path.parent / (settings.text("docs_dir") or "docs")))
    places = Places(build=path.parent, config=path.parent, docs=docs_dir)
    nav = settings.items("nav")
    return settings.site_config(
        path=path,
        generator="zensical",
        places=places,
        dialect=build_dialect(settings.checked("markdown_extensions", _extensions), places),
        nav=None if nav is None else tuple(_nav_entries(nav, _Lines(path, text))),
    )


def _syntax_error(path: Path, text: str, message: str) -> ConfigError:
    place = PLACE.search(message)
    line, column = text.rstrip().count("\n") + 1, 1
    if place and place["line"]:
        line, column = int(place["line"]), int(place["column"])
    return ConfigError(path, line, column, PLACE.sub("", message))


def _extensions(value: Any) -> dict[str, dict[str, Any]]:
    given = DEFAULT_EXTENSIONS if value is None else value
    flat = dict(_flattened(given)) if isinstance(given, Mapping) else given
    extensions = read_extensions(flat, BUILTIN)
    for options in extensions.values():
        options.update({name: _callable(option) for name, option in options.items()})
    return extensions


def _flattened(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield extensions with dotted names: TOML reads ``pymdownx.mark = {}`` as nested tables."""
    for key, item in value.items():
        name = f"{prefix}{key}"
        if name in NESTED and isinstance(item, Mapping):
            yield from _flattened(item, f"{name}.")
        else:
            yield name, item


def _callable(option: Any) -> Any:
    """Return ``{object = "a.b", kwds = {…}}``, which stands for a function, as `Opaque`."""
    if not isinstance(option, Mapping) or not {"object", "kwds"} & set(option):
        return option
    keywords = option.get("kwds")
    items = keywords.items() if isinstance(keywords, Mapping) else ()
    name = str(option.get("object", "pymdownx.slugs.slugify"))
    return Opaque(name, tuple((str(key), as_text(item)) for key, item in items))


class _Marks:
    """Where a setting stands: the first line that begins with its key or table."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text

    def __call__(self, *keys: str) -> Mark:
        for key in reversed(keys):
            pattern = rf"^[ \t]*(?:\[+(?:project\.)?)?(?:project\.)?(?P<key>{re.escape(key)})\b"
            if found := re.search(pattern, self.text, re.MULTILINE):
                start = found.start("key")
                line = self.text.count("\n", 0, start) + 1
                return Mark(self.path, line, start - self.text.rfind("\n", 0, start))
        return Mark(self.path, 1, 1)


class _Lines:
    """Finds quoted strings in a text one after the other."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        found = re.search(r"^[ \t]*(?:project\.)?nav\b", text, re.MULTILINE)
        self.offset = found.end() if found else 0

    def next(self, value: str) -> Mark:
        """Return where ``"value"`` stands next."""
        quoted = re.compile(rf"""(["']){re.escape(value)}\1""")
        found = quoted.search(self.text, self.offset)
        if found is None:
            return Mark(self.path, self.text.count("\n", 0, self.offset) + 1, 1)
        self.offset = found.end()
        line = self.text.count("\n", 0, found.start()) + 1
        return Mark(self.path, line, found.start() - self.text.rfind("\n", 0, found.start()))


def _nav_entries(value: Any, lines: _Lines, title: str | None = None) -> Iterator[NavEntry]:
    if isinstance(value, str):
        yield NavEntry(value, title, *lines.next(value))
    elif isinstance(value, list):
        for item in value:
            yield from _nav_entries(item, lines)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _nav_entries(item, lines, str(name))
