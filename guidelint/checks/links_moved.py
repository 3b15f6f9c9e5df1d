"""Links that lead somewhere else than they say: for good, or to another owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guidelint.checks.links_addresses import (
    destination,
    differs_in_substance,
    is_upgrade,
    rewritten,
    scheme_of,
)
from guidelint.checks.links_evidence import at, evidence
from guidelint.checks.registry import NoOptions, Scope, rule
from guidelint.findings import Finding, Fix, Safety, Severity
from guidelint.links.verdict import LIVING, Verdict

if TYPE_CHECKING:
    from guidelint.external import ExternalLink
    from guidelint.links.model import LinkResult
    from guidelint.occurrences import Occurrence


@rule("GL603", "link-moved", severity=Severity.WARNING, scope=Scope.LINKS, fixable=True)
def link_moved(links: Sequence[ExternalLink], options: NoOptions) -> Iterator[Finding]:
    """Report links that are redirected for good to another address worth writing instead."""
    for link in links:
        if link.result.verdict is not Verdict.MOVED:
            continue
        to = _new_address(link.result)
        if to is None:
            continue
        where = _with_fragment(link.shown, destination(to))
        for occurrence in link.occurrences:
            yield at(
                occurrence,
                f"{link.shown} has moved to {where}",
                cause=link.page,
                label=f"moved to {where}",
                notes=evidence(link.result),
                fix=fix_of_move(occurrence, link.result),
            )


@rule("GL609", "link-domain-changed", severity=Severity.ERROR, scope=Scope.LINKS, fixable=True)
def link_domain_changed(links: Sequence[ExternalLink], options: NoOptions) -> Iterator[Finding]:
    """Report links that end on another domain than before, and downloads on a way that is not secure."""
    for link in links:
        if link.result.verdict in LIVING:
            yield from _other_domain(link)
        if link.result.verdict in LIVING or link.result.verdict is Verdict.BLOCKED:
            yield from _plain_download(link)


def _other_domain(link: ExternalLink) -> Iterator[Finding]:
    from guidelint.links.domains import domain_of, same_domain  # noqa: PLC0415 - a big table, seldom needed

    past, now = link.result.past, link.result.final_url
    if past is None or not past.final_url or not now or same_domain(past.final_url, now):
        return
    before, after = domain_of(past.final_url), domain_of(now)
    for occurrence in link.occurrences:
        severity = Severity.ERROR if occurrence.download else Severity.WARNING
        fix = fix_of_move(occurrence, link.result, Safety.UNSAFE)
        yield at(
            occurrence,
            f"{link.shown} ends on {after}; it used to end on {before}",
            cause=f"{before} -> {after} ({severity})",
            label=f"ends on {after}, not on {before} any more",
            severity=severity,
            help="make sure that the new owner is the one you meant",
            notes=evidence(link.result),
            fix=fix,
        )


def _plain_download(link: ExternalLink) -> Iterator[Finding]:
    way = [link.result.url, *(hop.target for hop in link.result.hops)]
    plain = next((url for url in way if scheme_of(url) == "http" and not _is_onion(url)), None)
    if plain is None:
        return
    shown = link.shown if plain == link.result.url else plain
    for occurrence in link.occurrences:
        if occurrence.download:
            yield at(
                occurrence,
                f"this download passes through plain http: {shown}",
                cause=f"plain http: {link.page}",
                label="passes through plain http",
                help="others can put something else in its place; link to an https address",
                notes=evidence(link.result),
                fix=fix_of_move(occurrence, link.result),
            )


def _is_onion(url: str) -> bool:
    from guidelint.links.domains import host_of  # noqa: PLC0415 - downloads by http are rare

    return host_of(url).endswith(".onion")


def _with_fragment(written: str, new: str) -> str:
    fragment = written.partition("#")[2]
    return f"{new}#{fragment}" if fragment and "#" not in new else new


def _new_address(result: LinkResult) -> str | None:
    """Return where a link has moved for good, None where it only reads differently there."""
    refreshed = (hop.target for hop in result.hops if not 300 <= hop.status < 400)
    to = result.permanent_url or next(refreshed, None)
    if to is None:
        return None
    if differs_in_substance(result.url, to) or is_upgrade(result.url, to):
        return to
    return None


def fix_of_move(occurrence: Occurrence, result: LinkResult, safety: Safety | None = None) -> Fix | None:
    """Return the fix that writes where permanent redirects lead; it is safe for the same page on https."""
    to = result.permanent_url
    if to is None or _new_address(result) is None:
        return None
    usual = Safety.SAFE if is_upgrade(result.url, to) else Safety.UNSAFE
    return rewritten(occurrence, result.url, to, safety or usual)
