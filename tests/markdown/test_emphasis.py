"""Emphasis and its kin: which delimiters are gone from the text a reader sees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.markdown.reading import read, shown


def heading(text, *extensions):
    """The text of a heading, which is what a reader sees of it."""
    [found] = read(f"# {text}", *extensions).headings
    return found.text


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("*a* b", "a b"),
        ("**a** b", "a b"),
        ("***a*** b", "a b"),
        ("_a_ __b__", "a b"),
        ("a_b_c", "a_b_c"),
        ("a*b*c", "abc"),
        ("* a *", "* a *"),
        ("*a", "*a"),
        ("**a*", "*a"),
        ("*a **b** c*", "a b c"),
        ("*a _b* c_", "a _b c_"),
        ("x \\*a\\*", "x *a*"),
        ("^a^ ^^b c^^", "a b c"),
        ("^a b^", "^a b^"),
        ("~a~ ~~b c~~", "a b c"),
        ("~a b~ c~", "~a b~ c~"),
        ("==a b== =c=", "a b =c="),
        ("a==b==c", "abc"),
        ("~~~a~~~", "a"),
        ("==a ==== b==", "a ==== b"),
        ("x~a ~~b c~~", "x~a b c"),
        ("**a `**` b**", "a ** b"),
        ("**[a](b*c)**", "a"),
    ],
)
def test_what_a_reader_sees(text, visible):
    assert heading(text) == visible


def test_without_the_extensions_the_signs_stay():
    assert heading("^a^ ~b~ ==c== *d*", "markdown.extensions.attr_list") == "^a^ ~b~ ==c== d"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="aab  _", min_size=1, max_size=16))
def test_underscores_which_ids_keep_read_as_they_are_rendered(text):
    text = f"x {text} x"
    page = read(f"# {text}\n")
    assert page.headings[0].text == shown(f"# {text}\n")
