"""The settings for external links, the table ``[links]``."""

from __future__ import annotations

import ipaddress
import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from guidelint.config.link_hosts import HostSettings, ProxySettings, read_hosts, read_proxy
from guidelint.config.link_services import ServiceSettings, read_services
from guidelint.suggest import did_you_mean

if TYPE_CHECKING:
    from guidelint.config.table import TableReader

NUMBERS = ("timeout", "max-time", "retry-after-cap", "global-limit", "per-host-limit", "failing-runs")
TABLES = ("ignore", "hosts", "proxy", "services")
KEYS = (*NUMBERS, "failing-days", "allow-network", "accept", "user-agent", "history", "archive", *TABLES)
HISTORY_SUFFIXES = (".sqlite3", ".sqlite", ".db")
IGNORE_KEYS = ("pattern", "regex", "reason", "until")
EITHER = {"pattern", "regex"}
LOWEST_STATUS, HIGHEST_STATUS = 100, 999
STATUS_RANGE = re.compile(r"([1-9]\d\d)-([1-9]\d\d)")


class IgnoredLink(Struct, frozen=True):
    """Links that are not asked for: a shell pattern over the URL, the reason, the last day it holds.

    With `is_regex` the pattern is a regular expression that is searched for in the URL.
    """

    pattern: str
    reason: str
    until: date | None = None
    is_regex: bool = False


class LinkSettings(Struct, frozen=True):
    """How external links are asked for; None leaves the default.

    `timeout`, `max_time` and `retry_after_cap` are seconds, for one request, for all of them, and
    for a wait that a server asks for. The limits count requests under way. `allow_network` are
    CIDR texts, `accept` are HTTP statuses that count as alive. A link that was good before is an error
    after `failing_runs` runs over `failing_days`. `history` is a file below the folder of the configuration,
    `archive` the address that is asked for archived copies.
    """

    timeout: float | None = None
    max_time: float | None = None
    retry_after_cap: float | None = None
    global_limit: int | None = None
    per_host_limit: int | None = None
    failing_runs: int | None = None
    failing_days: float | None = None
    user_agent: str | None = None
    history: str | None = None
    archive: str | None = None
    proxy: ProxySettings | None = None
    hosts: tuple[HostSettings, ...] = ()
    services: tuple[ServiceSettings, ...] = ()
    allow_network: tuple[str, ...] = ()
    accept: tuple[int, ...] = ()
    ignore: tuple[IgnoredLink, ...] = ()


def read_links(reader: TableReader) -> LinkSettings:
    """Return the table ``[links]``; raise `ConfigurationError` for what is wrong in it."""
    reader.only(KEYS, "links")
    return LinkSettings(
        timeout=reader.number("links", "timeout"),
        max_time=reader.number("links", "max-time"),
        retry_after_cap=reader.number("links", "retry-after-cap"),
        global_limit=_count(reader, "global-limit"),
        per_host_limit=_count(reader, "per-host-limit"),
        failing_runs=_count(reader, "failing-runs"),
        failing_days=reader.number("links", "failing-days"),
        user_agent=_line(reader, "user-agent"),
        history=_history(reader),
        archive=_archive(reader),
        proxy=read_proxy(reader),
        hosts=read_hosts(reader),
        services=read_services(reader),
        allow_network=reader.each(_network, "links", "allow-network"),
        accept=_statuses(reader),
        ignore=tuple(_ignored(reader, entry) for entry in _entries(reader)),
    )


def merge_links(layers: Sequence[LinkSettings]) -> LinkSettings:
    """Lay settings over one another: the last value counts, lists add up."""
    values: dict[str, Any] = {}
    for layer in layers:
        for name in layer.__struct_fields__:
            value = getattr(layer, name)
            if isinstance(value, tuple):
                values[name] = (*values.get(name, ()), *value)
            elif value is not None:
                values[name] = value
    return LinkSettings(**values)


def _line(reader: TableReader, key: str) -> str | None:
    value = reader.get("links", key)
    if value is not None and (not isinstance(value, str) or not value.strip() or not value.isprintable()):
        raise reader.error(f'"{key}" must be a string on one line', "links", key)
    return value


def _history(reader: TableReader) -> str | None:
    """Return a path that cannot lead to anything but a history: a configuration may come with a change."""
    value = _line(reader, "history")
    if value is None:
        return None
    path = PurePath(value)
    if path.is_absolute() or ".." in path.parts or path.suffix not in HISTORY_SUFFIXES:
        reason = '"history" must be a path below this folder that ends in .sqlite3, .sqlite or .db'
        raise reader.error(reason, "links", "history")
    return value


def _archive(reader: TableReader) -> str | None:
    value = _line(reader, "archive")
    if value is not None and not value.startswith(("https://", "http://")):
        raise reader.error('"archive" must be an http address', "links", "archive")
    return value


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
    statuses: list[int] = []
    for status in value if isinstance(value, list) else [] if value is None else [value]:
        found = STATUS_RANGE.fullmatch(status) if isinstance(status, str) else None
        if found:
            statuses += range(int(found[1]), int(found[2]) + 1)
        elif isinstance(status, int) and LOWEST_STATUS <= status <= HIGHEST_STATUS:
            statuses.append(status)
        else:
            reason = f'"{status}" is no HTTP status, nor a range such as "500-599"'
            raise reader.error(reason, "links", "accept")
    return tuple(statuses)


def _entries(reader: TableReader) -> list[Mapping[str, Any]]:
    value = reader.get("links", "ignore")
    entries = [] if value is None else value
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise reader.error('"ignore" must be tables, each written [[links.ignore]]', "links", "ignore")
    return entries


def _ignored(reader: TableReader, entry: Mapping[str, Any]) -> IgnoredLink:
    is_regex = "regex" in entry
    pattern, reason, until = (
        entry.get("regex" if is_regex else "pattern"),
        entry.get("reason"),
        entry.get("until"),
    )
    place = pattern if isinstance(pattern, str) else None
    for key in entry:
        if key not in IGNORE_KEYS:
            reason = f'unknown key "{key}" in "ignore"{did_you_mean(key, IGNORE_KEYS)}'
            raise reader.error(reason, "links", "ignore", value=place)
    if (
        not isinstance(pattern, str)
        or not isinstance(reason, str)
        or not reason.strip()
        or {*entry} >= EITHER
    ):
        what = 'every entry of "ignore" has a "pattern" and a "reason"; a "regex" can stand for the "pattern"'
        raise reader.error(what, "links", "ignore", value=place)
    if until is not None and type(until) is not date:
        raise reader.error('"until" must be a date such as 2030-12-31', "links", "ignore", value=place)
    if is_regex:
        _compile(reader, pattern)
    return IgnoredLink(pattern, reason, until, is_regex)


def _compile(reader: TableReader, pattern: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        reason = f'"{pattern}" is no regular expression: {error}'
        raise reader.error(reason, "links", "ignore", value=pattern) from error
