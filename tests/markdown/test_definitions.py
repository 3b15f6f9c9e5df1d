"""Footnotes, abbreviations and link references: what is defined where, and which definition counts."""

import pytest

from tests.markdown.reading import around, links, place, read


def defined(page):
    """The definitions on the page itself: kind, label, value, effective, used."""
    return [
        (item.kind, item.label, item.value, item.effective, item.used)
        for item in page.definitions
        if item.span.path == page.path
    ]


@pytest.mark.parametrize(
    ("text", "target", "title"),
    [
        ("[a]\n\n[a]: b", "b", None),
        ("[a]\n\n[A]: b", "b", None),
        ("[a]\n\n   [a]: b", "b", None),
        ("[a]\n\n[a]: <b>", "b", None),
        ("[a]\n\n[a]:\n  b", "b", None),
        ('[a]\n\n[a]: b "T"', "b", "T"),
        ("[a]\n\n[a]: b 'T'", "b", "T"),
        ("[a]\n\n[a]: b (T)", "b", "T"),
        ('[a]\n\n[a]: b\n  "T"', "b", "T"),
        ('[a]\n\n[a]: b"T t"', "b", "T t"),
        ('[a]\n\n[a]: b"T"', 'b"T"', None),
        ("[a]\n\n[a]: b&amp;c", "b&c", None),
        ("text [a]\n[a]: b\nmore", "b", None),
        ("[a]\n\n- x\n\n    [a]: b", "b", None),
        ("[a]\n\n> [a]: b", "b", None),
    ],
)
def test_link_references(text, target, title):
    [link] = read(text).links
    assert (link.target, link.title, link.form) == (target, title, "reference")


@pytest.mark.parametrize(
    "text",
    [
        "[a]\n\n    [a]: b",
        "[a]\n\n[a]:",
        "[a]\n\n[a]: b c",
        "[a]\n\n[a] : b",
        '[a]\n\n[a]: b "T" c',
        "[a]\n\n`[a]: b`",
    ],
)
def test_what_defines_nothing(text):
    assert links(read(text)) == []


def test_the_target_stands_in_the_definition():
    page = read('See [the tides][t].\n\n[t]: <tides.md#ebb> "Ebb"\n')
    [link], [definition] = page.links, defined(page)
    assert page.text(link.span) == "[the tides][t]"
    assert page.text(link.target_span) == "tides.md#ebb"
    assert definition == ("link", "t", "tides.md#ebb", True, True)
    assert page.text(page.definitions[0].span) == '[t]: <tides.md#ebb> "Ebb"'


def test_the_last_definition_counts():
    page = read("[a]\n\n[a]: one\n[a]: two\n[b]: three\n")
    assert defined(page) == [
        ("link", "a", "one", False, True),
        ("link", "a", "two", True, True),
        ("link", "b", "three", True, False),
    ]
    assert links(page) == [("two", "[a]")]


def test_footnotes():
    page = read("One[^1] and two.[^n]\n\n[^1]: First [a](b).\n[^n]:\n    Second\n\n    [c](d)\n")
    assert [(item.label, place(page, item.span)) for item in page.footnote_references] == [
        ("1", (1, 4, 1, 8)),
        ("n", (1, 17, 1, 21)),
    ]
    assert [(item.label, page.text(item.span)) for item in page.footnote_definitions] == [
        ("1", "[^1]:"),
        ("n", "[^n]:"),
    ]
    assert links(page) == [("b", "[a](b)"), ("d", "[c](d)")]
    assert "li" in around(page, page.links[0].block)


def test_footnotes_without_reference_and_references_without_footnote():
    page = read("Text.[^gone]\n\n[^lost]: Never [a](b) asked for.\n")
    assert ("footnote", "lost", "Never [a](b) asked for.", True, False) in defined(page)
    assert [(item.label, item.form) for item in page.undefined] == [("gone", "footnote")]


def test_a_footnote_defined_twice():
    page = read("A[^1]\n\n[^1]: one [a](a)\n\n[^1]: two [b](b)\n")
    assert [(value, effective) for _, _, value, effective, _ in defined(page)] == [
        ("one [a](a)", False),
        ("two [b](b)", True),
    ]
    assert links(page) == [("b", "[b](b)")]


def test_a_footnote_ends_where_the_indent_does():
    page = read("A[^1]\n\n[^1]: one\nstill one\n\n    also one [a](b)\n\nText [c](d)\n")
    assert [around(page, link.block)[-1] for link in page.links if link.target == "d"] == ["p"]
    assert len(page.links) == 2


def test_footnotes_in_footnotes():
    page = read("A[^1]\n\n[^1]: one[^2]\n[^2]: two\n")
    assert [item.label for item in page.footnote_references] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("*[API]: Interface", [("API", "Interface")]),
        ("*[API] : Interface", [("API", "Interface")]),
        ("*[API]:\nInterface", [("API", "Interface")]),
        ("text\n*[A B]: C\n*[D]: E\nmore", [("A B", "C"), ("D", "E")]),
        ("*[API]:", []),
        (" *[API]: x", []),
        ("*[A\\PI]: x", []),
    ],
)
def test_abbreviations(text, found):
    page = read(text)
    assert [(label, value) for kind, label, value, *_ in defined(page) if kind == "abbreviation"] == found


def test_an_abbreviation_may_be_switched_off():
    page = read('*[API]: Interface\n*[API]: ""\n')
    assert [(value, effective) for _, _, value, effective, _ in defined(page)] == [
        ("Interface", False),
        ('""', True),
    ]
