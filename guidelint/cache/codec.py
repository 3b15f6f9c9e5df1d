"""Records as plain data and back, by the types of their fields.

What is read back is checked against these types, so that data which something else has written is
refused here instead of failing later. `packer` and `unpacker` take a type: a plain one, a struct, a
named tuple, an enumeration, `Path`, or a tuple, mapping, frozen set or union of such. `Any` is what YAML
and TOML have: texts, numbers, lists, mappings and opaque names; something else cannot be packed.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from guidelint.site.opaque import Opaque

Convert = Callable[[Any], Any]
OPAQUE = "\0opaque"
PLAIN = (str, int, bool, float, bytes, types.NoneType)


class MismatchError(ValueError):
    """Data that is not of the type that is asked for."""


@cache
def packer(kind: Any) -> Convert:
    """Return the function that makes plain data of a value of the type `kind`."""
    if kind is Any:
        return _from_yaml
    if kind in PLAIN or get_origin(kind) is Literal:
        return _same
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _value
    if kind is Path:
        return str
    members = _members(kind)
    if members:
        names, packers = zip(*((name, packer(member)) for name, member in members), strict=True)
        return lambda value: [pack(getattr(value, name)) for name, pack in zip(names, packers, strict=True)]
    return _pack_collection(get_origin(kind), get_args(kind))


def _pack_collection(origin: Any, arguments: tuple[Any, ...]) -> Convert:
    if origin is tuple and arguments[-1] is Ellipsis:
        pack = packer(arguments[0])
        return lambda value: [pack(item) for item in value]
    if origin is tuple:
        packers = [packer(argument) for argument in arguments]
        return lambda value: [pack(item) for pack, item in zip(packers, value, strict=True)]
    if origin is Mapping:
        key, item = packer(arguments[0]), packer(arguments[1])
        return lambda value: {key(name): item(entry) for name, entry in value.items()}
    if origin is frozenset:
        return sorted
    if origin in (Union, types.UnionType):
        (chosen,) = [argument for argument in arguments if argument is not types.NoneType]
        pack = packer(chosen)
        return lambda value: None if value is None else pack(value)
    raise TypeError(f"no plain data for {origin}")


@cache
def unpacker(kind: Any) -> Convert:
    """Return the inverse of `packer`, which raises `MismatchError` for other data."""
    if kind is Any:
        return _as_yaml
    if kind in PLAIN:
        return _checked(kind)
    if get_origin(kind) is Literal:
        return _one_of({value: value for value in get_args(kind)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _one_of({member.value: member for member in kind})
    if kind is Path:
        text = _checked(str)
        return lambda data: Path(text(data))
    members = _members(kind)
    if members:
        return _unpack_members(kind, [unpacker(member) for _, member in members])
    return _unpack_collection(get_origin(kind), get_args(kind))


def _unpack_members(kind: Any, unpackers: list[Convert]) -> Convert:
    count = len(unpackers)

    def unpack(data: Any) -> Any:
        if type(data) is not tuple or len(data) != count:
            raise MismatchError(f"no {kind.__name__}: {data!r:.80}")
        return kind(*[unpack(item) for unpack, item in zip(unpackers, data, strict=True)])

    return unpack


def _unpack_collection(origin: Any, arguments: tuple[Any, ...]) -> Convert:
    sequence, mapping = _checked(tuple), _checked(dict)
    if origin is tuple and arguments[-1] is Ellipsis:
        unpack = unpacker(arguments[0])
        return lambda data: tuple([unpack(item) for item in sequence(data)])
    if origin is tuple:
        return _unpack_tuple([unpacker(argument) for argument in arguments])
    if origin is Mapping:
        key, item = unpacker(arguments[0]), unpacker(arguments[1])
        return lambda data: {key(name): item(entry) for name, entry in mapping(data).items()}
    if origin is frozenset:
        unpack = unpacker(arguments[0])
        return lambda data: frozenset([unpack(item) for item in sequence(data)])
    (chosen,) = [argument for argument in arguments if argument is not types.NoneType]
    unpack = unpacker(chosen)
    return lambda data: None if data is None else unpack(data)


def _unpack_tuple(unpackers: list[Convert]) -> Convert:
    def unpack(data: Any) -> Any:
        if type(data) is not tuple or len(data) != len(unpackers):
            raise MismatchError(f"no {len(unpackers)} values: {data!r:.80}")
        return tuple([unpack(item) for unpack, item in zip(unpackers, data, strict=True)])

    return unpack


def _members(kind: Any) -> list[tuple[str, Any]]:
    """Return the fields of a struct or a named tuple with their types, in order."""
    if isinstance(kind, type) and issubclass(kind, Struct):
        names = list(kind.__struct_fields__)
    elif isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        names = list(kind._fields)
    else:
        return []
    hints = get_type_hints(kind, {**_namespace(), **vars(sys.modules[kind.__module__])})
    return [(name, hints[name]) for name in names]


@cache
def _namespace() -> dict[str, Any]:
    """Return the names in annotations that their modules import for type checkers only."""
    from guidelint.findings import Location  # noqa: PLC0415 - a part of what is packed, not of packing
    from guidelint.markdown.dialect import Dialect  # noqa: PLC0415 - as above
    from guidelint.site.badges import DeclaredBadge  # noqa: PLC0415 - as above

    return {
        **{kind.__name__: kind for kind in (Dialect, DeclaredBadge, Location, Path)},
        "Mapping": Mapping,
    }


def _same(value: Any) -> Any:
    return value


def _from_yaml(value: Any) -> Any:
    if isinstance(value, list):
        return [_from_yaml(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _from_yaml(item) for key, item in value.items()}
    return {OPAQUE: packer(Opaque)(value)} if isinstance(value, Opaque) else value


def _as_yaml(data: Any) -> Any:
    """Return data as YAML and TOML give it."""
    if isinstance(data, tuple):
        return [_as_yaml(item) for item in data]
    if isinstance(data, dict):
        if OPAQUE in data:
            return unpacker(Opaque)(data[OPAQUE])
        return {key: _as_yaml(item) for key, item in data.items()}
    return data


def _value(member: Enum) -> Any:
    return member.value


def _checked(kind: type) -> Convert:
    def check(data: Any) -> Any:
        if type(data) is not kind:
            raise MismatchError(f"no {kind.__name__}: {data!r:.80}")
        return data

    return check


def _one_of(known: dict[Any, Any]) -> Convert:
    def choose(data: Any) -> Any:
        try:
            return known[data]
        except (KeyError, TypeError):
            raise MismatchError(f"unknown: {data!r:.80}") from None

    return choose
