"""Attribute lists: which there are, what they set, and where."""

import pytest

from guidelint.markdown.attributes import merge, read_attribute_list
from tests.markdown.reading import ids, parse, read, seen


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("{.a}", (("class", "a"),)),
        ("{ .a .b #c }", (("class", "a"), ("class", "b"), ("id", "c"))),
        ("{: .a }", (("class", "a"),)),
        ("{ a=b }", (("a", "b"),)),
        ("{ a='b c' d=\"e f\" }", (("a", "b c"), ("d", "e f"))),
        ("{ a }", (("a", ""),)),
        ("{ title=Page d'accueil }", (("title", "Page"), ("d_accueil", ""))),
        ("{ @x=y }", (("_x", "y"),)),
    ],
)
def test_what_a_list_sets(text, attributes):
    parsed = read_attribute_list(text)
    assert parsed is not None
    assert (parsed.attributes, text[: parsed.end]) == (attributes, text)


@pytest.mark.parametrize("text", ["{}", "{ }", "{\n.a }", "{ .a", "a { .b }"])
def test_what_is_no_list(text):
    assert read_attribute_list(text) is None


def test_a_list_knows_its_values_without_quotes():
    parsed = read_attribute_list("{ a=b c='d' }")
    assert parsed is not None
    assert parsed.unquoted == ("a",)


def test_classes_add_up_and_the_last_of_other_attributes_counts():
    assert merge((("class", "a"), ("id", "b"), ("class", "c"), ("id", "d"))) == (
        ("class", "a c"),
        ("id", "d"),
    )


@pytest.mark.parametrize(
    ("text", "tag", "attributes"),
    [
        ("# a { .x }", "h1", (("class", "x"),)),
        ("# a { #x } ##", "h1", (("id", "x"),)),
        ("# a { #x } b", "h1", ()),
        ("a\n{ .x }", "p", (("class", "x"),)),
        ("a { .x }", "p", ()),
        ("- a\n{ .x }", "li", (("class", "x"),)),
        ("> a\n> { .x }", "p", (("class", "x"),)),
        ("a\n:   b\n    { .x }", "dd", (("class", "x"),)),
        ("a { .x }\n:   b", "dt", (("class", "x"),)),
        ("a|b { .x }\n-|-", "th", (("class", "x"),)),
    ],
)
def test_lists_of_blocks(text, tag, attributes):
    page = read(text)
    found = [block.attributes for block in page.blocks if block.tag == tag and block.attributes]
    assert found == ([attributes] if attributes else [])


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("[a](b){ .x }", (("class", "x"),)),
        ("[a](b){.x}{.y}", (("class", "x"),)),
        ("[a](b) { .x }", ()),
        ("[a](b){ .x", ()),
        ("[a](b){: title='T t' rel=me }", (("title", "T t"), ("rel", "me"))),
        ("*[a](b){ .x }*{ .y }", (("class", "x"),)),
    ],
)
def test_lists_of_links(text, attributes):
    assert read(text).links[0].attributes == attributes


def test_a_list_may_set_the_target():
    page = parse("[a](b){ href=c } ![d](e){ src=f }")
    assert (page.links[0].target, page.images[0].target) == ("c", "f")


def test_what_was_applied_is_kept_and_is_no_text():
    page = read("# a { #x }\n\nb [c](d){ .y z=w } e\n")
    assert [(page.text(item.span), item.attributes, item.unquoted) for item in page.attribute_lists] == [
        ("{ #x }", (("id", "x"),), ()),
        ("{ .y z=w }", (("class", "y"), ("z", "w")), ("z",)),
    ]
    assert seen(page) == ["a", "b ", "c", " e"]


def test_ids_set_by_lists_are_anchors_and_ids():
    page = read("# a { #x }\n\nb\n{ #y }\n\n[c](d){ #z }\n")
    assert ids(page) == ["x"]
    assert page.headings[0].explicit
    assert [(anchor.id, page.text(anchor.span)) for anchor in page.anchors] == [("y", "y"), ("z", "z")]


def test_without_attr_list_braces_are_text():
    page = read("# a { #x }\n\n[c](d){ .y }\n", "markdown.extensions.admonition")
    assert page.attribute_lists == ()
    assert seen(page) == ["a { #x }", "c", "{ .y }"]
