"""One page of a site in memory, and what one rule finds on it."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from guidelint.markdown.parser import parse_page
from guidelint.overlap import by_cause
from guidelint.site.discover import discover
from guidelint.site.index import Site
from guidelint.site.summary import UNREADABLE, summarise
from guidelint.source import Source
from tests.sites import EXAMPLE_SITE, write_site

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule
    from guidelint.findings import Finding
    from guidelint.markdown.page import Page

PAGE = "docs/index.md"


@cache
def _folder() -> Path:
    folder = Path(mkdtemp(prefix="guidelint-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    files = {PAGE: "", "docs/tides.md": "", "docs/map.svg": ""}
    return write_site(folder, files, f"site_url: https://harbour.dev/\n{EXAMPLE_SITE}")


def page_and_site(text: str) -> tuple[Page, Site]:
    """The page `docs/index.md` with this text, and its site, of whose other pages nothing is known."""
    folder = _folder()
    configs = discover(folder).configs
    site = Site(configs, lambda _path: UNREADABLE, folder)
    page = parse_page(Source(PAGE, text), configs[0].dialect, folder)
    site.remember(folder / PAGE, summarise(page))
    return page, site


def findings(rule: Rule, text: str, options: Any = None) -> list[Finding]:
    """What `rule` finds on a page with this text."""
    page, site = page_and_site(text)
    return list(rule(page, site, options or rule.options()))


def one_defect(rule: Rule, text: str) -> list[Finding]:
    """What `rule` finds on a page with this text, grouped as in a report."""
    return by_cause(findings(rule, text), ())


def places(rule: Rule, text: str, options: Any = None) -> list[str]:
    """The texts that `rule` points at, in the order of the page; of a finding with a highlight that."""
    found = sorted(findings(rule, text, options), key=lambda finding: finding.order)
    source = Source(PAGE, text)
    shown = []
    for finding in found:
        place = finding.highlight or finding.location
        start = source.starts[place.line - 1] + place.column - 1
        end = source.starts[place.end_line - 1] + place.end_column - 1
        shown.append(text[start:end])
    return shown
