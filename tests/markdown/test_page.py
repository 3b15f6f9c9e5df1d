"""The model of a page: places, texts and ancestors."""

from guidelint.findings import Location
from guidelint.markdown.page import Block, Image, Link, Page
from guidelint.source import Source, Span

SPAN = Span("a.md", 0, 1)


def test_a_span_is_shown_in_its_own_file():
    sources = {"a.md": Source("a.md", "one\ntwo\n"), "b.md": Source("b.md", "x\n\n\tthree\n")}
    page = Page("a.md", sources["a.md"], sources, "mkdocs")
    assert page.location(Span("a.md", 1, 6)) == Location("a.md", 1, 2, 2, 3)
    assert page.location(Span("b.md", 4, 9)) == Location("b.md", 3, 2, 3, 7)
    assert page.text(Span("b.md", 4, 9)) == "three"


def test_ancestors_go_from_the_innermost_outwards():
    blocks = (Block("div", "html", SPAN), Block("ul", "list", SPAN, 0), Block("li", "list", SPAN, 1))
    source = Source("a.md", "x")
    page = Page("a.md", source, {"a.md": source}, "mkdocs", blocks=blocks)
    assert [block.tag for block in page.ancestors(2)] == ["li", "ul", "div"]


def test_classes_come_from_the_attributes():
    attributes = (("id", "i"), ("class", "x  y"))
    assert Link("a", "b", SPAN, SPAN, attributes=attributes).classes == ("x", "y")
    assert Block("div", "html", SPAN, attributes=attributes).classes == ("x", "y")
    assert Link("a", "b", SPAN, SPAN).classes == ()
    assert Image("a", "b", SPAN, SPAN).form == "inline"
