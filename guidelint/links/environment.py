"""Secrets and proxies from the environment, and how to keep secrets out of a report."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from msgspec.structs import replace

from guidelint.links.model import Hop, HostHeader, LinkResult, Proxies

_VARIABLE = re.compile(r"\$\{(\w+)\}")
SHORTEST = 4
PREFIX = "GUIDELINT_"
GITHUB_TOKEN, GITHUB_API = "GITHUB_TOKEN", "https://api.github.com"


def header(origin: str, name: str, template: str, environment: Mapping[str, str]) -> HostHeader:
    """Make a header for one origin from a template such as `Bearer ${GUIDELINT_TOKEN}`.

    Only variables whose names begin with ``GUIDELINT_`` are read: a configuration that a stranger
    has changed cannot send the other secrets of a CI job to a server. Raises ValueError that names
    a variable which may not be read or is not set, or a value that no header can hold.
    """
    foreign = [name for name in _VARIABLE.findall(template) if not name.startswith(PREFIX)]
    if foreign:
        raise ValueError(
            f"the header {name} for {origin} names the variable {foreign[0]}; "
            f"only variables that begin with {PREFIX} are read"
        )
    missing = [variable for variable in _VARIABLE.findall(template) if variable not in environment]
    if missing:
        raise ValueError(f"the header {name} for {origin} needs the variable {missing[0]}, which is not set")
    value = _VARIABLE.sub(lambda match: environment[match[1]], template).strip()
    if not value.isprintable():
        raise ValueError(f"the header {name} for {origin} holds a character that no header can hold")
    return HostHeader(origin, name, value)


def service_tokens(environment: Mapping[str, str]) -> tuple[HostHeader, ...]:
    """Give the headers for APIs that need no configuration: `GITHUB_TOKEN`, for https://api.github.com alone.

    The one variable that is read although its name does not begin with ``GUIDELINT_``: where it is sent is
    written here, and no configuration can name another place. Where `GITHUB_API_URL` says that the token is
    one of an enterprise host, it is not sent at all.
    """
    token = environment.get(GITHUB_TOKEN, "").strip()
    api = environment.get("GITHUB_API_URL", GITHUB_API).rstrip("/")
    if not token or api != GITHUB_API or not token.isascii() or not token.isprintable():
        return ()
    return (HostHeader(GITHUB_API, "Authorization", f"Bearer {token}"),)


def proxies(environment: Mapping[str, str], onion: str | None = None) -> Proxies:
    """Read `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, in small or capital letters.

    `HTTP_PROXY` in capitals is left alone under CGI, where a request could set it.
    """

    def read(name: str) -> str | None:
        capitals = "" if name == "http_proxy" and "REQUEST_METHOD" in environment else name.upper()
        return environment.get(name) or environment.get(capitals) or None

    every = read("all_proxy")
    bypass = [part.strip() for part in (read("no_proxy") or "").split(",") if part.strip()]
    if "*" in bypass:
        return Proxies(onion=onion)
    return Proxies(read("http_proxy") or every, read("https_proxy") or every, onion, tuple(bypass))


def secrets(headers: Sequence[HostHeader]) -> tuple[str, ...]:
    """Give the texts that no report may show: the values of own headers and their last words."""
    sent = [one.value for one in headers if one.name.lower() != "user-agent"]
    shown = [one.value for one in headers if one.name.lower() == "user-agent"]
    known = {part for value in sent for part in (value, *_parts(value))}
    known -= {part for value in shown for part in (value, value.rpartition(" ")[2])}
    known |= {quote(value, safe="") for value in known}
    return tuple(sorted((value for value in known if len(value) >= SHORTEST), key=len, reverse=True))


def _parts(value: str) -> tuple[str, ...]:
    """Return what a server may take out of a header and send back: its last word, a password."""
    scheme, _, last = value.rpartition(" ")
    if scheme.lower() != "basic":
        return (last,)
    try:
        plain = base64.b64decode(last, validate=True).decode()
    except ValueError:
        return (last,)
    return (last, plain, plain.partition(":")[2])


def without_secrets(result: LinkResult, known: Sequence[str]) -> LinkResult:
    """Hide secrets that a server sent back to us in a title or an address."""

    def hide(text: str) -> str:
        for secret in known:
            text = text.replace(secret, "***")
        return text

    if not known or not any(secret in repr(result) for secret in known):
        return result
    return replace(
        result,
        reason=hide(result.reason),
        final_url=hide(result.final_url) if result.final_url else None,
        permanent_url=hide(result.permanent_url) if result.permanent_url else None,
        tried=tuple(hide(line) for line in result.tried),
        headers=tuple((name, hide(value)) for name, value in result.headers),
        hops=tuple(Hop(hide(hop.url), hop.status, hide(hop.target), hop.permanent) for hop in result.hops),
        evidence=replace(result.evidence, text=hide(result.evidence.text)) if result.evidence else None,
    )
