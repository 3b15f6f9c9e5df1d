"""Addresses that work and carry what they should not: tracking parameters, plain http."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from guidelint.checks.places import made_by_a_bot, resolved, whole
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Finding, Fix, Safety, Severity
from guidelint.fixes import replacement
from guidelint.links.schemes import is_identifier

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

SEPARATOR = re.compile(r"(&amp;|&)")
ARCHIVES = ("web.archive.org", "archive.org", "archive.ph", "archive.today", "archive.is")
LOCAL_NAMES = ("onion", "i2p", "local", "localhost", "test", "example", "invalid", "internal", "lan", "arpa")
EXAMPLES = ("example.com", "example.org", "example.net")


class TrackingOptions(Struct, frozen=True):
    """`parameters` are names of query parameters, with ``*`` for any characters.

    One that holds only on some hosts is written ``host: name``.
    """

    parameters: tuple[str, ...] = (
        *("utm_*", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid"),
        *("ttclid", "li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi"),
        *(
            "hsCtaTracking",
            "vero_id",
            "oly_anon_id",
            "oly_enc_id",
            "ref_src",
            "ref_url",
            "srsltid",
            "_openstat",
        ),
        *("youtube.com: si", "youtu.be: si", "open.spotify.com: si", "youtube.com: feature"),
    )


@rule("GL623", "link-tracking", severity=Severity.WARNING, fixable=True, options=TrackingOptions)
def link_tracking(page: Page, site: Site, options: TrackingOptions) -> Iterator[Finding]:
    """Report query parameters that tell the target who sent the reader."""
    for target, _ in resolved(page, site):
        if "?" not in target.text:
            continue
        written = page.text(target.span)
        host = _host(target.text)
        if host in ARCHIVES or not host:
            continue
        names = _tracking_names(target.text, host, options.parameters)
        if names:
            clean = _without(written, names)
            yield finding(
                page,
                whole(page, target),
                f"the address tracks the reader: {', '.join(names)}",
                cause=f"{source_name(page, site)}: {target.text}",
                highlight=target.span,
                severity=Severity.INFO if page.dialect == "github" else Severity.WARNING,
                help=f"write {clean}",
                fix=Fix((replacement(page, target.span, clean),)) if clean != written else None,
            )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _tracking_names(url: str, host: str, parameters: tuple[str, ...]) -> list[str]:
    query = url.partition("#")[0].partition("?")[2]
    names = [pair.partition("=")[0] for pair in query.split("&") if "=" in pair]
    return list(dict.fromkeys(name for name in names if _tracks(name, host, parameters)))


@lru_cache(maxsize=1024)
def _tracks(name: str, host: str, parameters: tuple[str, ...]) -> bool:
    for parameter in parameters:
        only, colon, pattern = parameter.rpartition(": ")
        if (not colon or host == only) and fnmatchcase(name, pattern):
            return True
    return False


def _without(written: str, names: list[str]) -> str:
    """Return an address as written in the source without the parameters `names`."""
    address, hash_sign, fragment = written.partition("#")
    before, _, query = address.partition("?")
    pieces = SEPARATOR.split(query)
    kept = [pair for pair in pieces[::2] if pair.partition("=")[0] not in names]
    joined = (pieces[1] if len(pieces) > 1 else "&").join(kept)
    return before + (f"?{joined}" if joined else "") + hash_sign + fragment


@rule("GL624", "link-http", severity=Severity.INFO, fixable=True)
def link_http(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report addresses with plain http, which whoever stands in between can read and change."""
    for target, _ in resolved(page, site):
        if target.text[:7].lower() != "http://" or is_identifier(target.text):
            continue
        host = _host(target.text)
        if _is_public(host) and not made_by_a_bot(page, target.span):
            written = page.text(target.span)
            fix = None
            if written[:5].lower() == "http:":
                fix = Fix((replacement(page, target.span, f"https{written[4:]}"),), Safety.UNSAFE)
            yield finding(
                page,
                whole(page, target),
                "plain http: others can read and change what the reader gets",
                cause=f"{source_name(page, site)}: {target.text}",
                highlight=target.span,
                help="use https if the site offers it",
                fix=fix,
            )


def _is_public(host: str) -> bool:
    """Tell whether `host` is a name that the public resolves, and no example."""
    name = host.rstrip(".")
    if "." not in name or name.rpartition(".")[2] in LOCAL_NAMES:
        return False
    if any(name == example or name.endswith(f".{example}") for example in EXAMPLES):
        return False
    try:
        return ipaddress.ip_address(name).is_global
    except ValueError:
        return True
