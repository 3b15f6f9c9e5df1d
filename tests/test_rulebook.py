"""The rule book is the test of the rules: its examples do what its pages say."""

import re

import pytest

from guidelint.checks.catalogue import load_rules
from guidelint.checks.registry import Scope
from guidelint.rulebook import RuleBookError, parse_rule_page, read_rule_page, rule_names
from guidelint.testing import check_examples
from tests.conftest import REPOSITORY

PAGES = {name: read_rule_page(name) for name in rule_names()}
RULES = {rule.name: rule for rule in load_rules()}
FIXTURE = re.compile(r"`fixtures/([\w-]+)`")


def test_every_rule_has_a_page_and_every_page_a_rule():
    assert set(PAGES) == set(RULES)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_what_it_means(name):
    page = PAGES[name]
    shown = FIXTURE.findall(page.sections.get("Example", ""))
    assert page.sites("bad") or shown
    report = "report.txt" if RULES[name].scope is Scope.LINKS else "expected.txt"
    for folder in shown:
        assert f" {name} (" in (REPOSITORY / "fixtures" / folder / report).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_the_fix_if_there_is_one(name):
    assert bool(PAGES[name].sites("fixed")) <= RULES[name].fixable


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_do_what_the_page_says(name):
    check_examples(PAGES[name])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# other\n\nA.\n", 'must begin with "# made-up"'),
        ("# made-up\n\nA.\n\n## What it checks\nB.\n", '"Why it matters" is missing'),
        ("# made-up\n\nA.\n\n## Why it matters\nB.\n\n## What it checks\nC.\n", "in this order"),
        ("# made-up\n\nA.\n\n## Remarks\nB.\n", "in this order"),
        ("# made-up\n\n```markdown bad good\nx\n```\n", "one of the marks"),
    ],
)
def test_pages_of_another_form_are_refused(text, complaint):
    with pytest.raises(RuleBookError, match=re.escape(complaint)):
        parse_rule_page("made-up", text)


def test_headings_inside_of_examples_are_examples():
    text = (
        "# made-up\n\nA.\n\n## What it checks\nB.\n\n## Why it matters\nC.\n\n"
        "## Example\n```markdown bad\n## D\n```\n"
    )
    page = parse_rule_page("made-up", text)
    assert list(page.sections) == ["What it checks", "Why it matters", "Example"]
    assert page.sites("bad") == [{"docs/index.md": "## D\n"}]


def test_a_title_that_comes_again_begins_another_site():
    fences = "".join(f'```markdown bad title="{title}"\n{title}\n```\n' for title in ("a.md", "b.md", "a.md"))
    page = parse_rule_page(
        "made-up", f"# made-up\n\n## What it checks\nA\n\n## Why it matters\nB\n\n## Example\n{fences}"
    )
    assert page.sites("bad") == [{"a.md": "a.md\n", "b.md": "b.md\n"}, {"a.md": "a.md\n"}]
