"""Read `mkdocs.yml` as data: every tag that MkDocs knows is understood, none is executed.

``!ENV`` takes its value from a mapping that the caller gives, else its own default, and never
looks at the process environment. ``!!python/…`` and unknown tags become `Opaque` names,
``!relative`` becomes `Relative`. Deep nesting and aliases that multiply are refused before
anything is built from them.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from msgspec import Struct

from guidelint.site.opaque import Opaque
from guidelint.source import UnreadableError, read_source
from guidelint.yaml_limits import may_be_deep, refuse_bombs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENV_TAG, RELATIVE_TAG, PYTHON_TAG = "!ENV", "!relative", "tag:yaml.org,2002:python/"

Key = str | int


class ConfigError(Exception):
    """A site configuration that cannot be read: the file, the 1-based place and the reason."""

    def __init__(self, path: Path, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {message}")
        self.path = path
        self.line = line
        self.column = column
        self.message = message


class Mark(NamedTuple):
    """A place in a configuration file; line and column are 1-based."""

    path: Path
    line: int
    column: int


class Relative(Struct, frozen=True):
    """A path given by ``!relative``.

    `anchor` is ``$config_dir``, ``$docs_dir`` or, for the directory of the rendered page, empty.
    """

    anchor: str
    suffix: str


class Document(Struct, frozen=True):
    """A configuration file: its data, and the YAML nodes for positions."""

    path: Path
    data: Any
    node: yaml.Node | None = None

    def find(self, *keys: Key) -> yaml.Node | None:
        """Return the node of the value at `keys`, following ``!ENV`` to its default."""
        node = self.node
        for key in keys:
            node = _child(unwrap(node), key)
        return unwrap(node)

    def mark(self, *keys: Key) -> Mark:
        """Return where the value at `keys` stands, or the nearest value around it."""
        for end in range(len(keys), -1, -1):
            if node := self.find(*keys[:end]):
                return self.mark_of(node)
        return Mark(self.path, 1, 1)

    def mark_of(self, node: yaml.Node) -> Mark:
        """Return where `node` starts."""
        return Mark(self.path, node.start_mark.line + 1, node.start_mark.column + 1)


def unwrap(node: yaml.Node | None) -> yaml.Node | None:
    """Return the node of the default of an ``!ENV`` node, and any other node as it is."""
    while node is not None and node.tag == ENV_TAG and isinstance(node, yaml.SequenceNode) and node.value:
        node = node.value[-1]
    return node


def env_names(node: yaml.Node | None) -> tuple[str, ...]:
    """Return the names that an ``!ENV`` node reads, none for another node."""
    if node is None or node.tag != ENV_TAG:
        return ()
    if isinstance(node, yaml.SequenceNode):
        names = node.value[:-1] if len(node.value) > 1 else node.value
        return tuple(name.value for name in names if isinstance(name, yaml.ScalarNode))
    return (node.value,) if isinstance(node, yaml.ScalarNode) else ()


def load_yaml(path: Path, env: Mapping[str, str]) -> Document:
    """Read the YAML file at `path`; raise `ConfigError` where it is not what YAML allows."""
    try:
        text = read_source(path, str(path)).text
    except UnreadableError as error:
        raise ConfigError(path, error.line, error.column, error.reason) from error
    return parse_yaml(path, text, env)


def parse_yaml(path: Path, text: str, env: Mapping[str, str]) -> Document:
    """Read `text`, which stands in the file at `path`; raise `ConfigError` as `load_yaml` does."""
    try:
        return _parse(path, text, env)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise ConfigError(path, line, column, error.problem or str(error)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError(path, line, 1, f"{error.reason}: {error.character!r}") from error


def _parse(path: Path, text: str, env: Mapping[str, str]) -> Document:
    """Read with libyaml where it is there; what it refuses, PyYAML itself has the last word on."""
    *fast, last = LOADERS
    for loader in fast:
        with suppress(yaml.YAMLError):
            return _parse_with(loader, path, text, env)
    return _parse_with(last, path, text, env)


def _parse_with(loader_class: Any, path: Path, text: str, env: Mapping[str, str]) -> Document:
    node = _composed(loader_class, text)
    loader = loader_class("")
    loader.env = env
    return Document(path, None if node is None else loader.construct_document(node), node)


@lru_cache(maxsize=4)
def _composed(loader_class: Any, text: str) -> yaml.Node | None:
    """Return the nodes of `text`; a site in many languages reads one configuration for each of them."""
    if may_be_deep(text):
        refuse_bombs(yaml.parse(text, Loader=loader_class))
    node: yaml.Node | None = loader_class(text).get_single_node()
    return node


def _error(message: str, place: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=message, problem_mark=place.start_mark)


def _child(node: yaml.Node | None, key: Key) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        values = [value for name, value in node.value if name.value == key]
        return values[-1] if values else None
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        item: yaml.Node = node.value[key]
        return item
    return None


def _env(loader: Any, node: yaml.Node) -> Any:
    """Read ``!ENV NAME`` and ``!ENV [NAME, …, default]`` as `pyyaml-env-tag` does."""
    for name in env_names(node):
        if name in loader.env:
            value = loader.env[name]
            tag = loader.resolve(yaml.ScalarNode, value, (True, False))
            return loader.construct_object(yaml.ScalarNode(tag, value, node.start_mark, node.end_mark))
    if isinstance(node, yaml.SequenceNode) and len(node.value) > 1:
        return loader.construct_object(node.value[-1], deep=True)
    return None


def _relative(loader: Any, node: yaml.Node) -> Relative:
    anchor, _, suffix = str(loader.construct_scalar(node) or "").partition("/")
    if anchor not in ("", "$config_dir", "$docs_dir"):
        raise _error(f"unknown directory {anchor!r}", node)
    return Relative(anchor, suffix)


def _python(loader: Any, suffix: str, node: yaml.Node) -> Opaque:
    name = suffix.partition(":")[2]
    value = _plain(loader, node)
    keywords = value.get("kwds") if isinstance(value, dict) else None
    if not isinstance(keywords, dict):
        return Opaque(name)
    return Opaque(name, tuple((str(key), as_text(item)) for key, item in keywords.items()))


def _unknown(loader: Any, node: yaml.Node) -> Opaque:
    _plain(loader, node)
    return Opaque(node.tag)


def _plain(loader: Any, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


def as_text(value: Any) -> str:
    """Return a plain value as text: booleans as ``true`` and ``false``, nothing as empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.name if isinstance(value, Opaque) else str(value)


def _loader_class(base: Any) -> Any:
    """Return a loader made of the safe loader `base` that knows the tags of MkDocs."""

    class Loader(base):  # type: ignore[misc] # which base there is depends on the system
        env: Mapping[str, str]

        def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - as in PyYAML
            try:
                return super().construct_object(node, deep)
            except (ValueError, OverflowError) as error:
                raise _error(f"a value cannot be read: {error}", node) from error

    Loader.add_constructor(ENV_TAG, _env)
    Loader.add_constructor(RELATIVE_TAG, _relative)
    Loader.add_multi_constructor(PYTHON_TAG, _python)
    Loader.add_constructor(None, _unknown)
    return Loader


LOADERS = tuple(
    _loader_class(getattr(yaml, name)) for name in ("CSafeLoader", "SafeLoader") if hasattr(yaml, name)
)
