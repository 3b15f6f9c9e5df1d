"""What guidelint says of real pages, counted and read once by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.command import report_of


def _check(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[dict[str, Any]]:
    monkeypatch.chdir(folder)
    findings: list[dict[str, Any]] = report_of(*arguments)["findings"]
    return findings


def _lines(findings: list[dict[str, Any]], rule: str) -> list[str]:
    return [f"{item['path']}:{item['line']}" for item in findings if item["rule"] == rule]


@pytest.fixture(scope="module")
def english(shared: Path) -> list[dict[str, Any]]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        site = shared / "corpus" / "privacyguides.org"
        return _check(site, monkeypatch, "docs", "blog", "--preset", "privacy-guides")


def test_the_one_dead_anchor_of_the_english_pages(english: list[dict[str, Any]]) -> None:
    expected = ["docs/activism/toolbox/tip-level-up-assemble-and-organize.md:161"]
    assert _lines(english, "link-anchor") == expected


def test_the_dead_anchors_in_full_addresses_of_the_own_site(english: list[dict[str, Any]]) -> None:
    """Addresses without a language are redirected by the host, so what they miss is only likely."""
    assert _lines([item for item in english if item["severity"] == "error"], "own-site-link") == [
        "blog/posts/onion-browser-review.md:57",
        "blog/posts/private-european-alternatives.md:98",
        "blog/posts/private-european-alternatives.md:235",
        "docs/real-time-communication.md:76",
    ]


def test_stray_closing_tags(english: list[dict[str, Any]]) -> None:
    assert len(_lines(english, "html-balance")) == 34


@pytest.mark.parametrize("rule", ["rendered-residue", "link-file", "image-file", "nav-file", "icon-unknown"])
def test_silent_where_nothing_is_wrong(rule: str, english: list[dict[str, Any]]) -> None:
    assert _lines(english, rule) == []


def test_dead_badges_of_one_translated_page(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two badges of one heading are one finding; those on lines 12, 14 and 74 live."""
    page = "i18n/fr/real-time-communication.md"
    findings = _check(shared / "corpus" / "seed-site", monkeypatch, page, "--preset", "privacy-guides")
    errors = [item for item in findings if item["severity"] == "error"]
    assert [(item["rule"], item["line"]) for item in errors] == [
        ("badge-anchor", 11),
        ("badge-anchor", 13),
        ("badge-anchor", 115),
    ]
    assert (page, 150) in {(place["path"], place["line"]) for place in errors[-1]["related"]}


def test_dead_anchors_of_a_translation_are_grouped_by_heading(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real build reports 236 links, two of them to routes that a script understands."""
    findings = _check(shared / "corpus" / "privacyguides.org", monkeypatch, "i18n/fr")
    assert _lines(findings, "link-anchor") == []
    dead = [item for item in findings if item["rule"] == "translation-anchor"]
    assert len(dead) == 113
    assert Counter(item["message"].startswith("this heading has lost") for item in dead)[True] > 90
