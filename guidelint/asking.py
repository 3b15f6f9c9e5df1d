"""From the configuration and the environment to how links are asked for. Imports nothing of the network."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint.config.errors import ConfigurationError
from guidelint.config.link_hosts import PROXY, HostSettings, ProxySettings
from guidelint.config.link_services import EVERY
from guidelint.links.environment import header, service_tokens
from guidelint.links.environment import proxies as proxies_of
from guidelint.links.model import HostHeader, Ignore, NetworkOptions, Proxies, ServiceOptions
from guidelint.links.policy import FailurePolicy

if TYPE_CHECKING:
    from guidelint.config.links import LinkSettings
    from guidelint.config.settings import Settings

HISTORY_FILE = "links.sqlite3"
ARCHIVE = "https://archive.org/wayback/available"


class Asking(Struct, frozen=True):
    """How links are asked for: with which options, what is remembered where, and from when a failure counts.

    `history` is None where nothing is to be remembered, `archive` where nobody is asked for archived copies.
    """

    options: NetworkOptions
    history: Path | None = None
    policy: FailurePolicy = field(default_factory=FailurePolicy)
    archive: str | None = None


def asking_for(
    settings: Settings, environment: Mapping[str, str], *, history: bool = True, archive: bool = False
) -> Asking:
    """Return how `settings` want links to be asked for.

    Secrets and proxies are taken from `environment`. Raises `ConfigurationError` for a variable that is not
    set, and for a proxy or a history file that cannot be used.
    """
    links, default = settings.links, FailurePolicy()
    policy = FailurePolicy(links.failing_runs or default.runs, links.failing_days or default.days)
    return Asking(
        network_options(links, environment),
        history_path(settings) if history else None,
        policy,
        (links.archive or ARCHIVE) if archive else None,
    )


def network_options(settings: LinkSettings, environment: Mapping[str, str]) -> NetworkOptions:
    """Return the options of the link checker; see `asking_for`."""
    default = NetworkOptions()
    return replace(
        default,
        timeout=settings.timeout or default.timeout,
        max_time=settings.max_time or default.max_time,
        retry_after_cap=settings.retry_after_cap or default.retry_after_cap,
        global_limit=settings.global_limit or default.global_limit,
        per_host_limit=settings.per_host_limit or default.per_host_limit,
        user_agent=settings.user_agent or default.user_agent,
        headers=[one for host in settings.hosts for one in _headers(host, environment)],
        proxies=_proxies(settings.proxy or ProxySettings(), environment),
        allow_networks=settings.allow_network,
        accept=frozenset(settings.accept),
        services=service_options(settings, environment),
        ignore=[
            Ignore(entry.pattern, entry.reason, entry.until, entry.is_regex) for entry in settings.ignore
        ],
    )


def service_options(settings: LinkSettings, environment: Mapping[str, str]) -> ServiceOptions | None:
    """Return which services are asked, and where; None if none is."""
    enabled: dict[str, bool] = {}
    apis: dict[str, str] = {}
    instances: dict[str, dict[str, str]] = {}
    country = ServiceOptions().country
    for one in settings.services:
        if one.enabled is not None:
            enabled[one.name] = one.enabled
        if one.api is not None:
            apis[one.name] = one.api
        instances.setdefault(one.name, {}).update(one.instances)
        country = one.country or country
    if not enabled.pop(EVERY, True):
        return None
    return ServiceOptions(
        off=frozenset(name for name, is_on in enabled.items() if not is_on),
        on=frozenset(name for name, is_on in enabled.items() if is_on),
        apis=apis,
        instances=instances,
        tokens=service_tokens(environment),
        country=country,
        heading_ids=_heading_ids,
    )


def _heading_ids(text: str) -> frozenset[str]:
    """Return the ids of the headings and other anchors of a Markdown file as GitHub makes them."""
    from guidelint.markdown.github import parse_github  # noqa: PLC0415 - few links name a heading of a file
    from guidelint.source import Source  # noqa: PLC0415 - as above

    page = parse_github(Source("README.md", text))
    return frozenset(
        [*(heading.id for heading in page.headings if heading.id), *(anchor.id for anchor in page.anchors)]
    )


def history_path(settings: Settings) -> Path | None:
    """Return the file of the history: the configured one, else one in the user's cache directory.

    None for a user without a home directory, who has no place to remember anything in.
    """
    if settings.links.history is None:
        from platformdirs import user_cache_path  # noqa: PLC0415 - only a run that asks for links needs it

        try:
            path = user_cache_path("guidelint", appauthor=False) / HISTORY_FILE
        except RuntimeError:
            return None
        return path if path.is_absolute() else None
    path = settings.root / settings.links.history
    if not path.resolve().is_relative_to(settings.root.resolve()):
        raise ConfigurationError(f'the history "{settings.links.history}" leads out of {settings.root}')
    return path


def ended_ignores(options: NetworkOptions, today: date) -> list[str]:
    """Return a sentence for every entry of `ignore` whose last day is over."""
    return [
        f'the links "{entry.pattern}" are asked for again: to ignore them ended on {entry.until}'
        for entry in options.ignore
        if entry.until is not None and entry.until < today
    ]


def _headers(host: HostSettings, environment: Mapping[str, str]) -> Iterator[HostHeader]:
    try:
        for name, template in host.headers:
            yield header(host.origin, name, template, environment)
        if host.basic_auth is not None:
            plain = header(host.origin, "Authorization", host.basic_auth, environment)
            yield replace(plain, value="Basic " + base64.b64encode(plain.value.encode()).decode())
    except ValueError as problem:
        raise ConfigurationError(str(problem), host.path or None, host.line) from problem


def _proxies(settings: ProxySettings, environment: Mapping[str, str]) -> Proxies:
    found = proxies_of(environment, settings.onion)
    return replace(
        found,
        http=settings.http or _proxy("http_proxy", found.http),
        https=settings.https or _proxy("https_proxy", found.https),
        bypass=(*found.bypass, *settings.bypass),
    )


def _proxy(variable: str, address: str | None) -> str | None:
    """Return a proxy of the environment as an address; one without a scheme is an HTTP proxy."""
    if address is None:
        return None
    full = address if "://" in address else f"http://{address}"
    if not PROXY.fullmatch(full):
        raise ConfigurationError(f"the proxy that the environment gives in {variable} is no address of one")
    return full
