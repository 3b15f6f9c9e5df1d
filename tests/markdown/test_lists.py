"""Lists by the four-space rule, and definition lists."""

import pytest

from tests.markdown.reading import around, links, read, seen, tree


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("- a\n- b", ["ul list", "  li list", "  li list"]),
        ("* a\n+ b", ["ul list", "  li list", "  li list"]),
        ("1. a\n2. b", ["ol list", "  li list", "  li list"]),
        ("   - a", ["ul list", "  li list"]),
        ("- a\n    - b", ["ul list", "  li list", "    ul list", "      li list"]),
        ("- a\n  - b", ["ul list", "  li list", "  li list"]),
        ("- a\n\n    b", ["ul list", "  li list", "    p paragraph", "    p paragraph"]),
        ("- a\n\n  b", ["ul list", "  li list", "p paragraph"]),
        ("- a\n\n- b", ["ul list", "  li list", "    p paragraph", "  li list", "    p paragraph"]),
        ("text\n- a", ["p paragraph"]),
        ("-a", ["p paragraph"]),
        ("1) a", ["p paragraph"]),
        ("- # a", ["ul list", "  li list", "    h1 heading"]),
        (
            "- a\n\n    > b",
            ["ul list", "  li list", "    p paragraph", "    blockquote quote", "      p paragraph"],
        ),
        ("- a\n\n        code", ["ul list", "  li list"]),
    ],
)
def test_blocks(text, blocks):
    assert tree(read(text)) == blocks


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("- a\n[b](c)", ["c"]),
        ("- a\n\n    [b](c)\nd [e](f)", ["c", "f"]),
        ("- a\n\n        [b](c)", []),
        ("- a\n\n      [b](c)", ["c"]),
        ("  - a\n\n      [b](c)", ["c"]),
        ("1. a\n\n    - b\n\n        - c\n\n            [d](e)", ["e"]),
        ("- a\n\n    - b\n\n    [c](d)", ["d"]),
        ("- a\n- [x]: y\n- [b][x]", ["y"]),
    ],
)
def test_links_in_items(text, targets):
    assert [link.target for link in read(text).links] == targets


def test_lazy_lines_belong_to_the_item():
    page = read("- a\nb [c](d)\n- e\n")
    assert around(page, page.links[0].block) == ["li", "ul"]


def test_the_indent_that_counts_is_that_of_the_source():
    page = read("-   a\n\n\t[b](c)\n")
    assert page.location(page.links[0].span).column == 2


def test_check_boxes_are_no_text():
    assert seen(read("- [ ] a\n- [x] b\n- [y] c\n")) == ["a", "b", "[y] c"]


def test_definition_lists():
    page = read("Ebb\n:   Water *out*.\n\n    [More](ebb.md).\n\nFlood\nRise\n:   Water in.\n")
    assert (
        tree(page)
        == [
            "dl definition-list",
            "  dt definition-list",
            "  dd definition-list",
            "    p paragraph",
            "    p paragraph",
            "  dt definition-list",
            "  dt definition-list",
            "  dd definition-list",
        ]
        or [line.strip() for line in tree(page)].count("dt definition-list") == 3
    )
    assert links(page) == [("ebb.md", "[More](ebb.md)")]
    assert "dd" in around(page, page.links[0].block)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a\n:   b", ["a"]),
        ("a\n: b", ["a"]),
        ("a\n\n:   b", ["a"]),
        ("a\n:b", []),
        ("a\nb\n:   c", ["a", "b"]),
        (":   c", []),
        ("# a\n:   c", []),
    ],
)
def test_terms(text, terms):
    page = read(text)
    assert [page.text(block.span) for block in page.blocks if block.tag == "dt"] == terms


def test_without_def_list_a_colon_is_text():
    assert tree(read("a\n:   b", "markdown.extensions.attr_list")) == ["p paragraph"]


@pytest.mark.parametrize(
    ("before", "terms"),
    [
        ("<div markdown>\n<p>a</p>\n\n:   [x](y)\n</div>", ["a"]),
        ("<div markdown>\n<p class='>'></p>\n\n:   [x](y)\n</div>", []),
        ("<p markdown>a *b*</p>\n\n:   [x](y)", ["a ", "b"]),
        ("<p markdown='block'>\n- a\n\n- b\n\n</p>\n\n:   [x](y)", []),
    ],
)
def test_an_html_paragraph_before_a_definition_holds_its_terms(before, terms):
    page = read(f"{before}\n")
    assert links(page) == [("y", "[x](y)")]
    texts = [text.value for text in page.texts if page.blocks[text.block].tag == "dt"]
    assert texts == terms
