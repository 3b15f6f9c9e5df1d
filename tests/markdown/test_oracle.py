"""guidelint reads a page as Python-Markdown renders it: nothing missed, nothing made up."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from guidelint.source import Source, decode_source
from tests.oracle.render import load_site, read_page
from tests.oracle.report import page_text, totals_text
from tests.oracle.site import Comparison, Options

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "oracle"
CONFIGURATIONS = ("mkdocs.yml", "defaults.yml", "magic.yml")
TREES = ("docs", "blog", "i18n/ar", "i18n/de", "i18n/fr", "i18n/it", "i18n/ru", "i18n/zh-TW")
SEEDS = (100, 101, 102)
IDENTICAL_WHEN_MUTATED = 0.98


@cache
def comparison_of(config: str) -> Comparison:
    return Comparison(Options(FIXTURES, config, cache=None))


def fixture_pages() -> list[object]:
    return [
        pytest.param(config, page, id=page.relative_to(FIXTURES).as_posix())
        for config in CONFIGURATIONS
        for page in load_site(FIXTURES / config).pages()
    ]


@pytest.mark.parametrize(("config", "page"), fixture_pages())
def test_page_is_read_as_it_is_rendered(config: str, page: Path) -> None:
    result = comparison_of(config).page(page)
    assert result.expected, "a page without facts proves nothing"
    assert page_text(result, verbose=True) == ""


@pytest.mark.parametrize("newline", ["\r\n", "\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize(("config", "page"), fixture_pages())
def test_line_ends_change_nothing(config: str, page: Path, newline: str) -> None:
    source = Source(page.name, read_page(page).replace("\n", newline))
    assert page_text(comparison_of(config).source(source), verbose=True) == ""


def test_byte_order_mark_changes_nothing() -> None:
    page = FIXTURES / "docs" / "links-inline.md"
    source = decode_source(b"\xef\xbb\xbf" + page.read_bytes(), page.name)
    assert page_text(comparison_of("mkdocs.yml").source(source), verbose=True) == ""


@pytest.mark.parametrize("tree", TREES)
def test_real_pages_are_read_as_they_are_rendered(shared: Path, tree: str) -> None:
    comparison = Comparison(_options(shared, tree))
    results = [comparison.page(page) for page in comparison.pages()]
    assert len(results) > 90
    assert "\n".join(filter(None, (page_text(result, verbose=True) for result in results))) == ""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("tree", ["docs", "blog"])
def test_damaged_pages_are_read_as_they_are_rendered(shared: Path, tree: str, seed: int) -> None:
    comparison = Comparison(_options(shared, tree, seed))
    results = [comparison.page(page) for page in comparison.pages()]
    identical = sum(result.identical for result in results) / len(results)
    assert identical >= IDENTICAL_WHEN_MUTATED, totals_text(results)
    assert not [result.error for result in results if result.error]


def _options(shared: Path, tree: str, seed: int | None = None) -> Options:
    site = shared / "corpus" / "privacyguides.org"
    if tree == "blog":
        return Options(site, "mkdocs.blog.yml", mutate=seed, cache=None)
    language = tree.removeprefix("i18n/") if tree != "docs" else "en"
    abbreviations = {"BUILD_ABBREVIATIONS": f"includes/abbreviations.{language}.txt"}
    return Options(site, docs_dir=tree, environment=abbreviations, mutate=seed, cache=None)
