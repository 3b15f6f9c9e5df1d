"""Links and images in all their forms."""

import pytest

from tests.markdown.reading import links, read


@pytest.mark.parametrize(
    ("text", "target", "title"),
    [
        ("[a](b)", "b", None),
        ("[a](b.md#c)", "b.md#c", None),
        ("[a]( b )", "b", None),
        ("[a](b (c))", "b (c)", None),
        ("[a](b_(c))", "b_(c)", None),
        ("[a](<b c>)", "b c", None),
        ("[a](b c)", "b c", None),
        ('[a](b "T")', "b", "T"),
        ("[a](b 'T')", "b", "T"),
        ('[a](b "")', "b", ""),
        ('[a](b "T "q" u")', "b", 'T "q" u'),
        ('[a](b"T")', "b", "T"),
        ("[a](b 'c)", "b 'c", None),
        ("[a]()", "", None),
        ("[](b)", "b", None),
        ("[a](b%2Fc)", "b%2Fc", None),
        ("[a](b&amp;c)", "b&c", None),
        ("[a](b\\_c)", "b_c", None),
        ("[a](b\\c)", "b\\c", None),
        ("[a](\nb)", "b", None),
        ("[a](b\nc)", "b\nc", None),
        ("[a [b] c](d)", "d", None),
        ("[a\nb](c)", "c", None),
        ("[`]`](b)", "b", None),
        ("**[a](b)**", "b", None),
        ("x[a](b)y", "b", None),
    ],
)
def test_inline_links(text, target, title):
    [link] = read(text).links
    assert (link.target, link.title, link.form) == (target, title, "inline")


@pytest.mark.parametrize(
    "text",
    [
        "[a] (b)",
        "[a](b",
        "\\[a](b)",
        "[a\\](b)",
        "`[a](b)`",
        "[a]\n(b)",
        "[a]{b}",
        "<guide.md>",
        "https://example.org",
        "$[a](b)$",
    ],
)
def test_what_is_no_link(text):
    assert links(read(text)) == []


def test_spans_of_link_target_and_attribute_list():
    text = 'See [the *ebb*]( tides.md#ebb "Low" ){ .x #y } now'
    page = read(text)
    [link] = page.links
    assert page.text(link.span) == '[the *ebb*]( tides.md#ebb "Low" )'
    assert page.text(link.target_span) == "tides.md#ebb"
    assert link.attributes_span is not None
    assert page.text(link.attributes_span) == "{ .x #y }"
    assert (link.text, link.title, link.classes) == ("the ebb", "Low", ("x",))


def test_two_links_side_by_side():
    assert links(read("[a](b)[c](d)")) == [("b", "[a](b)"), ("d", "[c](d)")]


def test_a_link_holds_no_other_link():
    assert links(read("[a [b](c) d](e)")) == [("e", "[a [b](c) d](e)")]


def test_what_stands_inside_a_link():
    page = read("[![pier](pier.png) Go :material-anchor:](harbour.md)")
    [link], [image], [icon] = page.links, page.images, page.icons
    assert (link.text, link.images, link.icons) == ("Go", ("pier.png",), ("material-anchor",))
    assert page.text(image.span) == "![pier](pier.png)"
    assert page.text(icon.span) == ":material-anchor:"


@pytest.mark.parametrize(
    ("text", "target", "alt"),
    [
        ("![a](b.png)", "b.png", "a"),
        ("![](b.png)", "b.png", ""),
        ("![a *b*](c.png)", "c.png", "a *b*"),
        ('![a](b.png "T")', "b.png", "a"),
        ("![a][b]\n\n[b]: c.png", "c.png", "a"),
        ("![a]\n\n[a]: c.png", "c.png", "a"),
        ("\\![a](b) ![c](d)", "d", "c"),
    ],
)
def test_images(text, target, alt):
    [image] = read(text).images
    assert (image.target, image.alt) == (target, alt)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a][b]\n\n[b]: c", ("c", "[a][b]")),
        ("[a] [b]\n\n[b]: c", ("c", "[a] [b]")),
        ("[a]\n[b]\n\n[b]: c", ("c", "[a]\n[b]")),
        ("[a]\N{NO-BREAK SPACE}[b]\n\n[b]: c", ("c", "[a]\N{NO-BREAK SPACE}[b]")),
        ("[b][]\n\n[b]: c", ("c", "[b][]")),
        ("[b]\n\n[b]: c", ("c", "[b]")),
        ("[A  B]\n\n[a b]: c", ("c", "[A  B]")),
        ("[a\nb]\n\n[a b]: c", ("c", "[a\nb]")),
        ("[*a*]\n\n[*a*]: c", ("c", "[*a*]")),
    ],
)
def test_reference_links(text, found):
    assert links(read(text)) == [found]


@pytest.mark.parametrize(
    ("text", "label", "form", "source"),
    [
        ("[a][b]", "b", "link", "[a][b]"),
        ("[a][]", "a", "link", "[a][]"),
        ("![a][b]", "b", "image", "![a][b]"),
        ("[^a]", "a", "footnote", "[^a]"),
    ],
)
def test_references_without_definition(text, label, form, source):
    page = read(f"x {text} y")
    [undefined] = page.undefined
    assert (undefined.label, undefined.form, page.text(undefined.span)) == (label, form, source)


@pytest.mark.parametrize(
    "text", ["[a]", "`[a][b]`", "\\[a][b]", "[a][b](c)", "[x]: y\n\n[a][X]", "<b title='[a][b]'>c</b>"]
)
def test_references_that_nobody_misses(text):
    assert read(text).undefined == ()


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("<https://example.org/a?b=c&amp;d>", "https://example.org/a?b=c&d"),
        ("<ftp://example.org>", "ftp://example.org"),
        ("<custom+x://a>", "custom+x://a"),
    ],
)
def test_autolinks(text, target):
    page = read(text)
    [link] = page.links
    assert (link.target, link.form, page.text(link.span)) == (target, "autolink", text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.org/a.", ("https://example.org/a", "https://example.org/a")),
        ("(https://example.org/a_(b))", ("https://example.org/a_(b)", "https://example.org/a_(b)")),
        ("www.example.org!", ("http://www.example.org", "www.example.org")),
        ("me@example.org,", ("mailto:me@example.org", "me@example.org")),
        (
            "https://example.org/?a=b&amp;c=d",
            ("https://example.org/?a=b&c=d", "https://example.org/?a=b&amp;c=d"),
        ),
        ("https://example.org/a`b `", ("https://example.org/ab", "https://example.org/a`b `")),
        ("**https://example.org**", ("https://example.org", "https://example.org")),
        ("<HTTPS://example.org>", ("HTTPS://example.org", "<HTTPS://example.org>")),
    ],
)
def test_bare_addresses_where_the_site_links_them(text, found):
    assert links(read(f"x {text}", config="magic.yml")) == [found]


@pytest.mark.parametrize(
    "text", ["ahttps://example.org", "`https://example.org`", "https://a_b/", "\\https:"]
)
def test_bare_addresses_that_stay_text(text):
    assert links(read(text, config="magic.yml")) == []
