"""Tables: where rows part, and what stands in their cells."""

import pytest

from tests.markdown.reading import links, read, seen, tree


def rows(page):
    """The texts of each row."""
    found = {}
    for text in page.texts:
        row = next((block for block in page.ancestors(text.block) if block.tag == "tr"), None)
        if row is not None:
            found.setdefault(row.span.start, []).append(text.value)
    return list(found.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a|b\n-|-\nc|d", [["a", "b"], ["c", "d"]]),
        ("|a|b|\n|-|-|\n|c|d|", [["a", "b"], ["c", "d"]]),
        ("|a|\n|-|\n|b|", [["a"], ["b"]]),
        ("a|b\n:-|-:\nc|d", [["a", "b"], ["c", "d"]]),
        ("a | b\n--- | ---\nc", [["a", "b"], ["c"]]),
        ("a|b\n-|-\nc|d|e", [["a", "b"], ["c", "d"]]),
        ("a|b\n-|-\nc\\|d|e", [["a", "b"], ["c", "d", "e"]]),
        ("a|b\n-|-\n`c|d`|e", [["a", "b"], ["e"]]),
        ("a|b\n-|-\n``c|`d``|e", [["a", "b"], ["e"]]),
        ("a|b\n-|-\n\\`c|d`", [["a", "b"], ["c", "d`"]]),
    ],
)
def test_cells(text, found):
    page = read(text)
    assert tree(page)[0] == "table table"
    assert rows(page) == found


@pytest.mark.parametrize(
    "text", ["a|b\n-|-|-", "a\n-|-", "a|b\n=|=", "a|b\n\n-|-", "|a|\n|-|\nb", "text\na|b\n-|-"]
)
def test_what_is_no_table(text):
    assert "table" not in " ".join(tree(read(text)))


def test_links_in_cells_have_their_places():
    page = read("| A | B |\n|---|---|\n| [a](b) | x [c](d){ .e } |\n")
    assert links(page) == [("b", "[a](b)"), ("d", "[c](d)")]
    assert [page.location(link.span).column for link in page.links] == [3, 14]
    assert page.links[1].classes == ("e",)


def test_an_attribute_list_of_a_cell():
    page = read("| A { #x } |\n|---|\n| b { .c } |\n")
    assert [(block.tag, block.attributes) for block in page.blocks if block.attributes] == [
        ("th", (("id", "x"),)),
        ("td", (("class", "c"),)),
    ]
    assert seen(page) == ["A", "b"]


def test_a_pipe_in_a_link_parts_cells():
    assert links(read("a|b\n-|-\n[c](d|e)|f\n")) == []


def test_tabs_in_a_row_keep_places():
    page = read("a\t|\t[b](c)\n-|-\nd|e\n")
    assert page.location(page.links[0].span).column == 5
