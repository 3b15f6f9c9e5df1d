"""What plugins, themes and hooks make is unknown, or not surely missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guidelint.site.resolution import Kind
from guidelint.site.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidelint.site.index import Site

    MakeSite = Callable[..., Site]

BLOG = """\
site_url: https://example.org/
theme: {name: material}
plugins:
  - blog: {authors_profiles: true, categories_url_format: "topic/{slug}"}
  - rss
  - redirects: {redirect_maps: {old/name.md: index.md}}
  - tags
"""


@pytest.mark.parametrize(
    "target",
    [
        *(
            "blog/archive/2026/",
            "blog/topic/tides/",
            "blog/author/ada/",
            "blog/page/2/",
            "blog/topic/x/page/3/",
        ),
        *("feed_rss_created.xml", "old/name/", "https://example.org/blog/archive/2025/", "tags.json"),
    ],
)
def test_pages_that_plugins_make_are_unknown(make_site: MakeSite, target: str) -> None:
    site = make_site({"mkdocs.yml": BLOG, "docs/index.md": "", "docs/blog/index.md": ""})
    assert resolve(site, Path("docs/index.md"), target).kind is Kind.UNKNOWN
    bare = make_site({"mkdocs.yml": "site_url: https://example.org/\nplugins: []"})
    assert resolve(bare, Path("docs/index.md"), target).kind is Kind.MISSING_FILE


@pytest.mark.parametrize("plugin", ["gen-files", "monorepo", "mkdocs-jupyter", "i18n"])
def test_a_plugin_that_makes_pages_hides_what_is_missing(make_site: MakeSite, plugin: str) -> None:
    site = make_site({"mkdocs.yml": f"plugins: [{plugin}]", "docs/index.md": ""})
    assert resolve(site, Path("docs/index.md"), "reference/api.md").kind is Kind.UNKNOWN


@pytest.mark.parametrize("setting", ["hooks: [build.py]", "plugins: [our-own]"])
def test_hooks_and_unknown_plugins_make_it_less_certain(make_site: MakeSite, setting: str) -> None:
    site = make_site({"mkdocs.yml": setting, "docs/index.md": ""})
    missing = resolve(site, Path("docs/index.md"), "lost.md")
    assert (missing.kind, missing.is_certain) == (Kind.MISSING_FILE, False)


def test_a_theme_that_is_not_known_may_bring_files_but_no_pages(make_site: MakeSite) -> None:
    site = make_site({"mkdocs.yml": "theme: windmill\nplugins: []", "docs/index.md": ""})
    assert not resolve(site, Path("docs/index.md"), "css/lost.css").is_certain
    assert resolve(site, Path("docs/index.md"), "lost/").is_certain


@pytest.mark.parametrize("setting", ["plugins: [mike]", "plugins: []\nextra: {version: {provider: mike}}"])
def test_versions_of_a_site_are_unknown(make_site: MakeSite, setting: str) -> None:
    site = make_site({"mkdocs.yml": f"site_url: https://example.org/\n{setting}", "docs/index.md": ""})
    assert resolve(site, Path("docs/index.md"), "https://example.org/latest/").kind is Kind.UNKNOWN
    assert resolve(site, Path("docs/index.md"), "/latest/").kind is Kind.UNKNOWN
    assert resolve(site, Path("docs/index.md"), "latest.md").kind is Kind.MISSING_FILE


def test_placeholders_are_unknown_where_a_plugin_fills_them(make_site: MakeSite) -> None:
    files = {"docs/index.md": "", "docs/made.md": "{{ table }}", "docs/plain.md": ""}
    with_macros = make_site({"mkdocs.yml": "plugins: [macros]", **files})
    assert resolve(with_macros, Path("docs/index.md"), "{{ url }}").kind is Kind.UNKNOWN
    assert not resolve(with_macros, Path("docs/index.md"), "made.md#row-1").is_certain
    assert resolve(with_macros, Path("docs/index.md"), "plain.md#row-1").is_certain
    without = make_site({"mkdocs.yml": "plugins: []", **files})
    assert resolve(without, Path("docs/index.md"), "{{ url }}").kind is Kind.MISSING_FILE
    assert resolve(without, Path("docs/index.md"), "made.md#row-1").is_certain
