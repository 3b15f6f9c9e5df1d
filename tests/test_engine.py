from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from guidelint.checks.engine import unreadable_file, unused_suppression
from guidelint.checks.registry import Scope, finding, finding_at, rule
from guidelint.config.errors import ConfigurationError
from guidelint.config.layer import RuleOption
from guidelint.config.selectors import Selection, Selector
from guidelint.config.settings import Settings
from guidelint.engine import (
    Run,
    check_links,
    check_page,
    check_site,
    make_plan,
    report_unreadable,
    report_unused,
)
from guidelint.findings import Location, Related, Severity, Standing
from guidelint.markdown.page import Problem
from guidelint.source import Span, UnreadableError
from tests.pages import page, span_of


@dataclass(frozen=True)
class TideOptions:
    words: tuple[str, ...] = ("ebb",)
    limit: int = 9


@rule("GL598", "link-file", severity=Severity.WARNING, options=TideOptions)
def tides(page, _site, options):
    """Finds each of some words."""
    for word in options.words:
        for start in range(len(page.source.text)):
            if page.source.text.startswith(word, start):
                span = span_of(page.source.text[start:], word, page.path)
                place = span._replace(start=start, end=start + len(word))
                yield finding(page, place, f"the word {word}", cause=f"{page.path} {word} {start}")


@rule("GL599", "link-anchor", severity=Severity.ERROR)
def broken(_page, _site, _options):
    """Raises after its first finding."""
    raise ZeroDivisionError
    yield


@rule("GL597", "nav-file", severity=Severity.ERROR, scope=Scope.SITE)
def site_rule(site, _options):
    """Finds one thing in every site."""
    yield finding_at(Location("mkdocs.yml", 3), f"something in {site}", cause="c", severity=Severity.INFO)


@rule("GL697", "link-form", severity=Severity.ERROR, scope=Scope.LINKS)
def link_rule(results, _options):
    """Finds every result."""
    for line in results:
        yield finding_at(Location("docs/index.md", line), "dead", cause=f"{line}")


RULES = (tides, broken, site_rule, link_rule, unreadable_file, unused_suppression)


def run_over(text, settings=None, rules=RULES):
    run = Run(make_plan(settings or Settings(Path.cwd()), rules, Path.cwd()), {"docs/index.md"})
    check_page(run, page(text), None)
    return run


def options(**values):
    """What a configuration file says about link-file."""
    return {"link-file": {key: RuleOption(value, "guidelint.toml", 4) for key, value in values.items()}}


def lines(run):
    return [(entry.rule, entry.location.line) for entry in run.take()]


def test_code_name_and_severity_are_filled_in():
    [found] = run_over("ebb", rules=(tides,)).take()
    assert (found.code, found.rule, found.severity) == ("GL598", "link-file", Severity.WARNING)


def test_a_check_that_raises_stops_no_other():
    run = run_over("ebb")
    assert lines(run) == [("link-file", 1)]
    [crash] = run.crashes
    assert (crash.rule, crash.path) == ("link-anchor", "docs/index.md")
    assert "ZeroDivisionError" in crash.traceback


def test_a_check_may_lower_its_severity_and_the_user_sets_it():
    severities = (((Selector("nav-file"), Severity.WARNING),),)
    for settings, severity in (
        (Settings(Path.cwd()), Severity.INFO),
        (Settings(Path.cwd(), severities=severities), Severity.WARNING),
    ):
        run = Run(make_plan(settings, RULES, Path.cwd()), ())
        check_site(run, "it", "it")
        assert [entry.severity for entry in run.take()] == [severity]


def test_options_come_from_the_configuration():
    settings = Settings(Path.cwd(), rule_options=options(words=["flow"]))
    assert lines(run_over("ebb\nflow", settings, (tides,))) == [("link-file", 2)]


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (options(word=[]), r'guidelint.toml:4: .*no option "word" \(did you mean "words"'),
        (options(limit="9"), "kind of its default, 9"),
    ],
)
def test_unknown_or_odd_options_are_refused(table, complaint):
    with pytest.raises(ConfigurationError, match=complaint):
        make_plan(Settings(Path.cwd(), rule_options=table), RULES, Path.cwd())


def test_per_file_ignores():
    settings = Settings(Path.cwd(), per_file_ignores=(("docs/*.md", (Selector("site-links"),)),))
    run = run_over("ebb", settings)
    assert (lines(run), run.crashes) == ([], [])


def test_suppressed_findings_are_counted():
    text = "<!-- guidelint-disable-next-line link-file -->\nebb ebb\nebb\n"
    run = run_over(text, rules=(tides, unused_suppression))
    report_unused(run, (Scope.PAGE,))
    assert (lines(run), run.suppressed) == ([("link-file", 3)], 2)


def test_unused_suppressions_are_found_once_their_rules_have_run():
    text = (
        "<!-- guidelint-disable-next-line link-file, link-form -->\nflow\n\n"
        "<!-- guidelint-disable-next-line -->\nflow\n"
    )
    run = run_over(text, rules=(tides, link_rule, unused_suppression))
    report_unused(run, (Scope.PAGE,))
    assert lines(run) == []
    check_links(run, [5])
    for _ in range(2):
        report_unused(run, (Scope.PAGE, Scope.LINKS))
    [found] = run.take()
    assert found.message == "this comment silences no finding of link-file, link-form"
    assert found.fix is not None
    assert run.suppressed == 1


def test_a_comment_at_the_root_of_a_cause_is_of_use():
    text = "<!-- guidelint-disable-next-line link-file -->\n# Flow\n"
    run = run_over(text, rules=(tides, unused_suppression))
    root = Related(Location("docs/index.md", 2, 1, 2, 7), "this heading has lost its id")
    place = Location("docs/other.md", 9)
    lost = finding_at(place, "no such heading", cause="c", severity=Severity.WARNING, root=root)
    run.findings.append(replace(lost, rule="link-file", code="GL598"))
    report_unused(run, (Scope.PAGE,))
    assert (lines(run), run.suppressed) == ([], 1)


def test_rules_that_are_not_part_of_the_run_make_no_suppression_unused():
    run = run_over(
        "<!-- guidelint-disable-next-line link-form -->\nflow\n", rules=(tides, unused_suppression)
    )
    report_unused(run, (Scope.PAGE,))
    assert lines(run) == []


def test_an_unused_suppression_can_be_suppressed():
    text = (
        "<!-- guidelint-disable-file unused-suppression -->\n"
        "<!-- guidelint-disable-next-line link-file -->\nflow\n"
    )
    run = run_over(text, rules=(tides, unused_suppression))
    report_unused(run, (Scope.PAGE,))
    assert lines(run) == []


def test_an_unreadable_file_is_a_finding():
    run = run_over("flow", rules=(unreadable_file,))
    report_unreadable(run, UnreadableError("docs/b.md", "no permission", 4, 2))
    [found] = run.take()
    assert (found.location.path, found.location.line, found.location.column) == ("docs/b.md", 4, 2)


def test_a_part_of_a_page_that_was_not_read_is_information():
    run = Run(make_plan(Settings(Path.cwd()), RULES, Path.cwd()), ())
    text = '--8<-- "made-later.md"\n'
    problem = Problem("snippet made-later.md is not there", span_of(text, "--8<--"))
    check_page(run, replace(page(text), problems=(problem,)), None)
    [found] = run.take()
    assert (found.rule, found.severity, found.location.line) == ("unreadable-file", Severity.INFO, 1)


def test_rules_that_are_off_do_not_run():
    settings = Settings(Path.cwd(), selections=(Selection(select=(Selector("GL598"),)),))
    assert run_over("ebb", settings).crashes == []


@rule("GL598", "link-file", severity=Severity.WARNING)
def twins(page, _site, _options):
    """Finds every line in the same words, the last one first."""
    for number in reversed(range(len(page.source.lines))):
        start = page.source.starts[number]
        yield finding(page, Span(page.path, start, start + 1), "line", cause=page.path, apart=True)


def test_findings_that_stand_apart_are_numbered_by_their_places():
    run = run_over("ebb\nebb\nebb", rules=(twins,))
    assert [(entry.location.line, entry.number) for entry in run.take()] == [(1, 0), (2, 1), (3, 2)]


def test_what_is_not_new_is_left_out_and_counted():
    standings = {1: Standing.KNOWN, 2: Standing.BASELINED, 3: Standing.NEW}

    def sift(findings):
        return [replace(entry, standing=standings[entry.location.line]) for entry in findings]

    run = run_over("ebb\nebb\nebb", rules=(tides, link_rule))
    run.sift = sift
    assert lines(run) == [("link-file", 3)]
    assert (run.known, run.baselined) == (1, 1)
    check_links(run, [1, 2])
    [dead] = run.take()
    assert (dead.location.line, dead.severity, dead.standing) == (1, Severity.WARNING, Standing.KNOWN)
    assert dead.notes == ("the change did not bring it, so it fails no run",)
    assert (run.known, run.baselined) == (1, 2)
