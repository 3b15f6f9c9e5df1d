"""Raw HTML: where it hides Markdown, and where Markdown goes on inside it."""

import pytest

from tests.markdown.reading import around, ids, links, parse, place, read, tree


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n[a](b)\n</div>",
        "<div>\n\n[a](b)\n\n</div>",
        "   <div>[a](b)</div>",
        "<div>\n\n# x\n\n[a](b)\n",
        "<div><div></div>\n[a](b)\n</div>",
        "<!-- [a](b) -->",
        "<!--\n\n[a](b)\n\n-->",
        "<?php [a](b) ?>",
        "<!DOCTYPE html [a](b)>",
        "<![CDATA[ [a](b) ]]>",
        "<script>\n[a](b)\n</script>",
        "<pre>\n[a](b)\n</pre>",
        "<details>\n\n[a](b)\n</details>",
        "text <!-- [a](b) --> text",
    ],
)
def test_no_markdown_in_raw_html(text):
    assert links(read(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "<div></div>\n[a](b)",
        "<div>x</div> [a](b)",
        "<hr> [a](b)",
        "<div/>\n[a](b)",
        "<div />\n[a](b)",
        "<div class='x'/>\n[a](b)",
        "<p/>[a](b)",
        "<br/>[a](b)",
        "<div>x</div>\n\n[a](b)",
        "text <div>[a](b)</div>",
        "<span>\n[a](b)\n</span>",
        "<custom-card>\n[a](b)\n</custom-card>",
        "</div>\n[a](b)",
        "<div\n\n[a](b)",
        "<!-- x\n\n[a](b)",
        "`<div>` [a](b)",
        "a < b [a](b)",
        "<p>x\n</p>\n[a](b)",
    ],
)
def test_markdown_beside_html(text):
    assert links(read(text)) == [("b", "[a](b)")]


@pytest.mark.parametrize(
    "text",
    [
        "<div markdown>\n[a](b)\n</div>",
        "<div markdown>[a](b)</div>",
        '<div class="x" markdown="1">\n\n[a](b)\n\n</div>',
        "<p markdown>[a](b)</p>",
        '<figure markdown="span">\n![x](y.png)\n[a](b)\n</figure>',
        "<div markdown>\n<div markdown>\n[a](b)\n</div>\n</div>",
        "<table markdown><tr markdown><td markdown>[a](b)</td></tr></table>",
        "<div markdown>\n- x\n\n    [a](b)\n</div>",
        "<div markdown>\n[a](b)\n",
    ],
)
def test_markdown_in_html(text):
    page = read(text)
    assert links(page) == [("b", "[a](b)")]


@pytest.mark.parametrize(
    "text",
    [
        '<div markdown="0">\n[a](b)\n</div>',
        "<div markdown>\n<div>\n[a](b)\n</div>\n</div>",
        '<figure markdown="span">\n<figcaption>[a](b)</figcaption>\n</figure>',
        "<pre markdown>[a](b)</pre>",
    ],
)
def test_markdown_that_stays_off(text):
    assert links(read(text)) == []


def test_of_equal_elements_that_are_not_closed_the_renderer_loses_all():
    assert links(read("<div markdown>\n<div markdown>\n[a](b)\n")) == []
    assert links(read("<div markdown>\n<section markdown>\n[a](b)\n")) == [("b", "[a](b)")]


def test_elements_with_markdown_are_blocks():
    page = read('<div class="grid cards" markdown>\n\n- [a](b)\n\n</div>\n')
    assert tree(page) == ["div html", "  ul list", "    li list"]
    assert page.blocks[0].classes == ("grid", "cards")
    assert page.text(page.blocks[0].span).endswith("</div>")
    assert around(page, page.links[0].block) == ["li", "ul", "div"]


def test_raw_links_images_and_media_have_their_places():
    page = read(
        '<div>\n<a id="x" href="b&amp;c" title="t">see <b>it</b></a>\n'
        '<img src=d.png alt="e">\n<video src="f.mp4"><track src=g.vtt></video>\n</div>\n'
    )
    [link], [image] = page.links, page.images
    assert (link.target, link.text, link.form, link.title) == ("b&c", "see it", "html", "t")
    assert page.text(link.target_span) == "b&amp;c"
    assert place(page, link.span)[:2] == (2, 1)
    assert (image.target, image.alt, page.text(image.target_span)) == ("d.png", "e", "d.png")
    assert [(media.tag, media.target) for media in page.media] == [("video", "f.mp4"), ("track", "g.vtt")]
    assert [(anchor.id, page.text(anchor.span)) for anchor in page.anchors] == [("x", "x")]


def test_the_name_of_a_link_is_an_anchor():
    page = read('<a name="old"></a>\n<a id="same" name="same"></a>\n<p name="no">x</p>\n')
    assert [(anchor.id, anchor.attribute) for anchor in page.anchors] == [("old", "name"), ("same", "id")]


def test_raw_headings_count_where_they_have_an_id():
    page = read('<h2 id="x">A <em>b</em></h2>\n\n<h2>No id</h2>\n')
    assert [(heading.id, heading.text) for heading in page.headings] == [("x", "A b")]


def test_a_link_or_heading_that_is_not_closed_ends_where_the_next_starts():
    page = parse("<div>\n<h2 id=a>One\n<h2 id=b>Two</h2>\n<a href=c>three <a href=d>four</a>\n</div>\n")
    assert [heading.text for heading in page.headings] == ["One", "Two"]
    assert [link.text for link in page.links] == ["three", "four"]


def test_headings_in_elements_get_ids():
    assert ids(read("<div markdown>\n## A b\n\n<h3 markdown>C</h3>\n</div>\n")) == ["a-b", "c"]


def test_ids_in_html_keep_slugs_from_repeating():
    assert ids(read('<div id="a" markdown>\n\n# A\n\n</div>\n')) == ["a_1"]
    assert ids(read('<div id="a"></div>\n\n# A\n')) == ["a"]


def test_without_md_in_html_everything_is_raw():
    page = read("<div markdown>\n[a](b)\n</div>\n\n[c](d)\n", "markdown.extensions.attr_list")
    assert links(page) == [("d", "[c](d)")]


def test_tags_are_kept_as_written():
    page = read("<DIV class=x>\n<br/>\n</DIV>\n\ntext <b>c</b>\n")
    assert [(tag.name, tag.kind, tag.inline, page.text(tag.span)) for tag in page.tags] == [
        ("div", "open", False, "<DIV class=x>"),
        ("br", "empty", False, "<br/>"),
        ("div", "close", False, "</DIV>"),
        ("b", "open", True, "<b>"),
        ("b", "close", True, "</b>"),
    ]


def test_a_comment_that_closes_beside_an_open_inline_tag_is_no_block():
    assert links(read("<b>\n<!-- x --> [a](b)\n</b>\n")) == [("b", "[a](b)")]
    assert links(read("<!-- x\n\ny --> [a](b)\n")) == [("b", "[a](b)")]
