"""Find the configuration file, read it with everything it builds on, and give the settings.

A configuration is data. Nothing that it names is imported or executed, and the process
environment is not read.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from guidelint.config.errors import ConfigurationError
from guidelint.config.layer import PRESET_KEYS, Layer, read_layer
from guidelint.config.settings import Settings, merge
from guidelint.config.table import TableReader
from guidelint.rulebook import preset_names, rule_names, rules_directory
from guidelint.suggest import did_you_mean

FILE_NAMES = ("guidelint.toml", "pyproject.toml")
TABLE = ("tool", "guidelint")
MAX_EXTENDS = 16
TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def load_settings(
    start: Path, file: Path | None = None, presets: Sequence[str] = (), overrides: Layer | None = None
) -> Settings:
    """Return the settings for a run that begins in the directory `start`.

    `file` is a configuration named on the command line; without it the nearest one at or above
    `start` is taken. `presets` and `overrides` come from the command line: the presets lie at the
    bottom, the overrides on top. Raises `ConfigurationError`.
    """
    found = file or find_configuration(start)
    chain = _with_bases(found, ()) if found else []
    named = _preset_order(presets, None)
    for layer, path in chain:
        named |= _preset_order(layer.presets, path)
    layers = [*named.values(), *(layer for layer, _ in chain)]
    if overrides:
        layers.append(overrides)
    root = (found.parent if found else start).resolve()
    return merge(layers, root, found, tuple(named))


def find_configuration(start: Path) -> Path | None:
    """Return the nearest configuration at or above `start`, not above the top of its repository."""
    start = start.resolve()
    for folder in (start, *start.parents):
        for name in FILE_NAMES:
            path = folder / name
            if path.is_file() and (name != "pyproject.toml" or _has_table(path)):
                return path
        if (folder / ".git").exists():
            return None
    return None


def suggested_preset(text: str) -> str | None:
    """Return the preset made for sites whose configuration reads like `text`, the most demanding one."""
    suggested, size = None, 0
    for name in preset_names():
        path = rules_directory() / "presets" / f"{name}.toml"
        pattern = _parse(path, _read_text(path)).get("suggest", {}).get("pattern")
        chain = len(_preset_order([name], None))
        if pattern and re.search(pattern, text) and chain > size:
            suggested, size = name, chain
    return suggested


def _preset_order(names: Sequence[str], owner: Path | None) -> dict[str, Layer]:
    """Return the presets `names` and those they build on, which come first."""
    found: dict[str, Layer] = {}
    for name in names:
        known = preset_names()
        if name not in known:
            reason = f'no preset is called "{name}"{did_you_mean(name, known)}; there are {", ".join(known)}'
            raise ConfigurationError(reason, shown(owner) if owner else None)
        path = rules_directory() / "presets" / f"{name}.toml"
        text = _read_text(path)
        layer = read_layer(TableReader(shown(path), text, _parse(path, text)), rule_names(), PRESET_KEYS)
        found |= _preset_order(layer.presets, path)
        found[name] = layer
    return found


def _with_bases(path: Path, above: tuple[Path, ...]) -> list[tuple[Layer, Path]]:
    resolved = path.resolve()
    if resolved in above:
        raise ConfigurationError(f'"extends" leads back to {shown(path)}', shown(above[-1]))
    if len(above) >= MAX_EXTENDS:
        raise ConfigurationError(f'"extends" goes more than {MAX_EXTENDS} files deep', shown(above[-1]))
    layer = _read_layer(path)
    chain: list[tuple[Layer, Path]] = []
    for base in layer.extends:
        target = path.parent / base
        if not target.is_file():
            raise ConfigurationError(f'"extends" names "{base}", which is no file', shown(path))
        chain += _with_bases(target, (*above, resolved))
    return [*chain, (replace(layer, extends=()), path)]


def _read_layer(path: Path) -> Layer:
    text = _read_text(path)
    data: Any = _parse(path, text)
    prefix: tuple[str, ...] = ()
    if path.name == "pyproject.toml":
        prefix = TABLE
        for key in prefix:
            data = data.get(key, {})
    return read_layer(TableReader(shown(path), text, data, prefix), rule_names())


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigurationError(str(reason or error), shown(path)) from error


def _parse(path: Path, text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
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
