"""Critic marks are gone before anything is read."""

import pytest
from msgspec.structs import replace

from guidelint.markdown.parser import parse_page
from guidelint.source import Source
from tests.markdown.reading import PATH, dialect_of, ids, links, place, read, seen


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("a {++b++} c", ["a ", "b", " c"]),
        ("a {--b--} c", ["a ", "b", " c"]),
        ("a {==b==} c", ["a ", "b", " c"]),
        ("a {~~b~>c~~} d", ["a ", "b", "c", " d"]),
        ("a {++b", ["a {++b"]),
        ("a {~~b~~} c", ["a {", "b", "} c"]),
    ],
)
def test_what_a_reader_sees(text, texts):
    assert seen(read(text)) == texts


def test_links_inside_marks_keep_their_places():
    page = read("x {++[a](b)++} {~~[c](d)~>[e](f)~~} {>>[g](h)<<}\n")
    assert links(page) == [("b", "[a](b)"), ("d", "[c](d)"), ("f", "[e](f)")]
    assert [page.location(link.span).column for link in page.links] == [6, 19, 27]


def test_a_mark_may_span_lines():
    page = read("{++one\n\n[a](b)++}\n")
    assert [place(page, link.span)[:2] for link in page.links] == [(3, 1)]


def test_a_heading_with_marks():
    assert ids(read("# A {++b++} {--c--}\n")) == ["a-b-c"]


@pytest.mark.parametrize(("mode", "targets"), [("accept", ["b", "f", "j"]), ("reject", ["d", "h", "j"])])
def test_a_site_may_accept_or_reject(mode, targets):
    text = "{++[a](b)++} {--[c](d)--} {~~[g](h)~>[e](f)~~} {==[i](j)==} {>>[k](l)<<}\n"
    dialect = replace(dialect_of("mkdocs.yml"), options=(("pymdownx.critic", "mode", mode),))
    page = parse_page(Source(PATH, text), dialect)
    assert [link.target for link in page.links] == targets
