"""Which text is an HTML tag, and which attributes it carries."""

import pytest

from guidelint.markdown.html_tags import find_tags, markdown_mode, read_attributes, read_tag


def tags(text):
    return [(tag.kind, tag.name) for tag in find_tags(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a>", [("open", "a")]),
        ("</A >", [("close", "a")]),
        ("<br/>", [("empty", "br")]),
        ("<br / >", [("open", "br")]),
        ("<my-card x>", [("open", "my-card")]),
        ("<a\nhref='b'\n>", [("open", "a")]),
        ("< a>", []),
        ("<a", []),
        ("<1>", []),
        ("a < b > c", []),
        ("<a <b>", [("open", "a")]),
        ("<br />", [("empty", "br")]),
        ("<img src='a'/>", [("empty", "img")]),
        ("<a href='>'>x</a>", [("open", "a"), ("close", "a")]),
        ("<!-- <a> --><b>", [("open", "b")]),
        ("<!-- <a> <b>", []),
        ("<script>'<a>'</script><b>", [("open", "script"), ("close", "script"), ("open", "b")]),
        ("<textarea><a></TEXTAREA >", [("open", "textarea"), ("close", "textarea")]),
    ],
)
def test_tags(text, found):
    assert tags(text) == found


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("a='1' b=\"2\" c=3 d", {"a": "1", "b": "2", "c": "3", "d": ""}),
        ("HREF='X'", {"href": "X"}),
        ("a=1 a=2", {"a": "1"}),
        ("a = '1'", {"a": "1"}),
        ("a='x&amp;y'", {"a": "x&y"}),
        ("a=''", {"a": ""}),
        ("@click='x' :b='y'", {"@click": "x", ":b": "y"}),
    ],
)
def test_attributes(text, attributes):
    found = read_attributes(text, 0, len(text))
    assert {item.name: item.value for item in found} == attributes


def test_an_attribute_knows_where_its_value_stands():
    text = "<a href='x&amp;y' id=z>"
    tag = read_tag(text, 0)
    assert tag is not None
    assert [text[item.start : item.end] for item in tag.attributes] == ["x&amp;y", "z"]


def test_tags_in_a_part_of_a_text():
    assert [tag.name for tag in find_tags("<a><b><c>", 3, 6)] == ["b"]
    assert list(find_tags("<a><bcd>", 3, 6)) == []


@pytest.mark.parametrize(
    ("tag", "parent", "mode"),
    [
        ("<div>", None, "off"),
        ("<div markdown>", None, "block"),
        ("<div markdown='1'>", None, "block"),
        ("<div markdown='markdown'>", None, "block"),
        ("<div markdown='span'>", None, "span"),
        ("<div markdown='0'>", None, "off"),
        ("<div markdown='yes'>", None, "off"),
        ("<p markdown>", None, "span"),
        ("<p markdown='block'>", None, "block"),
        ("<pre markdown>", None, "off"),
        ("<div markdown>", "span", "span"),
        ("<div>", "span", "off"),
        ("<div markdown>", "off", "off"),
        ("<div>", "block", "off"),
    ],
)
def test_what_the_markdown_attribute_switches_on(tag, parent, mode):
    found = read_tag(tag, 0)
    assert found is not None
    assert markdown_mode(found.name, found.attributes, parent) == mode
