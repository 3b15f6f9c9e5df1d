"""``guidelint fix --pin-headings``, in the source and in trees of translations."""

import pytest

from tests.sites import EXAMPLE_SITE, read_files, write_site

TREES = f"docs_dir: !ENV [DOCS, docs]\n{EXAMPLE_SITE}"
FILES = {
    "docs/tides.md": "# Tides\n\n## Low water\n\n## High water\n\n## Springs\n",
    "docs/index.md": "# Home\n\n[Low](tides.md#low-water), [high](tides.md#high-water).\n",
    "i18n/fr/tides.md": "# Marées\n\n## Basse mer\n\n## Pleine mer\n\n## Vives-eaux\n\n[Basse](#basse-mer)\n",
    "i18n/fr/index.md": "# Accueil\n\n[Basse](tides.md#low-water), [pleine](tides.md#high-water).\n",
    "i18n/zh/tides.md": "# 潮汐\n\n## 低潮\n\n## 高潮\n\n## 大潮\n",
    "i18n/zh/index.md": "# 首頁\n\n[低潮](tides.md#low-water)。\n",
}
PINNED = {
    "i18n/fr/tides.md": "# Marées\n\n## Basse mer { #low-water }\n\n## Pleine mer { #high-water }\n\n"
    "## Vives-eaux\n\n[Basse](#low-water)\n",
    "i18n/zh/tides.md": "# 潮汐\n\n## 低潮 { #low-water }\n\n## 高潮 { #_3 }\n\n## 大潮 { #_4 }\n",
}


@pytest.fixture
def trees(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(write_site(tmp_path, FILES, TREES))
    return tmp_path


def test_headings_of_the_source_that_links_lead_to(trees, run):
    status, out, err = run("fix", "--pin-headings", "docs")
    assert (status, out, err) == (0, "", "2 headings pinned on 1 page\n")
    pinned = "# Tides\n\n## Low water { #low-water }\n\n## High water { #high-water }\n\n## Springs\n"
    assert read_files(trees, ["docs/tides.md"]) == {"docs/tides.md": pinned}
    assert run("fix", "--pin-headings", "docs")[2] == "0 headings pinned on 0 pages\n"


def test_headings_of_translations_get_the_ids_of_their_source(trees, run):
    """Links to translated ids follow, and what has a number by its place keeps it."""
    status, _, err = run("fix", "--pin-headings", "--from", "docs", "i18n/fr", "i18n/zh")
    assert (status, err) == (
        0,
        (
            "3 headings pinned on 2 pages, 1 link to translated ids changed, "
            "2 headings of like name pinned to the ids they had\n"
        ),
    )
    assert read_files(trees, PINNED) == PINNED
    assert read_files(trees, ["docs/tides.md"]) == {"docs/tides.md": FILES["docs/tides.md"]}
    assert run("fix", "--pin-headings", "--from", "docs", "i18n/fr", "i18n/zh")[2].startswith("0 headings")
    assert run("check", "--offline", "--no-cache", "--only", "GL701,GL502")[0] == 0


def test_trees_elsewhere_are_read_as_the_source_is(trees, run, tmp_path):
    (tmp_path / "i18n" / "fr").rename(tmp_path / "copied")
    assert run("fix", "--pin-headings", "--from", "docs", "copied")[0] == 0
    assert read_files(trees, ["copied/tides.md"])["copied/tides.md"] == PINNED["i18n/fr/tides.md"]


def test_a_diff_writes_nothing(trees, run):
    status, out, err = run("fix", "--pin-headings", "--from", "docs", "i18n/fr", "--diff")
    assert status == 1
    assert "+## Basse mer { #low-water }" in out
    assert err.startswith("2 headings would be pinned")
    assert read_files(trees, FILES) == FILES
    assert run("fix", "--pin-headings", "docs", "--diff")[0] == 1
    assert read_files(trees, FILES) == FILES


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["docs"], "say what to fix: --pin-headings"),
        (["--pin-headings", "--from", "docs"], "--from needs the trees of translations"),
        (["--pin-headings", "--from", "i18n/fr", "i18n/zh"], "is not the docs directory of a site"),
        (["--pin-headings", "--from", "nowhere", "i18n/zh"], "nowhere is no directory"),
        (["--pin-headings", "--from", "docs", "i18n/zh/tides.md"], "is no directory"),
    ],
)
def test_wrong_usage(trees, run, arguments, complaint):
    status, _, err = run("fix", *arguments)
    assert status == 2
    assert complaint in err


def test_a_tree_that_cannot_be_written(trees, run):
    path = trees / "i18n" / "fr" / "tides.md"
    path.chmod(0o444)
    status, _, err = run("fix", "--pin-headings", "--from", "docs", "i18n/fr")
    assert status == 2
    assert "error: i18n/fr/tides.md: the file is read-only; it is left as it is" in err
