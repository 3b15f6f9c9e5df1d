"""Edits: what they make of a text, which fit together, and that they can be undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.edits import Change, EditError, apply, changed_ranges, changes_of, combined, disjoint, inverse
from guidelint.findings import Edit, Location
from guidelint.source import Source, Span

PATH = "docs/index.md"


def edit(text, *place):
    """Put `text` at line, column, end line and end column."""
    return Edit(Location(PATH, *place), text)


def edited(text, *edits):
    source = Source(PATH, text)
    return apply(source, changes_of(source, edits)).text


def test_edits_are_made_wherever_they_stand_in_the_list():
    assert edited("low tide\nhigh tide\n", edit("ebb", 2, 1, 2, 5), edit("flood", 1, 5, 1, 9)) == (
        "low flood\nebb tide\n"
    )


def test_identical_edits_count_once():
    assert edited("ab", edit("-", 1, 2, 1, 2), edit("-", 1, 2, 1, 2)) == "a-b"


def test_insertions_at_one_place_keep_their_order():
    assert edited("ab", edit("1", 1, 2, 1, 2), edit("2", 1, 2, 1, 2), edit("X", 1, 2, 1, 3)) == "a12X"


def test_new_lines_end_as_the_lines_of_the_file_do():
    assert edited("a\r\nb\r\n", edit("x\ny\r\n", 2, 1, 2, 1)) == "a\r\nx\r\ny\r\nb\r\n"
    assert edited("a\rb", edit("\n", 1, 2, 1, 2)) == "a\r\rb"


def test_a_byte_order_mark_stays():
    source = Source(PATH, "a", bom=True)
    assert apply(source, [Change(0, 1, "b")]) == Source(PATH, "b", bom=True)


@pytest.mark.parametrize(
    "place", [(0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 4), (1, 1, 4, 1), (2, 1, 1, 1), (3, 2, 3, 2)]
)
def test_places_outside_of_the_text_are_refused(place):
    with pytest.raises(EditError):
        edited("ab\r\nc\n", edit("x", *place))


def test_a_fix_whose_own_edits_overlap_is_refused():
    with pytest.raises(EditError, match="overlap"):
        edited("abc", edit("x", 1, 1, 1, 3), edit("y", 1, 2, 1, 4))


def test_of_two_groups_that_overlap_the_first_one_wins_as_a_whole():
    groups = [[Change(2, 4, "x")], [Change(3, 5, "y"), Change(8, 9, "")], [Change(8, 9, "z")]]
    assert disjoint(groups) == [True, False, True]


def test_groups_may_share_a_change_and_touch_each_other():
    first, after, next_to = Change(2, 4, "x"), Change(4, 4, "y"), Change(4, 5, "")
    groups = [[first], [first, after], [next_to], [Change(3, 3, "")]]
    assert disjoint(groups) == [True, True, True, False]
    assert combined(groups[:3]) == (first, after, next_to)


TEXTS = st.text(
    st.sampled_from("ab[]()#\t \u200b\u20ac\U0001f512\x0c\u2028") | st.sampled_from("\r\n"), max_size=60
)
NEW_TEXTS = st.text(st.sampled_from("xy\n \u20ac"), max_size=5)


@st.composite
def sources_with_spans(draw):
    """A text and places in it whose ends do not divide a line end of two characters."""
    text = draw(TEXTS)
    source = Source(PATH, text)
    offsets = [n for n in range(len(text) + 1) if text[n - 1 : n + 1] != "\r\n"]
    pairs = draw(st.lists(st.tuples(st.sampled_from(offsets), st.sampled_from(offsets)), max_size=8))
    return source, [Span(PATH, *sorted(pair)) for pair in pairs]


def as_edit(source, span, text):
    start, end = source.position(span.start), source.position(span.end)
    return edit(text, *start, *end)


@given(sources_with_spans(), st.lists(NEW_TEXTS, min_size=8, max_size=8))
def test_edits_that_fit_together_apply_and_can_be_undone(case, texts):
    source, spans = case
    groups = [
        changes_of(source, [as_edit(source, span, text)]) for span, text in zip(spans, texts, strict=False)
    ]
    fitting = [group for group, fits in zip(groups, disjoint(groups), strict=True) if fits]
    changes = combined(fitting)
    after = apply(source, changes)
    ranges = changed_ranges(changes)
    assert [after.text[place.start : place.end] for place in ranges] == [change.text for change in changes]
    assert apply(after, inverse(source, changes)) == source
    kept = len(source.text) - sum(change.end - change.start for change in changes)
    assert len(after.text) == kept + sum(len(change.text) for change in changes)


@given(sources_with_spans())
def test_every_span_is_an_edit_that_changes_nothing_when_it_writes_what_stands_there(case):
    source, spans = case
    for span in spans:
        changes = changes_of(source, [as_edit(source, span, source.text[span.start : span.end])])
        assert changes[0].start == span.start
        assert changes[0].end == span.end
    if "\r" not in source.text:
        for span in spans:
            same = changes_of(source, [as_edit(source, span, source.text[span.start : span.end])])
            assert apply(source, same) == source


@given(TEXTS, st.tuples(*[st.integers(-1, 70)] * 4), NEW_TEXTS)
def test_any_edit_is_made_or_refused(text, place, new):
    source = Source(PATH, text)
    try:
        changes = changes_of(source, [edit(new, *place)])
    except EditError:
        return
    assert all(0 <= change.start <= change.end <= len(text) for change in changes)
    assert apply(apply(source, changes), inverse(source, changes)) == source
