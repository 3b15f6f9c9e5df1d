"""Front matter: how far it goes, where its keys stand, and what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import meta

from guidelint.markdown.front_matter import read_front_matter
from guidelint.source import Source


def front(text):
    """The front matter, the body, and the source text of the keys and of the values."""
    source = Source("a.md", text)
    matter, start = read_front_matter(source)
    keys = {path: text[span.start : span.end] for path, span in matter.keys.items()}
    values = {path: text[span.start : span.end] for path, span in matter.values.items()}
    return matter, text[start:], keys, values


def error_of(text):
    """The message, the line and the column of a YAML error."""
    source = Source("a.md", text)
    matter, start = read_front_matter(source)
    assert (matter.data, start) == ({}, 0)
    return matter.error, tuple(source.position(matter.error_span.start))


@pytest.mark.parametrize(
    ("text", "data", "body"),
    [
        ("---\ntitle: A\n---\n# B\n", {"title": "A"}, "# B\n"),
        ("---\ntitle: A\n---\n\n\n# B\n", {"title": "A"}, "# B\n"),
        ("---\ntitle: A\n...\nB", {"title": "A"}, "B"),
        ("--- \ntitle: A\n---\t\nB", {"title": "A"}, "B"),
        ("---\r\ntitle: A\r\n---\r\nB", {"title": "A"}, "B"),
        ("---\ntitle: A\n---", {}, "---\ntitle: A\n---"),
        ("---\n---\nB", {}, "---\n---\nB"),
        ("---\n# only a comment\n---\nB", {}, "---\n# only a comment\n---\nB"),
        ("\n---\ntitle: A\n---\nB", {}, "---\ntitle: A\n---\nB"),
        (" ---\ntitle: A\n---\nB", {}, " ---\ntitle: A\n---\nB"),
        ("---\na: |\n  x\n  --- y\n---\nB", {"a": "x\n--- y\n"}, "B"),
        ("# B\n", {}, "# B\n"),
        ("", {}, ""),
    ],
)
def test_its_extent_is_that_of_mkdocs(text, data, body):
    matter, found, _, _ = front(text)
    assert (matter.data, found) == (data, body)
    rendered, metadata = meta.get_data(text.replace("\r\n", "\n"))
    assert (metadata, rendered) == (data, body.replace("\r\n", "\n"))


@pytest.mark.parametrize(
    ("text", "data", "body"),
    [
        ("Title: A\nB", {"title": "A"}, "B"),
        ("title: A\n\n\nB", {"title": "A"}, "B"),
        ("title: A\ntitle: B\n    more\n\nC", {"title": "A B more"}, "C"),
        ("key-1_a:x\n\nC", {"key-1_a": "x"}, "C"),
        ("Note: this line is lost\n", {"note": "this line is lost"}, ""),
        ("A word: no key\n", {}, "A word: no key\n"),
        ("    title: A\n", {}, "    title: A\n"),
    ],
)
def test_key_lines_need_no_marks(text, data, body):
    matter, found, _, _ = front(text)
    assert (matter.data, found) == (data, body)
    rendered, metadata = meta.get_data(text)
    assert (metadata, rendered) == (data, body)


FRAGMENTS = [
    "---\n",
    "...\n",
    "a: b\n",
    "A-1: c\n",
    "    d\n",
    "\n",
    "text\n",
    "- e\n",
    "---",
    "{",
    "a: b: c\n",
    " \n",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join))
def test_any_top_of_a_page_is_read_as_mkdocs_does(text):
    matter, body, _, _ = front(text)
    rendered, metadata = meta.get_data(text)
    assert (dict(matter.data), body) == (metadata, rendered)


YAML = """---
title: "A: b"
tags: [x, y]
schema:
 -
   "@type": Thing
   url: https://example.org/ # why
text: >-
  long
  lines
---
"""


def test_every_key_and_value_has_its_place():
    matter, _, keys, values = front(YAML)
    assert matter.data["schema"] == [{"@type": "Thing", "url": "https://example.org/"}]
    assert keys["title",] == "title"
    assert values["title",] == '"A: b"'
    assert values["tags", 1] == "y"
    assert keys["schema", 0, "@type"] == '"@type"'
    assert values["schema", 0, "url"] == "https://example.org/"
    assert values["text",].startswith(">-\n  long")
    assert matter.span is not None
    assert YAML[matter.span.start : matter.span.end] == YAML


def test_places_hold_after_crlf_tabs_and_wide_characters():
    _, _, keys, values = front("---\r\na: 'é👍'\r\nb:\t- \r\n---\r\n".replace("\t- ", " 語"))
    assert (keys["b",], values["a",], values["b",]) == ("b", "'é👍'", "語")


def test_places_hold_after_line_ends_that_only_yaml_counts():
    text = "---\na: |\n  one\u2028  two\u2028  three\u2028  four\x85  five\nb: c\n---\n"
    _, _, keys, values = front(text)
    assert (keys["b",], values["b",]) == ("b", "c")


def test_a_key_that_stands_twice():
    text = "---\na: 1\nb:\n  a: 2\n  a: 3\na: 4\n---\n"
    matter, _, _, _ = front(text)
    source = Source("a.md", text)
    assert [(key, tuple(source.position(span.start))) for key, span in matter.duplicates] == [
        ("a", (5, 3)),
        ("a", (6, 1)),
    ]
    assert matter.data == {"a": 4, "b": {"a": 3}}


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('---\ntitle: "A\n---\n', "while scanning a quoted scalar: found unexpected end of stream", (3, 1)),
        ("---\na: b: c\n---\n", "mapping values are not allowed in this context", (2, 5)),
        ("---\na: [b\n---\n", "while parsing a flow sequence: did not find expected ',' or ']'", (3, 1)),
        ("---\na:\n\tb\n---\n", "found character that cannot start any token", (3, 1)),
        ("---\n- a\n---\n", "front matter is not a mapping of keys to values", (2, 1)),
        ("---\njust words\n---\n", "front matter is not a mapping of keys to values", (2, 1)),
        ("---\na: *b\n---\n", "found undefined alias", (2, 4)),
        ("---\na: !!python/object/apply:os.getcwd []\n---\n", "could not determine a constructor", (2, 4)),
        ("---\na: !!python/name:os.getcwd\n---\n", "could not determine a constructor", (2, 4)),
        ("---\na: \x07\n---\n", "control characters are not allowed", (2, 1)),
    ],
)
def test_an_error_has_a_message_and_a_place(text, message, place):
    found, where = error_of(text)
    assert message in found
    assert where == place


def test_a_date_that_does_not_exist():
    message, _ = error_of("---\nday: 2024-02-31\n---\n")
    assert "day" in message


def test_deep_nesting_is_refused():
    message, place = error_of("---\na: " + "[" * 100_000 + "\n---\n")
    assert message == "nested deeper than 100 levels"
    assert place == (2, 103)


def test_deep_nesting_by_indent_is_refused():
    text = "---\n" + "".join(" " * depth + "a:\n" for depth in range(200)) + "---\n"
    assert error_of(text)[0] == "nested deeper than 100 levels"


def test_an_alias_bomb_is_refused():
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    message, (line, _) = error_of("---\n" + "\n".join(lines) + "\n---\n")
    assert message == "aliases stand for more than 200,000 values"
    assert line > 4


def test_an_alias_in_itself_is_refused():
    assert error_of("---\na: &b [*b]\n---\n")[0] == "the alias *b contains itself"


def test_an_alias_is_read():
    assert front("---\na: &x {k: 1}\nb: *x\n---\n")[0].data == {"a": {"k": 1}, "b": {"k": 1}}
