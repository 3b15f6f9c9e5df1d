"""Pages and their translations in two repositories side by side."""

import json
import shutil
import subprocess

import pytest

from guidelint.reach import VARIABLE
from tests.sites import write_site

MKDOCS = """
site_name: Harbour
site_url: https://harbour.example/en/
docs_dir: !ENV [DOCS, docs]
theme: {name: material, custom_dir: theme}
markdown_extensions:
  - attr_list
  - abbr
  - pymdownx.snippets: {auto_append: [includes/words.en.md]}
extra:
  alternate:
    - {name: English, lang: en, link: /en/}
    - {name: French, lang: fr, link: /fr/}
"""
SOURCE = {
    "docs/index.md": "# Home\n\n[High](tides.md#high-water) and ![map](assets/map.png).\n\n[No](gone.md)\n",
    "docs/tides.md": "# Tides\n\n## High water\n\nHW comes [twice](https://tides.example.org/).\n",
    "docs/orphan.md": "# Orphan\n\n[Lost](lost.md)\n",
    "theme/assets/map.png": "",
    "includes/words.en.md": "*[HW]: High Water\n",
}
OTHERS = {
    "README.md": "# Translations\n",
    "i18n/fr/index.md": "# Accueil\n\n[H](tides.md#high-water), ![ici](assets/map.png).\n\n[Non](gone.md)\n",
    "i18n/fr/tides.md": "# Marées\n\n## Haute mer\n\nElle vient deux fois.\n\n[Où](orphan.md)\n",
    "includes/words.fr.md": "*[HM]: Haute Mer\n\n[x](tides.md#basse-mer)\n",
}
IN_WORDS = [
    "i18n/fr/tides.md:3:1: error translation-anchor",
    "i18n/fr/tides.md:5:1: warning translation-link",
    "i18n/fr/tides.md:7:1: error link-file",
    "includes/words.fr.md:3:1: error link-anchor",
]
IN_SITE = ["docs/index.md:5:1: error link-file", "docs/orphan.md:3:1: error link-file"]


@pytest.fixture
def repositories(tmp_path, monkeypatch):
    """The repository of the source, `site`, and that of its translations, `words`; both may be read."""
    write_site(tmp_path / "site", SOURCE, MKDOCS)
    for name, text in OTHERS.items():
        path = tmp_path / "words" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("site", "words"):
        subprocess.run(["git", "init", "-q", tmp_path / name], check=True)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def words(repositories, monkeypatch):
    """Work in the repository of the translations, which names its source."""
    return configured(repositories / "words", 'source = "../site"', monkeypatch)


@pytest.fixture
def source(repositories, monkeypatch):
    """Work in the repository of the source, which names the trees of its translations."""
    return configured(repositories / "site", 'trees = ["../words/i18n/*"]', monkeypatch)


def configured(repository, text, monkeypatch):
    (repository / "guidelint.toml").write_text(f"[translations]\n{text}\n")
    monkeypatch.chdir(repository)
    return repository


def check(run, *arguments):
    status, out, err = run("check", "--offline", "--no-cache", "--output-format", "concise", *arguments)
    return status, [line.split(" (")[0] for line in out.splitlines()], err


def test_translations_are_held_against_a_source_in_another_repository(words, run):
    """Files of the theme are those of the source; its own defects, and what it hands on, are not told."""
    status, found, err = check(run)
    assert status == 1
    assert found == IN_WORDS
    assert err.startswith("Material · i18n/fr/ · 2 pages · configuration guidelint.toml\n")


def test_a_page_asked_for_by_name_shows_what_it_has_from_its_source(words, run):
    status, out, _ = run("check", "--offline", "--no-cache", "i18n/fr/index.md")
    assert status == 1
    assert "i18n/fr/index.md:5:1 info link-file (GL501)" in out
    assert "= ../site/docs/index.md:5:6 the same in the source" in out


def test_the_source_is_checked_with_translations_from_another_repository(source, run):
    status, found, err = check(run)
    assert status == 1
    assert found == [f"../words/{line}" for line in IN_WORDS] + IN_SITE
    assert err.startswith("Material · ../words/i18n/fr/, docs/ · 5 pages · configuration guidelint.toml\n")


def test_translations_lists_the_languages(words, source, run, monkeypatch):
    there = run("translations", "--output-format", "json")
    monkeypatch.chdir(words)
    here = run("translations", "--output-format", "json")
    assert there[0] == here[0] == 0
    (language,) = json.loads(here[1])["languages"]
    assert (language["language"], language["pages"], language["source_pages"], language["links"]) == (
        "fr",
        2,
        3,
        1,
    )
    assert json.loads(there[1])["languages"] == [language]
    assert "docs/tides.md" in there[1]
    assert "../site/docs/tides.md" in here[1]


def test_a_tree_is_built_as_the_environment_builds_it_in_place(source, run, repositories):
    """The same pages copied into the repository of the source give the same findings."""
    _, elsewhere, _ = check(run)
    (source / "guidelint.toml").unlink()
    shutil.copytree(repositories / "words/i18n", source / "i18n")
    shutil.copytree(repositories / "words/includes", source / "includes", dirs_exist_ok=True)
    _, here, _ = check(run)
    assert sorted(line.replace("../words/", "") for line in elsewhere) == sorted(here)


@pytest.mark.parametrize(
    ("repository", "table", "key"),
    [
        ("words", 'source = "../site"', "source"),
        ("site", 'trees = ["../words/i18n/*"]', "trees"),
        ("site", 'trees = ["../*/i18n/fr"]', "trees"),
        ("site", 'trees = ["../words/i18n/fr"]', "trees"),
        ("site", 'trees = ["link"]', "trees"),
    ],
)
@pytest.mark.parametrize("command", [("check", "--offline"), ("translations",)])
def test_nothing_elsewhere_is_read_without_permission(
    repositories, run, monkeypatch, repository, table, key, command
):
    (repositories / "site/link").symlink_to("../words/i18n/fr")
    configured(repositories / repository, table, monkeypatch)
    monkeypatch.delenv(VARIABLE)
    status, out, err = run(*command)
    named = table.split('"')[1]
    assert (status, out) == (2, "")
    assert err == (
        f'Error: guidelint.toml:2: "translations.{key}": "{named}" leads out of the repository '
        f"(the variable {VARIABLE} names directories that may be read too)\n"
    )


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (
            'source = "../sight"',
            '2: "translations.source": there is no mkdocs.yml or zensical.toml in "../sight"',
        ),
        ('source = "../site"\ntrees = "lang/*"', '3: "translations.trees": there is no directory "lang/*"'),
        ('sources = "../site"', '2: unknown key "sources" (did you mean "source"?)'),
        ("source = 1", '2: "source" must be a string'),
    ],
)
def test_mistakes_have_their_line(repositories, run, monkeypatch, table, reason):
    configured(repositories / "words", table, monkeypatch)
    assert run("check", "--offline")[::2] == (2, f"Error: guidelint.toml:{reason}\n")


def test_fixes_change_nothing_in_another_repository(source, run, repositories):
    page = repositories / "words/i18n/fr/index.md"
    text = "# Accueil\n\n[Marées] (tides.md)\n"
    page.write_text(text, encoding="utf-8")
    _, out, err = run("check", "--offline", "--no-cache", "--fix")
    assert "the file lies in another repository; run guidelint there to change it" in out + err
    assert page.read_text(encoding="utf-8") == text


def test_new_findings_of_a_change(words, run):
    """The state before the change is held against the same source."""
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@tides.example", "-C", str(words))
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "Translate"], check=True)
    page = words / "i18n/fr/tides.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[Fin](nulle-part.md)\n", encoding="utf-8")
    status, found, err = check(run, "--changed-since", "HEAD")
    assert status == 1, err
    assert [line for line in found if "error" in line or "warning" in line] == [
        "i18n/fr/tides.md:9:1: error link-file"
    ]


def test_the_export_of_the_other_repository_is_the_owner(source, run, repositories):
    crowdin = "files: [{source: /x.md, translation: /i18n/%two_letters_code%/**/%original_file_name%}]\n"
    (repositories / "words/crowdin.yml").write_text(crowdin)
    _, out, _ = run("check", "--offline", "--no-cache", "--only", "translation-link")
    assert "= owner: the translators (fr), on the platform that writes this file" in out


def test_from_a_folder_below(words, run, monkeypatch):
    monkeypatch.chdir(words / "i18n")
    _, found, _ = check(run)
    assert sorted(found) == sorted(
        line.replace("i18n/", "").replace("includes/", "../includes/") for line in IN_WORDS
    )
