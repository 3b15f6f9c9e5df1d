"""Searching: the same answers as `re`, each stretch of the text walked once."""

import re

from hypothesis import given
from hypothesis import strategies as st

from guidelint.markdown.open_tags import ClosingTags, OpenTags
from guidelint.markdown.search import Search

PATTERN = re.compile("a+b")


@given(st.text(alphabet="ab ", max_size=20), st.lists(st.integers(0, 20), max_size=8))
def test_answers_are_those_of_re(text, starts):
    search = Search(text)
    for start in starts:
        match = PATTERN.search(text, start)
        assert search.next(PATTERN, start) == (match.span() if match else None)


def test_an_answer_is_remembered_while_it_holds():
    asked = []

    def find(start):
        asked.append(start)
        return (5, 6) if start <= 5 else None

    search = Search("0123456789")
    assert [search.remember("five", start, find) for start in (0, 3, 5, 6, 9)] == [(5, 6)] * 3 + [None] * 2
    assert asked == [0, 6]


def test_closing_a_tag_closes_those_inside_it():
    tags = OpenTags()
    for name in ("b", "i", "b", "u"):
        tags.open(name)
    tags.close("p")
    assert sorted(tags.names()) == ["b", "i", "u"]
    tags.close("b")
    assert sorted(tags.names()) == ["b", "i"]
    tags.close("b")
    assert not tags


def test_closing_tags_in_a_part_of_a_text():
    closing = ClosingTags("<b></B ><i></ i>")
    assert closing.any_between(["b"], 0, 16)
    assert closing.any_between(["x", "i"], 4, 16)
    assert not closing.any_between(["b"], 4, 16)
    assert not closing.any_between(["i"], 0, 11)
