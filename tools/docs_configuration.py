"""The page of the documentation about the configuration, made of its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from guidelint.config.schema import configuration_schema

Schema = Mapping[str, Any]
MANY = 12
KINDS = {"string": "text", "boolean": "true or false", "number": "number", "integer": "whole number"}
INTRODUCTION = """\
# Configuration

guidelint reads `guidelint.toml`, or `[tool.guidelint]` in `pyproject.toml`: the nearest one at or
above the working directory. It needs none. This page lists every key. `guidelint schema` prints the
JSON Schema that it is made from; editors complete and check the file with it.

A *selector* is the name of a rule, its code, the beginning of a code, a family, or `ALL`. Where two
disagree, the more specific one counts.
"""


class Key(NamedTuple):
    """A key: its name with those of the tables around it, its schema, and whether it must be there."""

    name: str
    schema: Schema
    required: bool = False


def configuration_page() -> str:
    """Return the page."""
    lines = [INTRODUCTION]
    for name, schema in configuration_schema()["properties"].items():
        lines += [f"## {name} {{ #{name} }}", "", schema.get("description", ""), ""]
        keys = [_linked(key) if name == "rules" else key for key in _keys(name, schema)]
        if keys:
            lines += ["| key | value | meaning |", "|---|---|---|", *map(_row, keys), ""]
        else:
            lines += [f"Value: {kind(schema)}.", ""]
    return "\n".join(lines)


def _keys(name: str, schema: Schema) -> Iterator[Key]:
    """Yield the keys of a table or of the tables of an array, nested ones too."""
    table = schema.get("items", schema)
    properties = table.get("properties", {})
    if _is_selectors(list(properties)):
        return
    for key, value in properties.items():
        nested = list(_keys(key, value)) or list(_keys(f"{key}.*", value.get("additionalProperties") or {}))
        if nested:
            yield from (one._replace(name=f"{key}.{one.name}") for one in nested)
        else:
            yield Key(key, value, required=key in table.get("required", ()))
    if not properties and isinstance(table.get("additionalProperties"), Mapping):
        inner = list(_keys(name, table["additionalProperties"]))
        yield from (one._replace(name=f"*.{one.name}") for one in inner)


def _linked(key: Key) -> Key:
    """Say where an option of a rule is described."""
    rule = key.name.partition(".")[0]
    return key._replace(schema={**key.schema, "description": f"See [{rule}](rules/{rule}.md)."})


def _row(key: Key) -> str:
    notes = [key.schema.get("description", "")]
    notes += ["Required." if key.required else ""]
    notes += [
        f"Default: `{json.dumps(key.schema['default'], ensure_ascii=False)}`."
        if "default" in key.schema
        else ""
    ]
    return f"| `{key.name}` | {kind(key.schema)} | {' '.join(filter(None, notes))} |"


def kind(schema: Schema) -> str:
    """Return what a value of `schema` is, in words."""
    if "enum" in schema:
        values = schema["enum"]
        return "selector" if _is_selectors(values) else " or ".join(f"`{value}`" for value in values)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind(one) for one in _simplest(schema["anyOf"])))
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return " or ".join(KINDS[one] for one in kinds)
    if kinds == "array":
        return f"list of {kind(schema['items'])}" if "items" in schema else "list"
    if kinds == "object":
        return _table(schema)
    if schema.get("format") == "date":
        return "date"
    return KINDS.get(str(kinds), "any value")


def _table(schema: Schema) -> str:
    values = schema.get("additionalProperties")
    if not isinstance(values, Mapping) or not values:
        return "table"
    return f"table; each value is {kind(values)}"


def _simplest(schemas: list[Schema]) -> list[Schema]:
    """Leave out the open text beside a list of selectors: codes and beginnings of codes are meant."""
    selectors = [schema for schema in schemas if _is_selectors(schema.get("enum", ()))]
    return selectors or schemas


def _is_selectors(names: Any) -> bool:
    return len(names) > MANY and "ALL" in names
