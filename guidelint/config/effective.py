"""The values that a run is configured with, each with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from guidelint.links.model import NetworkOptions
from guidelint.links.policy import FailurePolicy

if TYPE_CHECKING:
    from guidelint.config.table import TableReader

DEFAULT = "default"
COMMAND_LINE = "command line"
SUM = frozenset(
    {
        *((key,) for key in ("preset", "extend-select", "ignore", "exclude", "absent", "runtime-anchors")),
        *((key,) for key in ("plugins", "own-rules")),
        *(("links", key) for key in ("allow-network", "accept", "ignore")),
    }
)
"""Lists that add up over the layers; any other value takes the place of the one below."""
SELECTION = frozenset({("select",), ("extend-select",), ("ignore",)})
NOT_SHOWN = frozenset({"suggest"})
TABLES = frozenset({"severity", "per-file-ignores", "aliases", "env", "rules", "links", "translations"})
CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")
HIDDEN = "***"


class Value(Struct, frozen=True):
    """A value that counts: its keys from the top, and its origin with the 1-based line where it has one."""

    keys: tuple[str, ...]
    value: Any
    origin: str
    line: int | None = None


def effective_values(
    presets: Mapping[str, TableReader], files: Sequence[TableReader], asked_for: Sequence[str] = ()
) -> list[Value]:
    """Return all values that count, those of the weakest layer first.

    `presets` and `files` are the layers, `asked_for` the presets of the command line.
    """
    values = list(_defaults())
    values += [Value(("preset",), [name], COMMAND_LINE) for name in asked_for]
    for name, reader in presets.items():
        values = _laid_over(values, list(_values(reader, f"preset {name}")))
    for reader in files:
        values = _laid_over(values, list(_values(reader, reader.path)))
    return values


def _defaults() -> Iterator[Value]:
    options, policy = NetworkOptions(), FailurePolicy()
    for name in ("timeout", "max_time", "retry_after_cap", "global_limit", "per_host_limit", "user_agent"):
        yield Value(("links", name.replace("_", "-")), getattr(options, name), DEFAULT)
    yield Value(("links", "failing-runs"), policy.runs, DEFAULT)
    yield Value(("links", "failing-days"), policy.days, DEFAULT)


def _values(reader: TableReader, origin: str) -> Iterator[Value]:
    has_lines = origin == reader.path
    for keys, value in _leaves(reader.data, ()):
        if keys[0] not in NOT_SHOWN:
            yield Value(keys, _hidden(keys, value), origin, reader.line(*keys) if has_lines else None)


def _leaves(table: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        keys = (*above, key)
        if isinstance(value, Mapping) and keys[0] in TABLES:
            yield from _leaves(value, keys)
        else:
            yield keys, value


def _hidden(keys: tuple[str, ...], value: Any) -> Any:
    """Return `value` without what may be a secret."""
    if not isinstance(value, str):
        return value
    if keys[:2] == ("links", "hosts") and "${" not in value:
        return value if keys[-1] == "user-agent" else HIDDEN
    return CREDENTIALS.sub(f"{HIDDEN}@", value)


def _laid_over(below: list[Value], above: list[Value]) -> list[Value]:
    keys = {value.keys for value in above}
    gone = {key for key in keys if key not in SUM}
    if ("select",) in keys:
        gone |= SELECTION
    return [value for value in below if value.keys not in gone] + above
