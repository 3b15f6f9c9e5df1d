"""What a site keeps of a page."""

from __future__ import annotations

from guidelint.markdown.page import (
    Anchor,
    FootnoteDefinition,
    FootnoteReference,
    Heading,
    Page,
)
from guidelint.site.summary import AnchorPlace, summarise
from guidelint.source import Source, Span

TEXT = "# Tides\n\n## Ebb[^1]\n\n<a id='low'></a>\n\n[^1]: Twice a day.\n"


def page(text: str = TEXT, path: str = "docs/tides.md") -> Page:
    source = Source(path, text)

    def span(part: str) -> Span:
        return Span(path, text.index(part), text.index(part) + len(part))

    return Page(
        path=path,
        source=source,
        sources={path: source},
        dialect="mkdocs",
        headings=(Heading(1, "Tides", "tides", span("# Tides")), Heading(2, "Ebb", "ebb", span("## Ebb"))),
        anchors=(Anchor("low", span("<a id")), Anchor("tides", span("<a id"))),
        footnote_references=(FootnoteReference("1", span("[^1]")),),
        footnote_definitions=(FootnoteDefinition("1", span("[^1]: ")),),
    )


def test_a_summary_has_every_id_with_its_place() -> None:
    summary = summarise(page())
    assert summary.anchors == {
        "tides": AnchorPlace("docs/tides.md", 1, 1, "Tides", width=7),
        "ebb": AnchorPlace("docs/tides.md", 3, 1, "Ebb", width=6),
        "low": AnchorPlace("docs/tides.md", 5, 1, width=5),
        "fn:1": AnchorPlace("docs/tides.md", 7, 1, width=6),
        "fnref:1": AnchorPlace("docs/tides.md", 3, 7, width=4),
    }
    assert summary.headings == (("tides", 1), ("ebb", 2))
    assert not summary.is_template


def test_placeholders_make_a_page_a_template() -> None:
    for filling in ("{{ depth }}", "{% for x in y %}", "\n::: harbour.tides\n"):
        assert summarise(page(TEXT + filling)).is_template
