"""Sites whose file names carry the language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guidelint.site.resolution import Form, Kind
from guidelint.site.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidelint.site.index import Site

    MakeSite = Callable[..., Site]

MAPPING = "i18n: {default_language: en, languages: {en: {name: English}, fr: {name: Français}}}"
LIST = "i18n: {languages: [{locale: en, default: true}, {locale: fr}], docs_structure: suffix}"
PAGES = {
    "docs/index.en.md": "#home",
    "docs/index.fr.md": "#accueil",
    "docs/tides.en.md": "#high",
    "docs/tides.fr.md": "#haute",
    "docs/fees.en.md": "#fees",
    "docs/plain.md": "#plain",
    "docs/map.svg": "",
    "docs/map.fr.svg": "",
}


def site_with(make_site: MakeSite, plugin: str) -> Site:
    return make_site({"mkdocs.yml": f"site_url: https://h.dev/\nplugins:\n  - {plugin}\n", **PAGES})


@pytest.mark.parametrize("plugin", [MAPPING, LIST])
@pytest.mark.parametrize(
    ("page", "target", "file"),
    [
        ("index.en.md", "tides.md#high", "tides.en.md"),
        ("index.fr.md", "tides.md#haute", "tides.fr.md"),
        ("index.fr.md", "fees.md#fees", "fees.en.md"),
        ("index.fr.md", "plain.md", "plain.md"),
        ("plain.md", "tides.md#high", "tides.en.md"),
        ("index.fr.md", "map.svg", "map.fr.svg"),
        ("index.en.md", "map.svg", "map.svg"),
        ("index.en.md", "/tides/", "tides.en.md"),
        ("index.en.md", "/fr/tides/#haute", "tides.fr.md"),
        ("index.en.md", "/fr/fees/", "fees.en.md"),
        ("index.en.md", "https://h.dev/fr/", "index.fr.md"),
    ],
)
def test_links_name_pages_without_their_language(
    make_site: MakeSite, plugin: str, page: str, target: str, file: str
) -> None:
    site = site_with(make_site, plugin)
    found = resolve(site, Path("docs") / page, target)
    assert found.kind in (Kind.PAGE, Kind.ASSET)
    assert found.path == site.base / "docs" / file


@pytest.mark.parametrize(
    ("page", "target", "kind"),
    [
        ("index.en.md", "tides.md#haute", Kind.MISSING_ANCHOR),
        ("index.en.md", "tide.md", Kind.MISSING_FILE),
        ("index.fr.md", "tide.md", Kind.MISSING_FILE),
        ("index.fr.md", "maps.svg", Kind.MISSING_FILE),
        ("index.en.md", "/fr/tide/", Kind.MISSING_FILE),
    ],
)
def test_what_no_language_has_is_missing(make_site: MakeSite, page: str, target: str, kind: Kind) -> None:
    assert resolve(site_with(make_site, MAPPING), Path("docs") / page, target).kind is kind


def test_suggestions_and_better_forms_have_no_language(make_site: MakeSite) -> None:
    site = site_with(make_site, MAPPING)
    assert resolve(site, Path("docs/index.en.md"), "tide.md").suggestions[0] == "tides.md"
    found = resolve(site, Path("docs/index.en.md"), "/tides/#high")
    assert (found.form, found.better) == (Form.ADDRESS, "tides.md#high")


def test_without_the_plugin_a_language_is_a_part_of_the_name(make_site: MakeSite) -> None:
    site = site_with(make_site, "search")
    assert resolve(site, Path("docs/index.en.md"), "tides.md").kind is Kind.MISSING_FILE
    assert resolve(site, Path("docs/index.en.md"), "tides.en.md#high").kind is Kind.PAGE
