"""The one table of services: which address belongs to which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.links.services import (
    app_store,
    chrome_store,
    edge_addons,
    fdroid,
    firefox_addons,
    flathub,
    gitea,
    github,
    gitlab,
    google_play,
    matrix,
    social,
    wikipedia,
    youtube,
)
from guidelint.links.services.model import Address, Claim, Service
from guidelint.links.services.plain import PLAIN_HOSTS
from guidelint.links.urls import MalformedUrlError, Skip, read

if TYPE_CHECKING:
    from guidelint.links.model import ServiceOptions

SERVICES: tuple[Service, ...] = (
    github.SERVICE,
    gitlab.SERVICE,
    gitea.SERVICE,
    google_play.SERVICE,
    app_store.SERVICE,
    fdroid.SERVICE,
    flathub.SERVICE,
    firefox_addons.SERVICE,
    chrome_store.SERVICE,
    edge_addons.SERVICE,
    wikipedia.SERVICE,
    youtube.SERVICE,
    matrix.SERVICE,
    social.SERVICE,
)
BY_NAME = {service.name: service for service in SERVICES}
_BY_HOST = {host: service for service in SERVICES for host in service.hosts}
UNDOCUMENTED = "no documentation says how its API answers, so it is off unless it is switched on"


class Row(Struct, frozen=True):
    """What becomes of a link: the label of its service, the base of the API that is asked, else a reason."""

    service: str
    api: str = ""
    reason: str = ""


def service_of(address: Address, options: ServiceOptions) -> Service | None:
    """Give the service that an address belongs to, whether it is switched on or not."""
    host = address.host
    for name, instances in options.instances.items():
        if host in instances:
            return BY_NAME[name]
    if host in _BY_HOST:
        return _BY_HOST[host]
    return next((service for service in SERVICES if service.recognises(address)), None)


def is_on(service: Service, options: ServiceOptions) -> bool:
    """Tell whether a service may be asked."""
    return service.name not in options.off and (bool(service.documented) or service.name in options.on)


def claim_for(address: Address, options: ServiceOptions) -> Claim | None:
    """Give the claim of the service that an address belongs to, None where there is none or it is off."""
    service = service_of(address, options)
    if service is None or not is_on(service, options):
        return None
    return service.claim(address, base_of(service, address.host, options))


def base_of(service: Service, host: str, options: ServiceOptions) -> str:
    """Give the base of the API that is asked about a host of a service, without a slash at its end."""
    base = options.instances.get(service.name, {}).get(host)
    base = base or options.apis.get(service.name) or service.api.replace("{host}", host)
    return base.rstrip("/")


def row_for(url: str, options: ServiceOptions) -> Row | None:
    """Tell what becomes of a link, as written; None for one that no service and no row is about."""
    try:
        target = read(url)
    except MalformedUrlError:
        return None
    if isinstance(target, Skip):
        return None
    address = Address(target.url, frozenset({target.fragment} if target.fragment else ()))
    if reason := PLAIN_HOSTS.get(address.host):
        return Row(address.host, reason=reason)
    service = service_of(address, options)
    if service is None:
        return None
    if not is_on(service, options):
        reason = "switched off" if service.documented else UNDOCUMENTED
        return Row(service.label, reason=reason)
    claim = service.claim(address, base_of(service, address.host, options))
    return Row(service.label, *_way(claim))


def _way(claim: Claim) -> tuple[str, str]:
    if claim.plain:
        return "", claim.plain
    if claim.said is not None:
        return "", claim.said.reason or "has no API; a plain request is read as the store means it"
    return claim.base, ""


def rows(urls: Iterable[str], options: ServiceOptions) -> Iterator[tuple[str, Row]]:
    """Give every link that a service or a row is about, with what becomes of it."""
    for url in urls:
        if row := row_for(url, options):
            yield url, row
