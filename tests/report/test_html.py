"""The HTML report in a real browser: it filters, loads nothing, and everybody can read it."""

import json
import os
import re
import shutil
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from guidelint.findings import Confidence, Edit, Finding, Fix, Location, Related, Safety, Severity, Standing
from guidelint.report.html import render
from guidelint.report.html_frame import FrameLine, frame
from guidelint.report.html_links import health
from guidelint.report.model import LinkReport, Report, RuleHelp, Section
from guidelint.source import Source

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
PATIENCE = 120_000
SCRIPT = "</script><script>alert(1)</script><img src=https://evil.example/i.png onerror=alert(2)>"
EVIL = SCRIPT + "{{ 7*7 }}\u202e\x1b[31m"
TEXT = f"# Tides\n\nThe [ebb](ebb.md#low) and\tthe [flood](<flood {EVIL}.md>).\nEnd\n"
BOOK = """\
# link-file

A file.

## What it checks

Files `x` ![i](https://evil.example/b.png), see [links](../docs/links.md) and [more](https://b.example/more).
"""
RULES = ("link-anchor", "link-file", "heading-level")


def finding(number, **more):
    rule = RULES[number % 3]
    severity = list(Severity)[number % 3]
    place = Location(f"docs/page-{number % 7}.md", 3, 5, 3, 21)
    fix = Fix((Edit(place, "x"),), Safety.SAFE) if number % 2 else None
    return Finding(
        rule, f"GL50{number % 3}", severity, place, f"message-{number}. {EVIL}", str(number),
        help=f"help {number}", highlight=Location(place.path, 3, 11, 3, 20), fix=fix, **more,
    )  # fmt: skip


def report_of(count, **more):
    findings = sorted((finding(number) for number in range(count)), key=lambda one: one.order)
    sources = {f"docs/page-{number}.md": Source(f"docs/page-{number}.md", TEXT) for number in range(7)}
    help_ = RuleHelp("GL501", "link-file", "site-links", Severity.ERROR, "A file.", BOOK + EVIL)
    return Report(tuple(findings), files=7, sources=sources, rules={"link-file": help_}, **more)


LINKS = (
    LinkReport("https://b.example/gone", "dead", 404, None, "404, not found", 2, 1.25,
               (Location("docs/a.md", 4, 2, 4, 9), Location("docs/b.md")), "2026-01-02", "2026-03-04"),
    LinkReport("https://b.example/", "ok", 200, None, "200", 1, 0.2, (Location("docs/a.md"),)),
    LinkReport("https://a.example/x", "moved", 301, "https://a.example/y", "301 to y", 1, 3.0, ()),
    LinkReport("javascript:alert(1)", "skipped", None, None, EVIL, 0, 0.0, (Location("docs/a.md"),)),
)  # fmt: skip
SECTION = Section("Translations", ("Language", "Pages"), (("français", 12), (EVIL, 1000)), "Two languages.")


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        pytest.skip("no Chromium is installed (set CHROMIUM to its path)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def show(browser, tmp_path):
    """Open a report; whatever it logs, asks for or fails at fails the test."""
    contexts, said = [], []

    def open_page(report, **more):
        path = tmp_path / "report.html"
        path.write_text(render(report), encoding="utf-8")
        context = browser.new_context(**more)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: request.url == path.as_uri() or said.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def visible(page):
    return page.locator(".finding:visible").count()


def settled(page, count):
    expect(page.locator("#shown")).to_have_text(re.compile(rf"^{count:,} "), timeout=PATIENCE)
    assert page.locator(".finding:not([hidden])").count() == count
    return page.locator("#shown").inner_text()


def test_search_and_filters(show):
    page = show(report_of(42, links=LINKS))
    assert settled(page, 42) == "42 findings shown"
    page.get_by_label("Search", exact=True).fill("MESSAGE-7. page-0")
    assert settled(page, 1) == "1 of 42 findings shown"
    assert page.locator("details.group:visible h3").all_inner_texts() == ["docs/page-0.md"]
    assert page.locator("tr.searched:visible").count() == 0
    page.get_by_label("Search", exact=True).fill("b.example/gone")
    assert settled(page, 0) == "0 of 42 findings shown"
    assert page.locator("tr.searched:visible").count() == 2
    page.get_by_role("button", name="Reset").click()
    assert settled(page, 42)
    page.get_by_label("Warning").uncheck()
    page.get_by_label("Information").uncheck()
    assert settled(page, 14)
    page.get_by_label("fixable only").check()
    assert settled(page, 7)
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Rule", exact=True).select_option("link-file")
    assert settled(page, 14)


def test_grouping_by_rule_and_back(show):
    page = show(report_of(42))
    page.get_by_label("Group by").select_option("rule")
    assert page.locator("details.group > summary h3").all_inner_texts() == sorted(RULES)
    assert page.locator("details.group > summary .count").all_inner_texts() == ["14 findings"] * 3
    page.get_by_label("Warning").uncheck()
    assert page.locator("details.group:visible").count() == 2
    page.get_by_role("button", name="Reset").click()
    page.wait_for_selector("details.group[data-key='docs/page-0.md']")
    assert page.locator("details.group").count() == 7


def test_all_of_it_can_be_reached_with_the_keyboard(show):
    page = show(report_of(3, links=LINKS))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    page.keyboard.type("message-2. ")
    assert settled(page, 1)
    page.keyboard.press("Escape")
    assert settled(page, 3)
    reached = Counter()
    page.evaluate("document.activeElement.blur()")
    for _ in range(60):
        page.keyboard.press("Tab")
        reached[page.evaluate("document.activeElement.tagName + '.' + document.activeElement.className")] += 1
    assert {"BUTTON.", "INPUT.", "SELECT.", "SUMMARY.", "A.rule", "DIV.scroll"} <= reached.keys()
    page.locator("details.group summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.group").first.get_attribute("open") is None


def test_a_rule_opens_when_its_name_is_followed(show):
    page = show(report_of(3))
    page.locator("article a.rule", has_text="link-file").first.click()
    page.locator("#rule-link-file .book").wait_for(state="visible")
    assert page.locator("#rule-link-file img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(show, scheme):
    more = {"links": LINKS, "sections": (SECTION,), "suppressed": 2, "fixed": 1, "known": 3, "baselined": 4}
    page = show(report_of(9, **more), color_scheme=scheme)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_dark_and_light_can_be_changed(show):
    page = show(report_of(1), color_scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.get_by_role("button", name="Dark or light").click()
    dark = page.evaluate(colour)
    assert dark != light
    page.get_by_role("button", name="Dark or light").click()
    assert page.evaluate(colour) == light


def test_it_prints_everything_on_white(show):
    page = show(report_of(20, links=LINKS), color_scheme="dark")
    page.get_by_role("button", name="Close all").click()
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.tools')).display") == "none"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert visible(page) == 20
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert visible(page) == 0
    assert page.pdf().startswith(b"%PDF")


def test_without_scripts_everything_is_there(show):
    page = show(report_of(20, links=LINKS), java_script_enabled=False)
    assert visible(page) == 20
    assert not page.locator("#tools").is_visible()


def test_ten_thousand_findings(show):
    page = show(report_of(10_000))
    assert settled(page, 10_000) == "10,000 findings shown"
    page.get_by_label("Search", exact=True).fill("message-9999. ")
    assert settled(page, 1)
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Group by").select_option("rule")
    assert settled(page, 10_000)


def test_nothing_on_a_page_becomes_a_part_of_the_report(show):
    page = show(report_of(6, links=LINKS, sections=(SECTION,)))
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, link, base, [onerror]").count() == 0
    assert SCRIPT in page.locator(".message").first.inner_text()
    assert "{{ 7*7 }}" in page.locator(".message").first.inner_text()
    targets = page.eval_on_selector_all("a", "all => all.map(a => a.getAttribute('href'))")
    assert {target for target in targets if not target.startswith("#")} == {
        "https://b.example/gone", "https://a.example/x", "https://b.example/", "https://b.example/more",
        "https://evil.example/b.png",
    }  # fmt: skip


def test_what_an_attacker_adds_does_not_run(browser, tmp_path):
    """The policy in the page stops a script even if one got in."""
    path = tmp_path / "report.html"
    added = "<script>document.title='taken'</script><img src=https://evil.example/i.png></body>"
    path.write_text(render(report_of(1)).replace("</body>", added), encoding="utf-8")
    with browser.new_context() as context:
        page = context.new_page()
        loaded, refused = [], []
        page.on("requestfinished", lambda request: loaded.append(request.url))
        page.on("requestfailed", lambda request: refused.append(request.failure))
        page.goto(path.as_uri())
        assert page.title().startswith("guidelint: ")
        assert (loaded, refused) == ([path.as_uri()], ["csp"])


# Without a browser


def test_a_report_without_findings():
    page = render(Report((), files=3))
    assert "No findings on 3 pages." in page
    assert "<title>guidelint: No findings</title>" in page


def test_only_ascii_where_nothing_else_can_be_written():
    page = render(report_of(3, sections=(SECTION,)), ascii_only=True)
    assert page.isascii()
    assert "fran&#231;ais" in page


def test_a_finding_that_is_unsure_or_old_says_so():
    old = finding(0, confidence=Confidence.LIKELY, standing=Standing.KNOWN)
    page = render(Report((old,), files=1))
    assert '<span class="tag">likely</span> <span class="tag">known</span>' in page


def test_related_places_are_counted():
    many = tuple(Related(Location("docs/x.md", line), "here") for line in range(1, 31))
    page = render(Report((finding(0, related=many),), files=1))
    assert page.count("here</li>") == 20
    assert "and 10 more places" in page


def test_the_frame_shows_the_lines_around():
    lines = frame(finding(0), {"docs/page-0.md": Source("docs/page-0.md", TEXT)})
    assert [line.number for line in lines] == [2, 3, 4]
    assert lines[1].marked == "ebb.md#lo"
    assert "and    the" in lines[1].after


def test_an_endless_line_is_cut():
    source = Source("docs/page-0.md", "\n\n" + "a" * 5_000_000)
    place = Location("docs/page-0.md", 3, 2_000_000, 3, 4_000_000)
    long = Finding("r", "GL1", Severity.ERROR, place, "m", "c")
    [line] = [line for line in frame(long, {"docs/page-0.md": source}) if line.marked]
    assert isinstance(line, FrameLine)
    assert len(line.before + line.marked + line.after) < 1000


def test_link_health():
    found = health(LINKS)
    assert [(entry.verdict, entry.count, entry.share) for entry in found.verdicts] == [
        ("dead", 1, 250), ("moved", 1, 250), ("skipped", 1, 250), ("ok", 1, 250)
    ]  # fmt: skip
    assert [(host.name, host.wrong, host.slowest) for host in found.hosts] == [
        ("a.example", 1, 3.0), ("b.example", 1, 1.25), ("no host", 0, 0.0)
    ]  # fmt: skip
    assert [link.url for link in found.wrong] == ["https://b.example/gone", "https://a.example/x"]
    assert [link.seconds for link in found.slowest] == [3.0, 1.25, 0.2]
    assert health(()) is None


def test_the_policy_allows_the_style_and_the_script_by_their_hashes_alone():
    page = render(Report((), files=1))
    policy = page.split('Content-Security-Policy" content="')[1].split('"')[0].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert json.dumps(policy).count("sha256-") == 2
