"""Addresses that no browser can open, or that no browser reads as they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from guidelint.checks.places import Target, resolved, whole
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Finding, Severity
from guidelint.links.schemes import onion_problem, syntax_problem
from guidelint.site.resolution import Kind
from guidelint.source import Span
from guidelint.suggest import close_matches

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

PLAIN = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#][\w/?#=&+.,:;@~!$'()*-]*)?", re.ASCII)
SCHEME = re.compile(
    r"(?P<before>[\s(<\"'“”‘’（]*)(?P<scheme>[A-Za-z][A-Za-z0-9+-]*)\s*(?P<sign>[:;：][/\\／]*)"
)
SLASHES_ONLY = re.compile(r"https?//", re.IGNORECASE)
DOUBLED = re.compile(r"https?://(?P<again>https?(?:://|//|:/|%3A%2F%2F))", re.IGNORECASE)
WITHOUT_SCHEME = re.compile(
    r"(?:www\.[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|info))(?:[/?#:]|\Z)"
)
BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
QUOTES = re.compile(r"[“”„‟«»‘‛‹›\"<>`]|[，。；：！？）」』》]\Z")
BRACKETS = re.compile(r"[\[\]]")
PLACEHOLDER = re.compile(r"[{}]|\$\(|<[\w-]+>")
WEB = ("http", "https")
MAX_SCHEME = 10
TYPO_RATIO = 0.8


class Flaw(NamedTuple):
    """What is wrong with an address, where in it (offsets), and how bad that is."""

    reason: str
    start: int
    end: int
    severity: Severity = Severity.ERROR


@rule("GL621", "link-malformed", severity=Severity.ERROR)
def link_malformed(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report addresses with a broken scheme, host or port, with white space, backslashes and the like."""
    for target, resolution in resolved(page, site):
        found = flaw(target.text)
        if found is None and resolution.kind is Kind.MISSING_FILE and WITHOUT_SCHEME.match(target.text):
            found = Flaw("https:// is missing at the start", 0, len(target.text))
        if found is not None:
            yield finding(
                page,
                whole(page, target),
                f"this address does not work: {found.reason}",
                cause=f"{source_name(page, site)}: {target.text}",
                highlight=_part(page, target, found),
                label=found.reason,
                severity=found.severity,
            )


@lru_cache(maxsize=1 << 14)
def flaw(written: str) -> Flaw | None:
    """Return what is wrong with an address as written, entities decoded; None for a path or a sound one."""
    if PLAIN.fullmatch(written) and "http" not in written[8:]:
        return None
    text = written.strip()
    if PLACEHOLDER.search(text):
        return None
    if SLASHES_ONLY.match(text):
        return Flaw("the colon is missing after the scheme", 0, text.index("/"))
    match = SCHEME.match(text)
    if match is None:
        return None
    scheme = match["scheme"].lower()
    if scheme not in WEB:
        return _other_scheme(scheme, text, match)
    if match["before"]:
        return Flaw(f"it begins with {match['before'].strip() or 'a space'}", 0, match.end("before"))
    if text[: match.end()].lower() != f"{scheme}://":
        return Flaw(f"it must begin with {scheme}://", 0, match.end())
    return _web_address(text)


def _other_scheme(scheme: str, text: str, match: re.Match[str]) -> Flaw | None:
    is_short = match["sign"] == "://" and len(scheme) <= MAX_SCHEME
    if is_short and scheme != "http+unix" and close_matches("https", [scheme], cutoff=TYPO_RATIO):
        return Flaw(f"there is no scheme {scheme}", match.start("scheme"), match.end("scheme"))
    if match["before"] or not match["sign"].startswith(":"):
        return None
    problem = syntax_problem(scheme, text[match.start("sign") + 1 :])
    return Flaw(problem, 0, len(text)) if problem else None


def _web_address(text: str) -> Flaw | None:
    again = DOUBLED.match(text)
    if again:
        return Flaw("the scheme is given twice", *again.span("again"))
    space = re.search(r"\s", text)
    if space:
        return Flaw("a space stands in it", *space.span())
    backslash = text.find("\\")
    if backslash >= 0:
        return Flaw("a backslash stands in it", backslash, backslash + 1)
    authority = re.compile(r"[^/?#]*").match(text, text.index("://") + 3)
    host_end = authority.end() if authority else len(text)
    problem = _host_problem(text[:host_end])
    if problem:
        return Flaw(problem, text.index("://") + 3, host_end)
    return _path_flaw(text, host_end)


def _path_flaw(text: str, host_end: int) -> Flaw | None:
    fragment = text.find("#") if "#" in text else len(text)
    query = text.find("?") if "?" in text[:fragment] else fragment
    escape = BAD_ESCAPE.search(text, host_end, fragment)
    if escape:
        severity = Severity.ERROR if escape.start() < query else Severity.WARNING
        return Flaw("% is not followed by two hexadecimal digits", *escape.span(), severity)
    quote = QUOTES.search(text, host_end, query)
    if quote:
        return Flaw(f"{quote[0]} stands in it", *quote.span(), Severity.WARNING)
    bracket = BRACKETS.search(text, host_end, query)
    if bracket:
        sign = f"{bracket[0]} must be written %{ord(bracket[0]):02X}"
        return Flaw(sign, *bracket.span(), Severity.WARNING)
    return None


def _host_problem(start: str) -> str | None:
    """Return what is wrong with the beginning of an address, up to the end of its host and port."""
    from guidelint.links.urls import MalformedUrlError, http_target  # noqa: PLC0415 - few addresses need it

    try:
        http_target(start)
    except MalformedUrlError as error:
        return str(error)
    return None


def _part(page: Page, target: Target, found: Flaw) -> Span:
    """Return the span of a flaw, of the whole target where that is written with entities or blanks around."""
    source = page.text(target.span)
    if source != target.text or source != source.strip():
        return target.span
    return Span(target.span.path, target.span.start + found.start, target.span.start + found.end)


@rule("GL622", "onion-address", severity=Severity.ERROR)
def onion_address(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report onion addresses whose checksum says that they were mistyped."""
    for target, _ in resolved(page, site):
        if ".onion" not in target.text.lower():
            continue
        try:
            host = (urlsplit(target.text).hostname or "").rstrip(".")
        except ValueError:
            continue
        problem = onion_problem(host) if host.endswith(".onion") else None
        if problem:
            yield finding(
                page,
                whole(page, target),
                f"the onion address cannot be right: {problem}",
                cause=f"onion: {host}",
                highlight=target.span,
                label=problem,
                help="copy the address again from its owner",
            )
