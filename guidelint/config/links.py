"""The settings for external links, the table ``[links]``."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guidelint.config.table import TableReader

NUMBERS = ("timeout", "max-time", "retry-after-cap", "global-limit", "per-host-limit")
KEYS = (*NUMBERS, "allow-network", "accept", "ignore", "user-agent")
IGNORE_KEYS = ("pattern", "reason", "until")
LOWEST_STATUS, HIGHEST_STATUS = 100, 999


@dataclass(frozen=True)
class IgnoredLink:
    """Links that are not asked for: a shell pattern over the URL, the reason, the last day it holds."""

    pattern: str
    reason: str
    until: date | None = None


@dataclass(frozen=True)
class LinkSettings:
    """How external links are asked for; None leaves the default.

    `timeout`, `max_time` and `retry_after_cap` are seconds, for one request, for all of them, and
    for a wait that a server asks for. The limits count requests under way. `allow_network` are
    CIDR texts, `accept` are HTTP statuses that count as alive.
    """

    timeout: float | None = None
    max_time: float | None = None
    retry_after_cap: float | None = None
    global_limit: int | None = None
    per_host_limit: int | None = None
    user_agent: str | None = None
    allow_network: tuple[str, ...] = ()
    accept: tuple[int, ...] = ()
    ignore: tuple[IgnoredLink, ...] = ()


def read_links(reader: TableReader) -> LinkSettings:
    """Return the table ``[links]``; raise `ConfigurationError` for what is wrong in it."""
    reader.only(KEYS, "links")
    agent = reader.get("links", "user-agent")
    if agent is not None and not isinstance(agent, str):
        raise reader.error('"user-agent" must be a string', "links", "user-agent")
    return LinkSettings(
        timeout=reader.number("links", "timeout"),
        max_time=reader.number("links", "max-time"),
        retry_after_cap=reader.number("links", "retry-after-cap"),
        global_limit=_count(reader, "global-limit"),
        per_host_limit=_count(reader, "per-host-limit"),
        user_agent=agent,
        allow_network=reader.each(_network, "links", "allow-network"),
        accept=_statuses(reader),
        ignore=tuple(_ignored(reader, entry) for entry in _entries(reader)),
    )


def merge_links(layers: Sequence[LinkSettings]) -> LinkSettings:
    """Lay settings over one another: the last value counts, lists add up."""
    values: dict[str, Any] = {}
    for layer in layers:
        for entry in fields(layer):
            value = getattr(layer, entry.name)
            if isinstance(value, tuple):
                values[entry.name] = (*values.get(entry.name, ()), *value)
            elif value is not None:
                values[entry.name] = value
    return LinkSettings(**values)


def _network(text: str) -> str:
    ipaddress.ip_network(text, strict=False)
    return text


def _count(reader: TableReader, key: str) -> int | None:
    value = reader.number("links", key)
    if value is not None and not isinstance(value, int):
        raise reader.error(f'"{key}" must be a whole number', "links", key)
    return value


def _statuses(reader: TableReader) -> tuple[int, ...]:
    value = reader.get("links", "accept")
    statuses = value if isinstance(value, list) else [] if value is None else [value]
    for status in statuses:
        if not isinstance(status, int) or not LOWEST_STATUS <= status <= HIGHEST_STATUS:
            raise reader.error(f'"{status}" is no HTTP status', "links", "accept")
    return tuple(statuses)


def _entries(reader: TableReader) -> list[Mapping[str, Any]]:
    value = reader.get("links", "ignore")
    entries = [] if value is None else value
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise reader.error('"ignore" must be tables, each written [[links.ignore]]', "links", "ignore")
    return entries


def _ignored(reader: TableReader, entry: Mapping[str, Any]) -> IgnoredLink:
    pattern, reason, until = (entry.get(key) for key in IGNORE_KEYS)
    place = pattern if isinstance(pattern, str) else None
    for key in entry:
        if key not in IGNORE_KEYS:
            raise reader.error(f'unknown key "{key}" in "ignore"', "links", "ignore", value=place)
    if not isinstance(pattern, str) or not isinstance(reason, str) or not reason.strip():
        raise reader.error(
            'every entry of "ignore" has a "pattern" and a "reason"', "links", "ignore", value=place
        )
    if until is not None and type(until) is not date:
        raise reader.error('"until" must be a date such as 2030-12-31', "links", "ignore", value=place)
    return IgnoredLink(pattern, reason, until)
