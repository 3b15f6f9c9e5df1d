"""Lines that remember where their characters stand."""

from hypothesis import given
from hypothesis import strategies as st

from guidelint.markdown.lines import BLANK, Content, Line, expand_tabs, join_line
from guidelint.source import Span


def places(line):
    """The offset at which each character stands."""
    return [line.place(index)[1] for index in range(len(line.text))]


def test_a_cut_line_starts_later_in_the_source():
    assert Line("0123456", "a.md", 10).cut(2, 5) == Line("234", "a.md", 12)


def test_an_indent_stands_at_the_first_character():
    line = Line("ab", "a.md", 10).indented("  ")
    assert line.text == "  ab"
    assert places(line) == [10, 11, 10, 11]


def test_pieces_of_two_files_make_one_line():
    line = join_line([Line("ab", "a.md", 3), Line(""), Line("cd", "b.md", 7)])
    assert line.text == "abcd"
    assert [line.place(index) for index in range(4)] == [("a.md", 3), ("a.md", 4), ("b.md", 7), ("b.md", 8)]
    assert line.cut(2) == Line("cd", "b.md", 7)
    assert places(line.cut(1, 3)) == [4, 7]
    assert join_line([]) == BLANK
    assert join_line([Line("", "a.md", 3), Line("")]) == Line("", "a.md", 3)


def test_tabs_go_to_the_next_stop_and_stand_where_they_were_written():
    line = expand_tabs(Line("a\tb\tc", "a.md", 5), 4)
    assert line.text == "a   b   c"
    assert places(line) == [5, 6, 6, 6, 7, 8, 8, 8, 9]


@given(st.text(alphabet="a\t", max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_expanding_and_cutting_keep_every_place(text, start, end):
    line = expand_tabs(Line(text, "a.md"), 4)
    assert line.text == text.expandtabs(4)
    assert places(line.cut(start, end)) == places(line)[start:end]


@given(
    st.lists(st.text(alphabet="ab", max_size=4), min_size=1, max_size=5),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_a_part_of_a_text_is_its_lines(lines, start, end):
    content = Content([Line(line, "a.md", 100 * number) for number, line in enumerate(lines)])
    start, end = sorted(min(index, len(content.text)) for index in (start, end))
    part = Content(content.part(start, end))
    assert part.text == content.text[start:end]
    assert [part.place(index) for index, character in enumerate(part.text) if character != "\n"] == [
        content.place(index) for index in range(start, end) if content.text[index] != "\n"
    ]


def test_spans_stay_in_their_first_file():
    content = Content([Line("ab", "a.md", 3), Line("cd", "b.md", 7)])
    assert content.span(0, 2) == Span("a.md", 3, 5)
    assert content.span(1, 5) == Span("a.md", 4, 5)
    assert content.span(3, 5) == Span("b.md", 7, 9)
    assert content.span(3, 3) == Span("b.md", 7, 7)


def test_text_from_two_places_is_two_runs():
    line = join_line([Line("ab", "a.md", 3), Line("cd", "a.md", 9), Line("e", "b.md", 10)])
    assert list(Content([Line("x", "a.md"), line]).runs(2, 7)) == [(2, 4), (4, 6), (6, 7)]
    assert list(Content([Line("abc", "a.md", 3)]).runs(0, 3)) == [(0, 3)]
    assert list(Content([expand_tabs(Line("a\tb", "a.md"), 4)]).runs(0, 5)) == [(0, 5)]
