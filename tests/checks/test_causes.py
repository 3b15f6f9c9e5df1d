"""Causes tell defects from one another, and do not change when something else on the page does."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidelint.rulebook import read_rule_page, rule_names
from guidelint.testing import check_site
from tests.conftest import REPOSITORY
from tests.sites import write_site

EXAMPLES = [
    pytest.param(name, site, id=f"{name}-{number}")
    for name in rule_names()
    for number, site in enumerate(read_rule_page(name).sites("bad"), 1)
]
AT_THE_TOP = {"front-matter-syntax", "front-matter-schema", "heading-level"}
PARAGRAPHS = (
    "\n",
    "\n\n\n",
    "The harbour opens at nine.\n\n",
    "Ropes\n: Strong ones.\n\n",
    "- a list\n- of two\n\n",
)


def below_front_matter(text):
    """Where the text of a page begins."""
    end = text.find("\n---\n", 3) if text.startswith("---\n") else -1
    return end + len("\n---\n") if end >= 0 else 0


def with_more(text, paragraphs):
    start = below_front_matter(text)
    return f"{text[:start]}\n{paragraphs}{text[start:]}"


def fingerprints(folder, name):
    return Counter((entry.rule, entry.cause, entry.fingerprint) for entry in check_site(folder, [name]))


@pytest.mark.parametrize(("name", "site"), EXAMPLES)
def test_what_is_written_above_a_finding_does_not_change_it(name, site, tmp_path):
    if name in AT_THE_TOP and not any(text.startswith("---\n") for text in site.values()):
        pytest.skip("the rule is about what stands at the very top")
    before = fingerprints(write_site(tmp_path / "site", site), name)
    pages = {
        path: with_more(text, "".join(PARAGRAPHS)) if path.endswith(".md") else text
        for path, text in site.items()
    }
    moved = fingerprints(write_site(tmp_path / "site", pages), name)
    assert moved == before != Counter()


def readable(path):
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None


HARBOUR = REPOSITORY / "fixtures" / "harbour-guide"
PAGES = {
    path.relative_to(HARBOUR).as_posix(): text
    for path in HARBOUR.rglob("*")
    if path.is_file() and (text := readable(path)) is not None
}
TWINS = "\nA stray </div> here.\n\nA stray </div> here.\n\n[a](nowhere.md) and [b](nowhere.md)\n"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(above=st.lists(st.sampled_from(PARAGRAPHS), max_size=6), below=st.lists(st.sampled_from(PARAGRAPHS)))
def test_nor_do_any_paragraphs_around_it(above, below, tmp_path):
    pages = {path: text + TWINS if path.endswith(".md") else text for path, text in PAGES.items()}
    before = fingerprints(write_site(tmp_path / "before", pages), "ALL")
    around = {
        path: with_more(text, "".join(above)) + "\n" + "".join(below) if path.endswith(".md") else text
        for path, text in pages.items()
    }
    assert fingerprints(write_site(tmp_path / "after", around), "ALL") == before


def test_twins_are_two_findings(tmp_path):
    site = write_site(tmp_path, {"docs/index.md": "# A\n\nA </div> b.\n\nA </div> b.\n"})
    found = [entry for entry in check_site(site) if entry.rule == "html-balance"]
    assert [(entry.location.line, entry.number) for entry in found] == [(3, 0), (5, 1)]
