"""Pinned headings of real pages, held against the real renderer."""

from __future__ import annotations

import posixpath
import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

from guidelint.checks.site_links_pins import heading_id_unpinned
from guidelint.config.load import load_settings
from guidelint.mending import Mending
from guidelint.pinning import pin_trees
from guidelint.workspace import open_workspace
from tests.sites import opened
from tests.test_fix_corpus import oracle_for, rendered_change

LANGUAGES = ("fr", "zh-TW")


@pytest.fixture
def site(shared, tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(shared / "corpus" / "privacyguides.org", folder, copy_function=shutil.copyfile)
    (folder / ".git").mkdir()
    return folder


@pytest.mark.parametrize("tree", ["docs", "blog"])
def test_pins_in_the_source_change_nothing_that_is_rendered(site, tree):
    mending = Mending(*opened(site, ["heading-id-unpinned"], [site / tree], [heading_id_unpinned]))
    mending.check()
    oracle = oracle_for(site, tree)
    for before, after in mending.differences:
        assert rendered_change(oracle, before.text, after.text) == {}, before.path
    assert mending.failures == []
    assert mending.fixed == {"docs": 257, "blog": 84}[tree]


def test_pins_in_translations_cure_dead_fragments_and_change_nothing_else(site):
    trees = [site / "i18n" / language for language in LANGUAGES]
    oracles = {language: oracle_for(site, f"i18n/{language}") for language in LANGUAGES}
    before = {language: _facts(site, language, oracles[language]) for language in LANGUAGES}
    workspace = open_workspace(load_settings(site), trees, site)
    pinning = pin_trees(workspace, site / "docs", trees, write=True)
    assert pinning.failures == []
    dead: Counter[str] = Counter()
    for language in LANGUAGES:
        old, new = before[language], dict(before[language])
        for page in pinning.pages:
            root, _, name = page.before.path.removeprefix("i18n/").partition("/")
            if root == language:
                new[name] = oracles[language].facts(page.after.text.replace("\r\n", "\n"))
                changes = _changes(old[name], new[name])
                assert {kind for kind, _ in changes} <= {"heading"}, f"{page.before.path}: {changes}"
        assert _dead(new) <= _dead(old)
        dead["before"] += len(_dead(old))
        dead["after"] += len(_dead(new))
    assert dead == {"before": 411, "after": 8}
    again = pin_trees(open_workspace(load_settings(site), trees, site), site / "docs", trees, write=True)
    assert again.pages == []


def _facts(site, language, oracle):
    tree = site / "i18n" / language
    return {
        path.relative_to(tree).as_posix(): oracle.facts(path.read_text("utf-8").replace("\r\n", "\n"))
        for path in sorted(tree.rglob("*.md"))
        if _is_readable(path)
    }


def _is_readable(path: Path) -> bool:
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _dead(pages):
    """The links to other pages of the tree whose fragment is no id there."""
    ids = {
        page: {fact.target for fact in facts if fact.kind in ("heading", "id")}
        for page, facts in pages.items()
    }
    found = set()
    for page, facts in pages.items():
        for number, fact in enumerate(fact for fact in facts if fact.kind == "link"):
            name, _, fragment = fact.target.partition("#")
            path = posixpath.normpath(
                posixpath.join(posixpath.dirname(page), unquote(name.removesuffix("/")))
            )
            if (
                name
                and fragment
                and path in ids
                and not fragment.startswith("/")
                and unquote(fragment) not in ids[path]
            ):
                found.add((page, number, fact.target))
    return found


def _changes(before, after):
    old, new = (Counter((fact.kind, fact.target) for fact in facts) for facts in (before, after))
    return (old - new) + (new - old)
