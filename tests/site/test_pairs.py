"""Which page is the translation of which, in every layout."""

from pathlib import Path

import pytest

from guidelint.site.pairs import language_of
from guidelint.site.resolution import Kind
from guidelint.site.resolve import resolve

TREES = {
    "mkdocs.yml": "docs_dir: !ENV [DOCS, docs]\n",
    "docs/tides.md": "#tides",
    "i18n/fr/tides.md": "#marees",
}
SUFFIX = {"mkdocs.yml": "site_name: x\n", "docs/tides.md": "#tides", "docs/tides.fr.md": "#marees"}
PLUGIN = "i18n: {docs_structure: folder, languages: [{locale: en, default: true}, {locale: fr}]}"
FOLDERS = {
    "mkdocs.yml": f"plugins:\n  - {PLUGIN}\n",
    "docs/en/tides.md": "#tides",
    "docs/en/moon.md": "#moon",
    "docs/fr/tides.md": "#marees",
}
ALTERNATE = "extra:\n  alternate: [{name: A, link: /, lang: en}, {name: B, link: /fr/, lang: fr}]\n"
ALTERNATES = {
    "mkdocs.yml": f"docs_dir: en\ntheme: {{name: material, language: en}}\n{ALTERNATE}",
    "mkdocs.fr.yml": f"docs_dir: fr\ntheme: {{name: material, language: fr}}\n{ALTERNATE}",
    "en/tides.md": "#tides",
    "fr/tides.md": "#marees",
}


@pytest.mark.parametrize(
    ("files", "source", "translation"),
    [
        (TREES, "docs/tides.md", "i18n/fr/tides.md"),
        (SUFFIX, "docs/tides.md", "docs/tides.fr.md"),
        (FOLDERS, "docs/en/tides.md", "docs/fr/tides.md"),
        (ALTERNATES, "en/tides.md", "fr/tides.md"),
    ],
)
def test_pairs(make_site, files, source, translation):
    site = make_site(files)
    assert site.source_of(Path(translation)) == site.base / source
    assert site.source_of(Path(source)) is None
    assert site.versions_of(site.base / source) == (("fr", site.base / translation),)
    assert site.versions_of(site.base / translation) == ()
    assert language_of(site, site.base / translation) == "fr"


def test_sites_in_one_language_are_no_translations(make_site):
    files = {
        **ALTERNATES,
        "mkdocs.fr.yml": ALTERNATES["mkdocs.fr.yml"].replace("language: fr", "language: en"),
    }
    assert make_site(files).source_of(Path("fr/tides.md")) is None


def test_links_in_folders_of_languages(make_site):
    """What is not translated yet stands in for its version; the default language is at the root."""
    site = make_site({**FOLDERS, "mkdocs.yml": f"site_url: https://h.dev/\n{FOLDERS['mkdocs.yml']}"})
    page = site.base / "docs" / "fr" / "tides.md"
    for target, path in [
        ("moon.md", "docs/en/moon.md"),
        ("tides.md#marees", "docs/fr/tides.md"),
        ("https://h.dev/tides/", "docs/en/tides.md"),
        ("https://h.dev/fr/tides/", "docs/fr/tides.md"),
        ("https://h.dev/fr/moon/", "docs/en/moon.md"),
    ]:
        found = resolve(site, page, target)
        assert (found.kind, found.path) == (Kind.PAGE, site.base / path), target
    assert resolve(site, page, "sun.md").kind is Kind.MISSING_FILE
