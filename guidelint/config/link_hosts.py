"""What single hosts get, the tables ``[links.hosts."https://…"]``, and ways around, ``[links.proxy]``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from guidelint.config.table import TableReader

HOST_KEYS = ("user-agent", "token", "basic-auth", "headers")
PROXY_KEYS = ("http", "https", "onion", "bypass")
ORIGIN = re.compile(r"(?:https?://)?(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?/?", re.IGNORECASE)
HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
VARIABLE = re.compile(r"\$\{\w+\}")
PROXY = re.compile(r"(?:https?|socks4a?|socks5h?)://[^/\s]+/?", re.IGNORECASE)


class HostSettings(Struct, frozen=True):
    """What the requests to one origin carry.

    A bare host name as `origin` means https. `headers` are names with templates such as
    ``Bearer ${GUIDELINT_TOKEN}``, filled from the environment; `basic_auth` is a template ``user:password``.
    `path` and `line` say where it is configured.
    """

    origin: str
    headers: tuple[tuple[str, str], ...] = ()
    basic_auth: str | None = None
    path: str = ""
    line: int = 1


class ProxySettings(Struct, frozen=True):
    """Proxies by scheme, one for onion addresses, and hosts that are asked directly."""

    http: str | None = None
    https: str | None = None
    onion: str | None = None
    bypass: tuple[str, ...] = ()


def read_hosts(reader: TableReader) -> tuple[HostSettings, ...]:
    """Return the tables under ``[links.hosts]``; raise `ConfigurationError` for what is wrong in one."""
    return tuple(_host(reader, origin) for origin in reader.table("links", "hosts"))


def read_proxy(reader: TableReader) -> ProxySettings | None:
    """Return the table ``[links.proxy]``, None without one."""
    if not reader.table("links", "proxy"):
        return None
    reader.only(PROXY_KEYS, "links", "proxy")
    addresses: dict[str, str | None] = {}
    for key in PROXY_KEYS[:3]:
        addresses[key] = address = _text(reader, "links", "proxy", key)
        if address is not None and not PROXY.fullmatch(address):
            reason = f'"{key}" must be the address of a proxy, such as "http://proxy.example.org:3128"'
            raise reader.error(reason, "links", "proxy", key)
    return ProxySettings(**addresses, bypass=reader.strings("links", "proxy", "bypass"))


def _host(reader: TableReader, origin: str) -> HostSettings:
    keys = ("links", "hosts", origin)
    if not ORIGIN.fullmatch(origin):
        raise reader.error(f'"{origin}" is no host; write "https://docs.example.org"', *keys)
    reader.only(HOST_KEYS, *keys)
    headers = dict(_headers(reader, *keys))
    agent, token, basic = (_text(reader, *keys, key) for key in HOST_KEYS[:3])
    for key, secret in (("token", token), ("basic-auth", basic)):
        if secret is not None and not VARIABLE.search(secret):
            raise reader.error(f'"{key}" comes from the environment: write "${{NAME}}"', *keys, key)
    if sum((token is not None, basic is not None, "authorization" in map(str.lower, headers))) > 1:
        raise reader.error("only one of token, basic-auth and an Authorization header can be sent", *keys)
    if basic is not None and ":" not in basic:
        raise reader.error('"basic-auth" must be "user:password"', *keys, "basic-auth")
    headers |= {} if agent is None else {"User-Agent": agent}
    headers |= {} if token is None else {"Authorization": f"Bearer {token}"}
    return HostSettings(origin.rstrip("/"), tuple(headers.items()), basic, reader.path, reader.line(*keys))


def _headers(reader: TableReader, *keys: str) -> Mapping[str, str]:
    table: Mapping[str, Any] = reader.table(*keys, "headers")
    for name, value in table.items():
        if not HEADER.fullmatch(name) or not isinstance(value, str) or not value.isprintable():
            raise reader.error(f'"{name}" must be the name of a header, with a text', *keys, "headers", name)
    return table


def _text(reader: TableReader, *keys: str) -> str | None:
    value = reader.get(*keys)
    if value is not None and (not isinstance(value, str) or not value.strip() or not value.isprintable()):
        raise reader.error(f'"{keys[-1]}" must be a string', *keys)
    return value
