"""Read `mkdocs.yml` as MkDocs 1.6 does, without importing or executing anything."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from guidelint import disk
from guidelint.reach import REFUSAL, lies_outside
from guidelint.site.config import NavEntry, SiteConfig
from guidelint.site.dialects import Places, build_dialect, read_extensions
from guidelint.site.pins import material_version
from guidelint.site.settings import Settings
from guidelint.site.yaml import ConfigError, Document, Mark, env_names, load_yaml, unwrap

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_INHERITED = 20


def load_mkdocs(path: Path, env: Mapping[str, str] | None = None) -> SiteConfig:
    """Read the configuration at `path` and those that it inherits from.

    `env` holds the values of ``!ENV`` names. Raises `ConfigError` for a file that cannot be read,
    is not YAML, or has a value of the wrong type.
    """
    chain = _load_chain(path.absolute(), env or {})
    settings = Settings(_merge(chain), _Marks(chain))
    config_dir = path.absolute().parent
    docs_dir = Path(os.path.normpath(config_dir / (settings.text("docs_dir") or "docs")))
    places = Places(build=build_directory(config_dir), config=config_dir, docs=docs_dir)
    extensions = settings.checked("markdown_extensions", read_extensions)
    return settings.site_config(
        path=path.absolute(),
        generator="material" if settings.theme.get("name") == "material" else "mkdocs",
        places=places,
        dialect=build_dialect(extensions, places, material_version(places.build)),
        nav=_nav(chain, settings),
        inherits=tuple(document.path for document in chain[1:]),
        docs_dir_variables=_variables(chain, "docs_dir"),
    )


def build_directory(config_dir: Path) -> Path:
    """Return the working directory of the build: the repository's, for a file in ``config/``."""
    return config_dir.parent if config_dir.name == "config" else config_dir


def _load_chain(path: Path, env: Mapping[str, str]) -> list[Document]:
    """Load the file at `path` and its ancestors by ``INHERIT``, the nearest first."""
    chain: list[Document] = []
    next_path: Path | None = path
    while next_path is not None:
        document = load_yaml(next_path, env)
        if not isinstance(document.data, dict | None):
            raise ConfigError(*document.mark(), "the configuration is not a mapping")
        chain.append(document)
        next_path = _parent(document, [loaded.path for loaded in chain])
    return chain


def _parent(document: Document, seen: Sequence[Path]) -> Path | None:
    if not document.data or "INHERIT" not in document.data:
        return None
    mark = document.mark("INHERIT")
    name = document.data["INHERIT"]
    if not isinstance(name, str):
        raise ConfigError(*mark, "INHERIT is not a path")
    path = Path(os.path.normpath(document.path.parent / name))
    if path in seen or len(seen) > MAX_INHERITED:
        raise ConfigError(*mark, f"the configuration inherits from itself through {name}")
    if lies_outside(path, build_directory(seen[0].parent)):
        raise ConfigError(*mark, f"INHERIT {REFUSAL}")
    if not disk.is_file(path):
        raise ConfigError(*mark, f"the inherited configuration {name} does not exist")
    return path


def _merge(chain: list[Document]) -> dict[str, Any]:
    """Merge as MkDocs does: mappings key by key, anything else replaced by the heir's."""
    merged: dict[str, Any] = {}
    for document in reversed(chain):
        merged = _merged(merged, document.data or {})
    return merged


def _merged(parent: Mapping[str, Any], heir: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(parent)
    for key, value in heir.items():
        is_nested = isinstance(result.get(key), Mapping) and isinstance(value, Mapping)
        result[key] = _merged(result[key], value) if is_nested else value
    return result


class _Marks:
    """Where a setting stands: in the nearest file of the chain that has it."""

    def __init__(self, chain: list[Document]) -> None:
        self.chain = chain

    def __call__(self, *keys: str | int) -> Mark:
        for document in self.chain:
            if document.find(*keys):
                return document.mark(*keys)
        return self.chain[0].mark()


def _variables(chain: list[Document], key: str) -> tuple[str, ...]:
    for document in chain:
        if isinstance(document.node, yaml.MappingNode):
            for name, value in document.node.value:
                if name.value == key:
                    return env_names(value)
    return ()


def _nav(chain: list[Document], settings: Settings) -> tuple[NavEntry, ...] | None:
    nav = settings.items("nav")
    if nav is None:
        return None
    document = next(document for document in chain if document.find("nav"))
    node = document.find("nav")
    return tuple(_nav_entries(document, nav, node, None))


def _nav_entries(
    document: Document, value: Any, node: yaml.Node | None, title: str | None
) -> Iterator[NavEntry]:
    """Walk the values of the navigation and their nodes side by side."""
    node = unwrap(node)
    if isinstance(value, str) and node is not None:
        mark = document.mark_of(node)
        yield NavEntry(value, title, mark.path, mark.line, mark.column)
    elif isinstance(value, list) and isinstance(node, yaml.SequenceNode):
        for item, child in zip(value, node.value, strict=False):
            yield from _nav_entries(document, item, child, None)
    elif isinstance(value, Mapping) and isinstance(node, yaml.MappingNode):
        for (name, item), (_, child) in zip(value.items(), node.value, strict=False):
            yield from _nav_entries(document, item, child, None if name is None else str(name))
