"""The oracle itself: what counts as a fact of a rendered page, and when two pages differ."""

from __future__ import annotations

import pytest

from guidelint.markdown.page import Heading, Image, Link, Page
from guidelint.source import Source, Span
from tests.oracle.compare import compare
from tests.oracle.facts import Fact, Generated, generated_by, read_facts
from tests.oracle.mutate import mutate

NOWHERE = Span("page.md", 0, 0)
ICON = '<span class="twemoji"><svg><title>Anchor</title><path id="shape"/></svg></span>'
PROLOG = '<span class="twemoji"><!DOCTYPE svg PUBLIC "x"><svg></svg></span>'


def page(**constructs: tuple[object, ...]) -> Page:
    source = Source("page.md", "")
    return Page("page.md", source, {"page.md": source}, "mkdocs", **constructs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "facts"),
    [
        ('<a href="a.md?b&amp;c" class="x y">t</a>', [Fact("link", "a.md?b&c", classes=("x", "y"))]),
        ("<A HREF=a.md>t</A><a>t</a>", [Fact("link", "a.md")]),
        ('<a name="n"></a><a id="i" name="i"></a>', [Fact("id", "n"), Fact("id", "i")]),
        ('<img src="a.png"><img alt="x">', [Fact("image", "a.png")]),
        ('<img class="twemoji" src="logo.svg">', [Fact("image", "logo.svg")]),
        ('<video src="a.mp4"><track src="b.vtt"></video>', [Fact("media", "a.mp4"), Fact("media", "b.vtt")]),
        ('<h2 id="x">A <em>b</em>\n c</h2>', [Fact("heading", "x", 2, "A b c")]),
        ("<h2>A</h2>", []),
        ('<!-- <a href="a.md"> --><a href="b.md">', [Fact("link", "b.md")]),
        ('<!--><a href="a.md"><!-- -- > <a href="b.md"> -->', [Fact("link", "a.md")]),
        ('<script>"<a href=a.md>"</script><textarea><a href=b.md></textarea>', []),
        ('<![CDATA[ > <a href="a.md"> ]]>', [Fact("link", "a.md")]),
    ],
)
def test_what_a_browser_sees(html: str, facts: list[Fact]) -> None:
    assert read_facts(html) == facts


@pytest.mark.parametrize(
    "html",
    [
        '<a class="headerlink" href="#x">¶</a>',
        '<a class="footnote-backref" href="#fnref:1" data-generated>↩</a>',
        '<div class="toc"><ul><li><a href="#x">X</a></li></ul></div>',
        '<input id="__tabbed_1_1"><a id="__codelineno-0-1" href="#__codelineno-0-1"></a>',
        '<img class="twemoji" src="https://cdn.jsdelivr.net/gh/jdecked/twemoji@16.0.1/assets/svg/1.svg">',
        ICON,
    ],
)
def test_what_the_renderer_adds_is_left_out(html: str) -> None:
    assert read_facts(html) == []


def test_footnotes_are_known_by_their_labels() -> None:
    html = (
        '<sup id="fnref:a" data-generated><a class="footnote-ref" href="#fn:a" data-generated>1</a></sup>'
        '<sup id="fnref2:a" data-generated><a class="footnote-ref" href="#fn:a" data-generated>1</a></sup>'
        '<div class="footnote"><ol><li id="fn:a" data-generated><p>Note</p></li></ol></div>'
    )
    assert read_facts(html) == [
        Fact("footnote-ref", "a"),
        Fact("footnote-ref", "a"),
        Fact("footnote-def", "a"),
    ]


def test_html_that_looks_like_a_footnote_is_html() -> None:
    html = '<sup id="fnref:a"><a href="#fn:a" class="footnote-ref">1</a></sup>'
    assert read_facts(html) == [Fact("id", "fnref:a"), Fact("link", "#fn:a", classes=("footnote-ref",))]


def test_icons_and_permalinks_are_no_text_of_a_heading() -> None:
    html = f'<h2 id="x">{PROLOG} Port<a class="headerlink" href="#x">¶</a></h2>'
    assert read_facts(html) == [Fact("heading", "x", 2, "Port", doubtful=True)]


def test_the_configuration_says_what_the_renderer_adds() -> None:
    generated = generated_by({"toc": {"permalink_class": "pin"}, "pymdownx.highlight": {"line_spans": "row"}})
    assert read_facts('<a class="pin" href="#x">¶</a><span id="row-0-1">x</span>', generated) == []
    assert generated_by({}) == Generated()


def test_facts_compare_as_a_multiset() -> None:
    links = (Link("a.md", "", NOWHERE, NOWHERE), Link("b.md", "", NOWHERE, NOWHERE))
    images = (Image("b.md", "", NOWHERE, NOWHERE),)
    rendered = [Fact("link", "b.md"), Fact("link", "a.md"), Fact("link", "a.md")]
    difference = compare(rendered, page(links=links, images=images))
    assert difference.missed == (Fact("link", "a.md"),)
    assert [fact for fact, _ in difference.extra] == [Fact("image", "b.md")]
    assert not compare(rendered, page(links=(links[0], *links)))


def test_classes_of_links_compare_apart() -> None:
    link = Link("a.md", "", NOWHERE, NOWHERE, attributes=(("class", "x"),))
    difference = compare([Fact("link", "a.md", classes=("y",))], page(links=(link,)))
    assert not difference
    assert difference.classes_differ == 2


@pytest.mark.parametrize(("doubtful", "differs"), [(True, False), (False, True)])
def test_doubtful_ids_of_headings_are_tolerated(doubtful: bool, differs: bool) -> None:
    heading = Heading(2, "Port", "port", NOWHERE)
    rendered = Fact("heading", "doctype-svg-port", 2, "Port", doubtful=doubtful)
    assert bool(compare([rendered], page(headings=(heading,)))) is differs


def test_mutations_are_repeatable_and_spare_the_front_matter() -> None:
    front = "---\ntitle: Port\n---\n"
    body = "# Port\n\n- one\n    - two\n\n<div>\nx\n</div>\n"
    mutated = [mutate(front + body, seed, "port.md") for seed in range(20)]
    assert mutated == [mutate(front + body, seed, "port.md") for seed in range(20)]
    assert all(text.startswith(front) for text in mutated)
    assert len(set(mutated)) > 10
