import pytest

from guidelint.suppressions import read_suppressions
from tests.pages import page

NAMES = ("link-anchor", "link-file")


def reach(text, **options):
    """Each suppression as (action, selectors, first line, last line)."""
    return [
        (found.action, [selector.text for selector in found.selectors], found.first, found.last)
        for found in read_suppressions(page(text, **options), NAMES)
    ]


def test_next_line_is_the_next_line_that_holds_something():
    text = (
        "<!-- guidelint-disable-next-line link-anchor -->\n\n"
        "<!-- guidelint-disable-next-line GL501 -->\nText\n"
    )
    assert reach(text) == [
        ("disable-next-line", ["link-anchor"], 4, 4),
        ("disable-next-line", ["GL501"], 4, 4),
    ]


def test_a_block_lasts_to_its_end():
    text = "a\n<!-- guidelint-disable -->\nb\n<!-- guidelint-enable -->\nc\n"
    assert reach(text) == [("disable", ["ALL"], 2, 4)]


def test_a_block_without_an_end_lasts_to_the_end_of_the_file():
    assert reach("<!-- guidelint-disable link-file -->\nb\nc") == [("disable", ["link-file"], 1, 3)]


def test_an_end_for_other_rules_does_not_end_a_block():
    text = "<!-- guidelint-disable link-file -->\nb\n<!-- guidelint-enable link-anchor -->\nc"
    assert reach(text) == [("disable", ["link-file"], 1, 4)]


def test_the_whole_file_from_anywhere():
    text = "---\ntitle: T\n---\n\nb\n<!-- guidelint-disable-file site-links, GL1 -- made by a script -->\n"
    assert reach(text) == [("disable-file", ["site-links", "GL1"], 1, 7)]


def test_code_is_text():
    text = "`<!-- guidelint-disable -->`\n"
    assert reach(text, codes=("`<!-- guidelint-disable -->`",)) == []


def test_a_page_of_nothing_but_comments_ends():
    assert len(read_suppressions(page("<!-- guidelint-disable -->\n" * 50_000), NAMES)) == 1_000
    assert list(read_suppressions(page("<!-- guidelint-disable " * 200_000), NAMES)) == []


@pytest.mark.parametrize("word", ["link-ancor", "GL9"])
def test_unknown_rules_are_remembered(word):
    [found] = read_suppressions(page(f"<!-- guidelint-disable {word} -->\n"), NAMES)
    assert found.selectors == ()
    assert word in found.unknown[0]
