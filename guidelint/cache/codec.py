"""Records as msgpack and back, by the types of their fields.

What is read back is checked against these types, so that data which something else has written is
refused here instead of failing later. Values of `Any` are what YAML and TOML have, and `Opaque`.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache, lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec.msgpack import Decoder, Encoder, Ext

from guidelint.site.opaque import Opaque

if TYPE_CHECKING:
    from msgspec import Raw

OPAQUE = 1
"""The number of the extension type that stands for an `Opaque`."""

T = TypeVar("T")


NEVER_USED = b"\xc1"


def encode(value: Any) -> bytes:
    """Return `value` as msgpack. Raises `TypeError` for what is no plain data.

    A text in it that UTF-8 cannot hold, such as a file name in another encoding, makes the whole something
    that can be compared, but that `decode` refuses.
    """
    try:
        return strictly_encode(value)
    except UnicodeEncodeError:
        return NEVER_USED + repr(value).encode(errors="surrogatepass")


def strictly_encode(value: Any) -> bytes:
    """Return `value` as msgpack. Raises `TypeError` or `ValueError` for what cannot be read back."""
    return _encoder().encode(value)


def decode(data: bytes | memoryview | Raw, kind: type[T]) -> T:
    """Return the value of the type `kind` that was encoded as `data`. Raises `ValueError` for other data."""
    try:
        found: T = decoder(cast("Hashable", kind)).decode(data)
    except (RecursionError, MemoryError, OverflowError) as error:
        raise ValueError(str(error)) from error
    return found


@cache
def decoder(kind: Hashable) -> Decoder[Any]:
    """Return the decoder of the type `kind`."""
    return Decoder(cast("Any", kind), dec_hook=_from_plain, ext_hook=_from_extension)


@cache
def _encoder() -> Encoder:
    return Encoder(enc_hook=_as_plain)


def _as_plain(value: Any) -> Any:
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, Opaque):
        return Ext(OPAQUE, encode((value.name, value.keywords)))
    raise TypeError(f"no plain data: {type(value).__name__}")


def _from_plain(kind: type, data: Any) -> Any:
    if kind is Path and isinstance(data, str):
        return _path(data)
    raise TypeError(f"no {kind.__name__}")


@lru_cache(maxsize=1024)
def _path(name: str) -> Path:
    return Path(name)


def _from_extension(number: int, data: memoryview) -> Any:
    if number != OPAQUE:
        raise ValueError(f"unknown extension {number}")
    return Opaque(*decode(data, tuple[str, tuple[tuple[str, str], ...]]))
