"""What exports of translation platforms leave behind, found in the text of a page."""

from __future__ import annotations

import pytest

from guidelint.markdown.page import Page
from guidelint.site.damage import damages
from guidelint.site.fragile import Fragile
from guidelint.source import Source


def found(text: str, *footnotes: str) -> list[tuple[Fragile | None, str]]:
    """Return the damage in `text`: the construct that it comes from, and where it is."""
    source = Source("docs/tides.md", text)
    page = Page(path=source.path, source=source, sources={source.path: source}, dialect="mkdocs")
    return [(kind, text[span.start : span.end]) for kind, span in damages(page, footnotes)]


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ('Low <b x-id="1">water</b>', Fragile.SNIPPET, '<b x-id="1">'),
        ('Low <B SPACES-BEFORE="1">water</B> 8<-', Fragile.SNIPPET, '<B SPACES-BEFORE="1">'),
        ("Low water</footnotes> 8<-", Fragile.SNIPPET, "</footnotes>"),
        ('--8<-- "tides.md', Fragile.SNIPPET, '--8<-- "tides.md'),
        ("\\*[HW]: high water", Fragile.ABBREVIATION, "\\*[HW]"),
        ("- \\[x\\] look at the gauge", Fragile.TASK, "- \\[x\\]"),
        ("the \\*\\*ebb\\*\\*runs", None, "\\*\\*ebb\\*\\*"),
        ("the \\_\\_ebb\\_\\_runs", None, "\\_\\_ebb\\_\\_"),
    ],
)
def test_each_kind_of_damage_is_found(text, kind, shown):
    assert found(f"# Tides\n\n{text}\n") == [(kind, shown)]


@pytest.mark.parametrize("before", ["Ebb. ", "Ebb.\t", "    Ebb: \t ", "Ebb.\nFlood. "])
def test_a_footnote_behind_other_text_is_joined_to_it(before):
    assert found(f"{before}[^1]: Twice a day.\n", "1") == [(Fragile.FOOTNOTE, "[^1]:")]


@pytest.mark.parametrize("before", ["", "  ", "\t", "Ebb.\n", "Ebb.\n  ", "Ebb.", "\u3000 "])
def test_a_footnote_that_begins_its_line_or_sticks_to_a_word_is_not(before):
    assert found(f"{before}[^1]: Twice a day.\n", "1") == []


def test_footnotes_that_the_source_does_not_define_are_no_damage():
    assert found("Ebb. [^2]: Twice a day.\n", "1") == []
