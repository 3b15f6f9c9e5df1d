"""Which pages are kept until their turn."""

from pathlib import Path

import pytest

from guidelint import ahead
from guidelint.ahead import Ahead

PAGES = [Path(f"{name}.md") for name in "abcdef"]


@pytest.fixture
def two(monkeypatch):
    """Room for two pages, of six whose turn comes."""
    monkeypatch.setattr(ahead, "MAX_AHEAD", 2)
    return Ahead(PAGES)


def kept(pages):
    return sorted(path.stem for path in PAGES if pages.get(path))


def keep(pages, names):
    for name in names:
        pages.keep(Path(f"{name}.md"), f"page {name}")


def test_a_page_is_taken_once(two):
    keep(two, "b")
    assert two.take(Path("b.md")) == "page b"
    assert two.take(Path("b.md")) is None


@pytest.mark.parametrize(("names", "left"), [("fe", "ef"), ("fed", "de"), ("bcd", "bc"), ("fbc", "bc")])
def test_those_stay_whose_turn_comes_first(two, names, left):
    keep(two, names)
    assert kept(two) == list(left)


def test_a_page_whose_turn_has_passed_waits_for_the_next_time_round(two):
    keep(two, "b")
    two.take(Path("d.md"))
    keep(two, "fe")
    assert kept(two) == ["e", "f"]


def test_a_page_whose_turn_never_comes_is_not_kept(two):
    two.keep(Path("elsewhere.md"), "page")
    assert two.get(Path("elsewhere.md")) is None
