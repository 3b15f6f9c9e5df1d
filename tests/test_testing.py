"""The helper for plugin authors says which example does not do what it is marked as."""

import re

import pytest

from guidelint.checks.registry import Scope, finding, rule
from guidelint.findings import Fix, Severity
from guidelint.fixes import replacement
from guidelint.rulebook import parse_rule_page
from guidelint.testing import check_examples, check_site, write_site


@rule("HRB001", "no-dock", severity=Severity.WARNING, fixable=True)
def no_dock(page, site, options):
    """Report docks."""
    for text in page.texts:
        if text.value == "dock":
            fix = Fix((replacement(page, text.span, "quay"),))
            yield finding(page, text.span, "say quay", cause=page.path, fix=fix)


@rule("HRB002", "broken-rule", severity=Severity.WARNING, scope=Scope.PAGE)
def broken_rule(page, site, options):
    """Raise."""
    raise RuntimeError("broken on purpose")
    yield


def page(*fences):
    body = "".join(f"```markdown {mark}\n{text}\n```\n\n" for mark, text in fences)
    return parse_rule_page(
        "no-dock", f"# no-dock\n\nA.\n\n## What it checks\nB.\n\n## Why it matters\nC.\n\n## Example\n{body}"
    )


def test_a_page_that_does_what_it_says(tmp_path):
    sound = page(("bad", "dock"), ("fixed", "quay"), ("good", "`dock`"))
    check_examples(sound, no_dock)
    (tmp_path / "no-dock.md").write_text(sound.text)
    check_examples(tmp_path / "no-dock.md", no_dock)


@pytest.mark.parametrize(
    ("fences", "complaint"),
    [
        ([("bad", "dock"), ("bad", "quay")], "bad example 2 of no-dock is silent"),
        ([("bad", "dock\n\n[a](b.md)")], "bad example 1 of no-dock has errors of other rules: docs/index"),
        ([("good", "dock")], "good example 1 of no-dock is not silent: docs/index.md:1 no-dock: say quay"),
        ([("bad", "dock"), ("fixed", "pier")], "fixed example 1 of no-dock: fixing makes"),
    ],
)  # fmt: skip
def test_an_example_that_does_something_else(fences, complaint):
    with pytest.raises(AssertionError, match=re.escape(complaint)):
        check_examples(page(*fences), no_dock)


def test_a_rule_that_raises_fails_the_test(tmp_path):
    site = write_site(tmp_path, {"docs/index.md": "A\n"})
    with pytest.raises(AssertionError, match="broken on purpose"):
        check_site(site, rules=[broken_rule])
