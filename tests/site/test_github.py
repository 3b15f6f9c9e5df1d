"""Pages outside of every docs root: links in the tree of the repository."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.site.index import Site
from guidelint.site.resolution import Kind
from guidelint.site.resolve import resolve
from guidelint.site.summary import PageSummary

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = {
    "README.md": "#usage",
    "docs/manual.md": "#chapter-1",
    "src/tool.py": "",
    ".github/SUPPORT.md": "#where",
    "two words.md": "",
}


@pytest.mark.parametrize(
    ("page", "target", "kind"),
    [
        ("README.md", "docs/manual.md#chapter-1", Kind.PAGE),
        ("README.md", "docs/manual.md#chapter-2", Kind.MISSING_ANCHOR),
        ("README.md", "#usage", Kind.PAGE),
        ("README.md", "#install", Kind.MISSING_ANCHOR),
        ("README.md", "src/tool.py#L10-L20", Kind.ASSET),
        ("README.md", "docs", Kind.ASSET),
        ("README.md", "docs/", Kind.ASSET),
        ("README.md", ".", Kind.ASSET),
        ("README.md", "Docs/manual.md", Kind.MISSING_FILE),
        ("README.md", "docs/manuel.md", Kind.MISSING_FILE),
        ("README.md", "two%20words.md", Kind.PAGE),
        ("README.md", "../../issues", Kind.OUTSIDE),
        (".github/SUPPORT.md", "../README.md#usage", Kind.PAGE),
        (".github/SUPPORT.md", "/docs/manual.md", Kind.PAGE),
        (".github/SUPPORT.md", "docs/manual.md", Kind.MISSING_FILE),
        ("README.md", "https://example.org/", Kind.EXTERNAL),
    ],
)
def test_links_of_a_repository_without_a_site(
    make_site: Callable[..., Site], page: str, target: str, kind: Kind
) -> None:
    assert resolve(make_site(FILES), Path(page), target).kind is kind


def test_a_readme_beside_a_site_is_read_the_same_way(make_site: Callable[..., Site]) -> None:
    site = make_site({**FILES, "mkdocs.yml": ""})
    assert resolve(site, Path("README.md"), "docs/manual.md#chapter-1").kind is Kind.PAGE
    outside = resolve(site, Path("docs/manual.md"), "../README.md")
    assert (outside.kind, outside.path) == (Kind.MISSING_FILE, site.base / "README.md")


@given(target=st.text(max_size=30))
def test_any_target_resolves_to_something(target: str) -> None:
    site = Site((), lambda _: PageSummary(), Path(__file__).parent)
    assert resolve(site, Path("README.md"), target).kind in Kind


def test_what_was_meant_and_what_is_elsewhere(make_site: Callable[..., Site]) -> None:
    site = make_site(FILES, absent=[Path("vendor")])
    assert resolve(site, Path("README.md"), "docs/manuel.md").suggestions == ("docs/manual.md",)
    assert resolve(site, Path(".github/SUPPORT.md"), "READMES.md").suggestions == ()
    assert resolve(site, Path("README.md"), "vendor/lib/readme.md").kind is Kind.UNKNOWN
