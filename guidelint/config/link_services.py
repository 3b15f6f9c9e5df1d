"""Which services are asked about links, and where: the tables ``[links.services.NAME]``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.suggest import did_you_mean

if TYPE_CHECKING:
    from guidelint.config.table import TableReader

SERVICE_NAMES = (
    "github",
    "gitlab",
    "gitea",
    "google-play",
    "app-store",
    "fdroid",
    "flathub",
    "firefox-addons",
    "chrome-web-store",
    "edge-addons",
    "wikipedia",
    "youtube",
    "matrix",
    "social",
)
"""The names of the services, as `guidelint.links.services.table` has them."""

EVERY = "*"
SERVICE_KEYS = ("enabled", "api", "country", "instances")
COUNTRY = "country"
WITH_COUNTRY = "app-store"
ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#@]*)?", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]")
TWO_LETTERS = re.compile(r"[a-z]{2}")


class ServiceSettings(Struct, frozen=True):
    """How one service is asked, or every one for the name ``*``; None leaves the default.

    `api` is the base of its API, `instances` are further hosts of it with the bases of theirs.
    `country` is the one that a store is asked about.
    """

    name: str
    enabled: bool | None = None
    api: str | None = None
    country: str | None = None
    instances: tuple[tuple[str, str], ...] = ()


def read_services(reader: TableReader) -> tuple[ServiceSettings, ...]:
    """Return what stands under ``services``: false for none at all, or a table with an entry for each."""
    value = reader.get("links", "services")
    if isinstance(value, bool):
        return (ServiceSettings(EVERY, enabled=value),)
    return tuple(_service(reader, name) for name in reader.table("links", "services"))


def _service(reader: TableReader, name: str) -> ServiceSettings:
    keys = ("links", "services", name)
    if name not in SERVICE_NAMES:
        reason = f'no service is called "{name}"{did_you_mean(name, SERVICE_NAMES)}'
        raise reader.error(f"{reason}; there are {', '.join(SERVICE_NAMES)}", *keys)
    value = reader.get(*keys)
    if isinstance(value, bool):
        return ServiceSettings(name, enabled=value)
    reader.only([key for key in SERVICE_KEYS if key != COUNTRY or name == WITH_COUNTRY], *keys)
    enabled = None if reader.get(*keys, "enabled") is None else reader.flag(*keys, "enabled")
    country = reader.string(*keys, COUNTRY)
    if country is not None and not TWO_LETTERS.fullmatch(country):
        raise reader.error('"country" must be two letters, such as "de"', *keys, COUNTRY)
    instances: Mapping[str, object] = reader.table(*keys, "instances")
    for host in instances:
        if not HOST.fullmatch(host):
            raise reader.error(f'"{host}" is no host; write "git.example.org"', *keys, "instances", host)
    addresses = tuple((host, _address(reader, *keys, "instances", host) or "") for host in instances)
    return ServiceSettings(name, enabled, _address(reader, *keys, "api"), country, addresses)


def _address(reader: TableReader, *keys: str) -> str | None:
    value = reader.string(*keys)
    if value is not None and not ADDRESS.fullmatch(value):
        raise reader.error(f'"{keys[-1]}" must be an http address without a password', *keys)
    return value
