"""Translated pages: do they keep the links of their source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.roots import source_ids
from guidelint.checks.translated import LINK, Translated, lost_place, only, translated
from guidelint.findings import Finding, Severity
from guidelint.site.resolution import Kind
from guidelint.site.resolve import resolve

if TYPE_CHECKING:
    from guidelint.comparison import Change
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
WORD = re.compile(r"[a-z]{2,4}(?:[-_][a-z]{2,4})?")
ENCYCLOPEDIAS = ("wikipedia.org", "wiktionary.org", "wikimedia.org", "wikivoyage.org")
MADE_BY_FOOTNOTES = ("#fn:", "#fnref:")


@rule("GL702", "translation-link", severity=Severity.WARNING)
def translation_link(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report links that a translation has lost, and those that lead elsewhere than in the source."""
    pair = translated(page, site)
    if pair is None:
        return
    stale = pair.is_stale
    for change in pair.changes:
        if change.kind != LINK:
            continue
        if change.lost is None:
            if not stale and not _is_expected(change.gained or ""):
                yield _added(page, pair, change)
        elif change.gained is None:
            lost = _lost(page, pair, change)
            if not stale or lost.label:
                yield lost
        elif not (
            stale
            or is_localised(change.lost, change.gained, pair.language)
            or _is_translated_fragment(page, site, change.lost, change.gained)
        ):
            yield _changed(page, pair, change)


def _is_expected(target: str) -> bool:
    return target.startswith(MADE_BY_FOOTNOTES)


def _lost(page: Page, pair: Translated, change: Change) -> Finding:
    target = change.lost or ""
    place = lost_place(page, pair, change.theirs, change.at, target)
    is_text = target in page.text(place)
    return finding(
        page,
        place,
        f"the source has a link to {target} here" + (", which is left as text" if is_text else ""),
        cause=f"{page.path}: lost {target}",
        label="no link" if is_text else None,
        confidence=pair.confidence,
        related=only(pair.in_source(change.theirs, change.at)),
    )


def _changed(page: Page, pair: Translated, change: Change) -> Finding:
    return finding(
        page,
        pair.placed.facts[change.ours][change.number],
        f"this link leads elsewhere than in the source: {change.gained}",
        cause=f"{page.path}: {change.lost} -> {change.gained}",
        help=f"the source has {change.lost}",
        confidence=pair.confidence,
        related=only(pair.in_source(change.theirs, change.at)),
    )


def _added(page: Page, pair: Translated, change: Change) -> Finding:
    return finding(
        page,
        pair.placed.facts[change.ours][change.number],
        f"the source has no link to {change.gained} here",
        cause=f"{page.path}: added {change.gained}",
        severity=Severity.INFO,
        confidence=pair.confidence,
    )


def is_localised(lost: str, gained: str, language: str) -> bool:
    """Tell whether `gained` is the address of the same thing as `lost`, for readers of `language`.

    That is an article of an encyclopedia in another language, a path or a host that names the
    language, and what differs by a final slash, ``www.``, the scheme or percent-encoding only.
    """
    if not (SCHEME.match(lost) and SCHEME.match(gained)):
        return False
    try:
        one, other = urlsplit(unquote(lost)), urlsplit(unquote(gained))
        hosts = (one.hostname or ""), (other.hostname or "")
    except ValueError:
        return False
    if re.search(r"\s", gained):
        return False
    plain = [_plain(part.path) + f"?{part.query}#{part.fragment}" for part in (one, other)]
    domains = [host.removeprefix("www.") for host in hosts]
    if domains[0] == domains[1] and plain[0] == plain[1]:
        return True
    if any(all(host.endswith(name) for host in domains) for name in ENCYCLOPEDIAS):
        return True
    if _site(domains[0]) != _site(domains[1]):
        return False
    wanted = {language.lower(), language.lower().partition("-")[0]}
    before, after = (set(WORD.findall(target.lower())) for target in (lost, gained))
    tags = {word.replace("_", "-").partition("-")[0] for word in after - before}
    return bool(wanted & (tags | (after - before)))


def _plain(path: str) -> str:
    return re.sub(r"/(?:index\.html?)?$", "", path)


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _is_translated_fragment(page: Page, site: Site, lost: str, gained: str) -> bool:
    """Tell whether only the fragment is another one, of the heading that stands for the one in the source."""
    if lost.partition("#")[0] != gained.partition("#")[0]:
        return False
    resolution = resolve(site, site.path(page.path), gained)
    if resolution.kind is not Kind.PAGE or resolution.path is None:
        return False
    names = source_ids(site, resolution.path).get(unquote(resolution.fragment), ())
    return unquote(lost.partition("#")[2]) in names
