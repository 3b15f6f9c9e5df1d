"""From any bytes to a page, its findings, their fixes, and a report in every format."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from guidelint.checks.catalogue import load_rules
from guidelint.checks.registry import Scope
from guidelint.config.load import load_settings
from guidelint.edits import apply, changes_of
from guidelint.engine import Run, check_page, make_plan, report_unused
from guidelint.fixing import Checked, Reader, mend
from guidelint.markdown.dialect import GITHUB
from guidelint.markdown.parser import parse_page
from guidelint.occurrences import external_links
from guidelint.report.formats import FORMATS, document
from guidelint.report.model import Report
from guidelint.report.rule_help import rule_help
from guidelint.site.discover import discover
from guidelint.site.index import Site
from guidelint.site.summary import UNREADABLE, summarise
from guidelint.source import Source, UnreadableError, decode_source
from tests.fuzz.places import folder, site_folder

if TYPE_CHECKING:
    from guidelint.engine import Plan
    from guidelint.findings import Finding
    from guidelint.markdown.dialect import Dialect
    from guidelint.markdown.page import Page

PAGE = "docs/index.md"
FULL_SITE = """
site_name: A
site_url: https://harbour.dev/en/
repo_url: https://github.com/harbour/guide
theme: material
plugins: [search, blog]
extra_css: [map.svg]
markdown_extensions:
  - extra
  - admonition
  - pymdownx.arithmatex
  - pymdownx.caret
  - pymdownx.critic
  - pymdownx.details
  - pymdownx.emoji
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.magiclink
  - pymdownx.mark
  - pymdownx.smartsymbols
  - pymdownx.snippets: {base_path: [includes], auto_append: [words.txt]}
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist
  - pymdownx.tilde
"""
SMALL_SITE = "site_name: A\nuse_directory_urls: false\nmarkdown_extensions: [attr_list, md_in_html]\n"


@cache
def _plan() -> Plan:
    settings = load_settings(folder(), presets=["privacy-guides"], isolated=True)
    return make_plan(settings, load_rules(), site_folder())


@cache
def _readings() -> list[tuple[Site, Dialect]]:
    """The ways to read a page: two sites, and as GitHub does."""
    base, readings = site_folder(), []
    for text in (FULL_SITE, SMALL_SITE):
        (base / "mkdocs.yml").write_text(text)
        found = discover(base)
        assert not found.problems
        site = Site(found.configs, lambda _path: UNREADABLE, base)
        readings.append((site, found.configs[0].dialect))
    return [*readings, (Site((), lambda _path: UNREADABLE, base), GITHUB)]


def _read(data: bytes) -> tuple[Source, Site, Dialect] | None:
    if not data:
        return None
    site, dialect = _readings()[data[0] % 3]
    try:
        return decode_source(data[1:], PAGE), site, dialect
    except UnreadableError:
        return Source(PAGE, data[1:].decode("utf-8", "ignore")), site, dialect


def _checked(page: Page, site: Site) -> Run:
    run = Run(_plan(), frozenset({page.path}))
    site.remember(site.base / page.path, summarise(page))
    check_page(run, page, site)
    report_unused(run, (Scope.PAGE, Scope.SITE))
    assert not run.crashes, run.crashes[0].traceback
    return run


def check(data: bytes) -> None:
    """Read a page, check it, and make a report: nothing raises, every place is on the page."""
    found = _read(data)
    if found is None:
        return
    source, site, dialect = found
    page = parse_page(source, dialect, site.base)
    site.remember(site.base / page.path, summarise(page))
    list(external_links(page, site))
    findings = _checked(page, site).take()
    for finding in findings:
        places = [finding.location, *(related.location for related in finding.related)]
        places += [edit.location for edit in finding.fix.edits] if finding.fix else []
        for place in places:
            lines = page.sources[place.path].lines if place.path in page.sources else None
            if lines is not None:
                assert 1 <= place.line <= place.end_line <= len(lines)
                assert (place.line, place.column) <= (place.end_line, place.end_column)
                assert place.end_column <= len(lines[place.end_line - 1]) + 1
        if finding.fix:
            apply(source, changes_of(source, list(finding.fix.edits)))
    name = tuple(FORMATS)[data[0] // 3 % len(FORMATS)]
    names = {finding.rule for finding in findings}
    rules = rule_help(names, load_rules(), ()) if FORMATS[name].helps else {}
    text = document(name, Report(tuple(findings), files=1, sources=dict(page.sources), rules=rules))
    assert "\x1b" not in text
    if name in ("json", "sarif", "gitlab"):
        json.loads(text)


def page_of(text: str) -> Page:
    """A page of the full site."""
    site, dialect = _readings()[0]
    return parse_page(Source(PAGE, text), dialect, site.base)


def findings_on(text: str) -> list[Finding]:
    """The findings of all rules on a page of the full site."""
    site, dialect = _readings()[0]
    return _checked(parse_page(Source(PAGE, text), dialect, site.base), site).take()


def fix(data: bytes) -> None:
    """Mend a page: what comes out is a page on which nothing is left to mend, or nothing has happened."""
    found = _read(data)
    if found is None:
        return
    source, site, dialect = found

    def parse(text: Source) -> Page:
        return parse_page(text, dialect, site.base)

    def checked(page: Page) -> Checked:
        run = _checked(page, site)
        return Checked(run.findings, frozenset())

    rules = frozenset(rule.name for rule in _plan().of(Scope.PAGE))
    reader = Reader(parse, checked, rules)
    page = parse(source)
    fixable = [finding for finding in _checked(page, site).findings if finding.fix]
    mended = mend(page, fixable, reader)
    assert mended.source.path == source.path
    if not mended.fixed:
        assert mended.source.text == source.text
