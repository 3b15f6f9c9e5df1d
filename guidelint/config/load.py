"""Find the configuration file, read it with everything it builds on, and give the settings.

A configuration is data. Nothing that it names is imported or executed but the entry points of
plugins that are installed, and the process environment is not read.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec.structs import replace

from guidelint import disk
from guidelint.config.errors import ConfigurationError
from guidelint.config.layer import PRESET_KEYS, Layer, read_layer
from guidelint.config.settings import Settings, known_names, merge
from guidelint.config.table import TableReader
from guidelint.reach import REFUSAL, lies_outside
from guidelint.rulebook import preset_names, rule_names, rules_directory
from guidelint.suggest import did_you_mean

if TYPE_CHECKING:
    from guidelint.extra_rules import ExtraRule

FILE_NAMES = ("guidelint.toml", "pyproject.toml")
TABLE = ("tool", "guidelint")
MAX_EXTENDS = 16
Overrides: TypeAlias = Layer | Callable[[Collection[str]], Layer]
TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def load_settings(
    start: Path,
    file: Path | None = None,
    presets: Sequence[str] = (),
    overrides: Overrides | None = None,
    *,
    plugins: Sequence[str] = (),
    isolated: bool = False,
) -> Settings:
    """Return the settings for a run that begins in the directory `start`.

    `file` is a configuration named on the command line; without it the nearest one at or above
    `start` is taken, and none at all in an `isolated` run. `presets`, `plugins` and `overrides` come
    from the command line: the presets lie at the bottom, the overrides on top. Overrides that are
    selectors depend on which rules there are: they can be a function of the names of all rules.
    Raises `ConfigurationError`.
    """
    found = None if isolated else file or find_configuration(start)
    chain = _with_bases(found, ()) if found else []
    root = disk.real(found.parent if found else start)
    return _composed(chain, root, found, presets, plugins, overrides)


def configuration_readers(
    start: Path, file: Path | None = None, presets: Sequence[str] = (), *, isolated: bool = False
) -> tuple[dict[str, TableReader], list[TableReader]]:
    """Return what a run that begins in `start` reads: presets by name, and files, in order of weight.

    The arguments are those of `load_settings`. Raises `ConfigurationError`.
    """
    found = None if isolated else file or find_configuration(start)
    chain = _with_bases(found, ()) if found else []
    return _named_presets(chain, presets), [reader for reader, _ in chain]


def _named_presets(
    chain: Sequence[tuple[TableReader, Path]], presets: Sequence[str]
) -> dict[str, TableReader]:
    named = _preset_order(presets, None)
    for reader, path in chain:
        named |= _preset_order(reader.strings("preset"), path)
    return named


def _composed(
    chain: Sequence[tuple[TableReader, Path]],
    root: Path,
    file: Path | None,
    presets: Sequence[str] = (),
    plugins: Sequence[str] = (),
    overrides: Overrides | None = None,
) -> Settings:
    """Lay the files of `chain` over their presets; the other arguments are those of `load_settings`."""
    named = _named_presets(chain, presets)
    extra = _extra_rules([*named.values(), *(reader for reader, _ in chain)], plugins, root)
    names = known_names(extra)
    layers = [
        *(read_layer(reader, names, PRESET_KEYS) for reader in named.values()),
        *(read_layer(reader, names) for reader, _ in chain),
    ]
    if not overrides:
        return merge(layers, root, file, tuple(named), extra)
    top = overrides if isinstance(overrides, Layer) else overrides(names)
    settings = merge([*layers, top], root, file, tuple(named), extra)
    if not top.links.allow_network:
        return settings
    # the command line says which networks may be reached: a file that comes with a change adds none
    return replace(settings, links=replace(settings.links, allow_network=top.links.allow_network))


def _extra_rules(readers: Sequence[TableReader], plugins: Sequence[str], root: Path) -> tuple[ExtraRule, ...]:
    """Return the rules that configurations declare, and those of the plugins that they or `plugins` name."""
    extra: tuple[ExtraRule, ...] = ()
    if any(reader.get("own-rules") is not None for reader in readers):
        from guidelint.own_rules.build import make_rules  # noqa: PLC0415 - for those who declare rules
        from guidelint.own_rules.read import read_own_rules  # noqa: PLC0415 - as above

        built_in = frozenset(rule_names())
        extra = make_rules([rule for reader in readers for rule in read_own_rules(reader, built_in)], root)
    if plugins or any(reader.get("plugins") is not None for reader in readers):
        from guidelint.plugins import Wanted, load_plugins  # noqa: PLC0415 - for those who name plugins

        wanted = [Wanted(name) for name in plugins]
        for reader in readers:
            wanted += [
                Wanted(name, reader.path, reader.line("plugins", value=name))
                for name in reader.strings("plugins")
            ]
        extra += load_plugins(wanted, frozenset(known_names(extra)))
    return extra


def settings_of(text: str, path: Path) -> Settings:
    """Return the settings that a file `path` with `text` gives, whether it is there or not.

    Raises `ConfigurationError`.
    """
    reader = TableReader(shown(path), text, _parse(path, text))
    return _composed([(reader, path)], path.parent.resolve(), path)


def find_configuration(start: Path) -> Path | None:
    """Return the nearest configuration at or above `start`, not above the top of its repository."""
    start = disk.real(start)
    for folder in (start, *start.parents):
        for name in FILE_NAMES:
            path = folder / name
            if disk.is_file(path) and (name != "pyproject.toml" or _has_table(path)):
                return path
        if disk.exists(folder / ".git"):
            return None
    return None


def suggested_preset(text: str) -> str | None:
    """Return the preset made for sites whose configuration reads like `text`, the most demanding one."""
    suggested, size = None, 0
    for name in preset_names():
        pattern = _preset(name).data.get("suggest", {}).get("pattern")
        chain = len(_preset_order([name], None))
        if pattern and re.search(pattern, text) and chain > size:
            suggested, size = name, chain
    return suggested


def _preset_order(names: Sequence[str], owner: Path | None) -> dict[str, TableReader]:
    """Return the presets `names` and those they build on, which come first."""
    found: dict[str, TableReader] = {}
    for name in names:
        known = preset_names()
        if name not in known:
            reason = f'no preset is called "{name}"{did_you_mean(name, known)}; there are {", ".join(known)}'
            raise ConfigurationError(reason, shown(owner) if owner else None)
        reader = _preset(name)
        found |= _preset_order(reader.strings("preset"), _preset_path(name))
        found[name] = reader
    return found


def _preset(name: str) -> TableReader:
    path = _preset_path(name)
    return TableReader(shown(path), *_preset_table(path))


@cache
def _preset_table(path: Path) -> tuple[str, Mapping[str, Any]]:
    text = _read_text(path)
    return text, _parse(path, text)


def _preset_path(name: str) -> Path:
    return rules_directory() / "presets" / f"{name}.toml"


def _with_bases(path: Path, above: tuple[Path, ...]) -> list[tuple[TableReader, Path]]:
    resolved = disk.real(path)
    if resolved in above:
        raise ConfigurationError(f'"extends" leads back to {shown(path)}', shown(above[-1]))
    if len(above) >= MAX_EXTENDS:
        raise ConfigurationError(f'"extends" goes more than {MAX_EXTENDS} files deep', shown(above[-1]))
    reader = _reader(path)
    chain: list[tuple[TableReader, Path]] = []
    for base in reader.strings("extends"):
        target = path.parent / base
        if lies_outside(target, path.parent):
            raise ConfigurationError(f'"extends" names "{base}", which {REFUSAL}', shown(path))
        if not disk.is_file(target):
            raise ConfigurationError(f'"extends" names "{base}", which is no file', shown(path))
        chain += _with_bases(target, (*above, resolved))
    return [*chain, (reader, path)]


def _reader(path: Path) -> TableReader:
    text = _read_text(path)
    data: Any = _parse(path, text)
    prefix: tuple[str, ...] = ()
    if path.name == "pyproject.toml":
        prefix = TABLE
        for key in prefix:
            data = data.get(key, {})
    return TableReader(shown(path), text, data, prefix)


def _read_text(path: Path) -> str:
    try:
        return disk.read_text(path, "utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigurationError(str(reason or error), shown(path)) from error


def _parse(path: Path, text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of numbers and nesting beyond what Python takes, too
        place = TOML_PLACE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        reason = TOML_PLACE.sub("", str(error)).strip()
        raise ConfigurationError(f"not valid TOML: {reason}", shown(path), line) from error


def _has_table(path: Path) -> bool:
    text = _read_text(path)
    return "guidelint" in text and "guidelint" in _parse(path, text).get("tool", {})


def shown(path: Path) -> str:
    """Return `path` as messages name it: relative to the working directory where it lies below."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        return path.as_posix()
