"""What is collected on a page: blocks, texts, tags, and where each construct stands among them."""

from tests.markdown.reading import around, ids, links, parse, place, read, seen, tree

PAGE = """\
# Tides { #tides .top }

Ebb and *flood*, see [tables](tables.md "All").

!!! tip "Moon"

    - new :material-moon-new:
    - full ![moon](moon.png){ width=20 }

| Port | Range |
|------|-------|
| Brest | 6 m[^1] |

[^1]: At springs.
"""


def test_the_tree_of_blocks():
    assert tree(read(PAGE)) == [
        "h1 heading",
        "p paragraph",
        "div admonition",
        "  p admonition-title",
        "  ul list",
        "    li list",
        "    li list",
        "table table",
        "  tr table",
        "    th table",
        "    th table",
        "  tr table",
        "    td table",
        "    td table",
        "li footnote",
        "  p paragraph",
    ]


def test_blocks_carry_the_attributes_they_are_rendered_with():
    blocks = read(PAGE).blocks
    assert blocks[0].attributes == (("id", "tides"), ("class", "top"))
    assert blocks[2].classes == ("admonition", "tip")


def test_the_span_of_a_block_holds_all_that_is_in_it():
    page = read(PAGE)
    by_markup = {block.markup: page.text(block.span) for block in reversed(page.blocks)}
    assert by_markup["heading"] == "# Tides { #tides .top }"
    assert by_markup["paragraph"] == 'Ebb and *flood*, see [tables](tables.md "All").'
    assert by_markup["admonition"].startswith("!!! tip")
    assert by_markup["admonition"].endswith("{ width=20 }")
    assert by_markup["footnote"] == "[^1]: At springs."
    for block in page.blocks:
        if block.parent >= 0:
            outer = page.blocks[block.parent].span
            assert outer.start <= block.span.start
            assert block.span.end <= outer.end


def test_everything_knows_its_block():
    page = read(PAGE)
    assert around(page, page.links[0].block) == ["p"]
    assert around(page, page.icons[0].block) == ["li", "ul", "div"]
    assert around(page, page.images[0].block) == ["li", "ul", "div"]
    assert around(page, page.footnote_references[0].block) == ["td", "tr", "table"]
    assert around(page, page.headings[0].block) == ["h1"]
    assert page.ancestors(-1) == []


def test_texts_are_in_the_order_of_the_page():
    assert seen(read(PAGE)) == [
        "Tides", "Ebb and ", "flood", ", see ", "tables", ".", "Moon", "new ", "full ",
        "Port", "Range", "Brest", "6 m", "At springs.",
    ]  # fmt: skip


def test_text_in_raw_html_is_marked_as_such():
    page = read("<div>\nraw\n</div>\n\ntext\n\n<pre>no text</pre>\n")
    assert [(text.value, text.raw) for text in page.texts] == [("raw", True), ("text", False)]


def test_a_heading_is_what_a_reader_sees():
    page = read("## A *b* `c` [d](e) :smile: ![f](g) &amp; h[^1] { #i }\n\n[^1]: x\n")
    [heading] = page.headings
    assert (heading.text, heading.level, heading.id) == ("A b c d & h", 2, "i")
    assert place(page, heading.span)[:2] == (1, 1)


def test_underlined_headings():
    page = read("A [b](c)\n===\n\nD\n---\n\n***\n")
    assert [(heading.level, heading.text) for heading in page.headings] == [(1, "A b"), (2, "D")]
    assert page.text(page.headings[0].span) == "A [b](c)"


def test_references_that_are_hidden_or_used_otherwise_are_not_undefined():
    page = read("`[a][b]`, \\[c][d], [e][f]{ .g }\n\n```\n[h][i]\n```\n\n<div>[j][k]</div>\n")
    assert [(item.label, page.text(item.span)) for item in page.undefined] == [("f", "[e][f]")]


def test_a_reference_in_an_attribute_list_is_not_missing():
    assert parse("[a](b){ title='[c][d]' }\n").undefined == ()


def test_html_elements_with_markdown_keep_their_tags():
    page = read('<div class="x" markdown>\n[a](b)\n</div>\n')
    assert [(tag.name, tag.kind, page.text(tag.span)) for tag in page.tags] == [
        ("div", "open", '<div class="x" markdown>'),
        ("div", "close", "</div>"),
    ]


def test_tags_of_code_and_text_are_no_tags():
    assert read("`<b>` &lt;u&gt; a < b >\n\n    <div>\n").tags == ()


def test_ids_of_elements_in_html():
    page = read('<div markdown id="a">\n<p id="b">x</p>\n</div>\n')
    assert [(anchor.id, page.text(anchor.span)) for anchor in page.anchors] == [("a", "a"), ("b", "b")]
    assert ids(page) == []


def test_code_of_all_forms():
    page = read("`a`\n\n    b\n\n```py\nc\n```\n\n$$\nd\n$$\n")
    assert [(page.text(code.span), code.language, code.inline) for code in page.codes] == [
        ("`a`", "", True),
        ("    b", "", False),
        ("```py\nc\n```", "py", False),
        ("$$\nd\n$$", "", False),
    ]


def test_wide_characters_and_tabs_do_not_move_places():
    page = read("- 👩\u200d🚀 שלום\n\n\té\u0301\u2028\t[a](b)\n")
    assert links(page) == [("b", "[a](b)")]
    assert place(page, page.links[0].span) == (3, 6, 3, 12)


def test_a_run_of_text_stands_in_one_piece():
    page = read("<hr>a<hr> b\n")
    assert [(text.value, page.text(text.span)) for text in page.texts] == [("a", "a"), (" b", " b")]


def test_a_title_that_is_not_written_stands_at_the_class_it_comes_from():
    page = read("!!! note\n    a\n")
    assert [(text.value, page.text(text.span)) for text in page.texts] == [("Note", "note"), ("a", "a")]
