"""Fixes of real pages: what is rendered changes by what the fixes mean, compared with the real renderer."""

import shutil
from collections import Counter

import pytest

from guidelint.checks.catalogue import load_rules
from guidelint.inventory import take_inventory
from tests.oracle.cache import FactCache
from tests.oracle.render import load_site, read_page
from tests.sites import mend_site

TREES = ("docs", "blog", "i18n/ar", "i18n/de", "i18n/fr", "i18n/it", "i18n/ru", "i18n/zh-TW")
STAY = {"id", "heading", "footnote-ref", "footnote-def"}
TARGETS = {"link", "image", "media"}


@pytest.mark.parametrize("tree", TREES)
def test_real_pages_are_changed_by_what_the_fixes_mean(shared, tmp_path, tree):
    site = tmp_path / "site"
    shutil.copytree(shared / "corpus" / "privacyguides.org", site, copy_function=shutil.copyfile)
    (site / ".git").mkdir()
    fixable = [rule.name for rule in load_rules() if rule.fixable]
    mending = mend_site(site, fixable, [site / tree])
    assert mending.failures == []
    oracle = oracle_for(site, tree)
    for before, after in mending.differences:
        rendered = rendered_change(oracle, before.text, after.text)
        assert not {kind for kind, _ in rendered} & STAY, before.path
        path = site / before.path
        pages = (mending.workspace.parse(path, source) for source in (before, after))
        assert rendered == change(*map(constructs, pages)), before.path
        assert read_page(path) == after.text.replace("\r\n", "\n")
    assert mend_site(site, fixable, [site / tree]).changed == {}


def oracle_for(site, tree):
    if tree == "blog":
        return FactCache(load_site(site / "mkdocs.blog.yml"), None)
    language = tree.removeprefix("i18n/") if tree != "docs" else "en"
    abbreviations = {"BUILD_ABBREVIATIONS": f"includes/abbreviations.{language}.txt"}
    return FactCache(load_site(site / "mkdocs.yml", tree, abbreviations), None)


def rendered_change(oracle, before, after):
    """How the constructs differ that the real renderer makes, headings by text where an id is doubtful."""
    old, new = (oracle.facts(text.replace("\r\n", "\n")) for text in (before, after))
    by_text = any(fact.doubtful for fact in old)
    return change(*(Counter(_key(fact, by_text) for fact in facts) for facts in (old, new)))


def _key(fact, by_text):
    return fact.kind, fact.text if by_text and fact.kind == "heading" else fact.target


def constructs(page):
    """The same as guidelint's inventory has it."""
    kinds = STAY | TARGETS
    return Counter(entry.construct for entry in take_inventory(page).entries if entry.kind in kinds)


def change(before, after):
    """How often each construct is gained, or lost when the number is negative."""
    return {key: after[key] - before[key] for key in before | after if after[key] != before[key]}
