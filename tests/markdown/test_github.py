"""Pages that GitHub renders: every construct with its exact place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelint.markdown.dialect import GITHUB
from guidelint.markdown.github import parse_github
from guidelint.markdown.github_slugs import github_slug, github_slugs
from guidelint.markdown.parser import parse_page
from guidelint.report.facts import as_data, facts_of
from guidelint.source import Source, Span, decode_source

if TYPE_CHECKING:
    from guidelint.markdown.page import Page

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "github"


def read(text: str) -> Page:
    return parse_github(Source("README.md", text))


def links(text: str) -> list[tuple[str, str, str, str]]:
    """The links of a text: target, form, source of the construct and source of the target."""
    page = read(text)
    return [
        (link.target, link.form, page.text(link.span), page.text(link.target_span)) for link in page.links
    ]


def place(page: Page, span: Span) -> tuple[int, int, int, int]:
    location = page.location(span)
    return location.line, location.column, location.end_line, location.end_column


# -- links and images


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("a [b](c.md) d", ("c.md", "inline", "[b](c.md)", "c.md")),
        ("[b]( <c d.md> 'title' )", ("c d.md", "inline", "[b]( <c d.md> 'title' )", "c d.md")),
        ("[b](c?x=1&amp;y=2)", ("c?x=1&y=2", "inline", "[b](c?x=1&amp;y=2)", "c?x=1&amp;y=2")),
        ("[b](c_(d))", ("c_(d)", "inline", "[b](c_(d))", "c_(d)")),
        ("[b]()", ("", "inline", "[b]()", "")),
        ("[b](\n  c.md\n)", ("c.md", "inline", "[b](\n  c.md\n)", "c.md")),
        ("[b](javascript:x)", ("javascript:x", "inline", "[b](javascript:x)", "javascript:x")),
        ("[b] (c.md) [x](y)", ("y", "inline", "[x](y)", "y")),
        ("[b][R s]\n\n[r  S]: c.md", ("c.md", "reference", "[b][R s]", "c.md")),
        ("[b][]\n\n[b]: <c d>", ("c d", "reference", "[b][]", "c d")),
        ("[b]\n\n[b]:\n  c.md\n  'title'", ("c.md", "reference", "[b]", "c.md")),
        ("> [b]\n\n- > [b]: c.md", ("c.md", "reference", "[b]", "c.md")),
        ("<https://e.org/>", ("https://e.org/", "autolink", "<https://e.org/>", "https://e.org/")),
        ("<https://e.org/a b>", ("https://e.org/a", "magic", "https://e.org/a", "https://e.org/a")),
        ("<me@e.org>", ("mailto:me@e.org", "autolink", "<me@e.org>", "me@e.org")),
        ("**[b](c)**", ("c", "inline", "[b](c)", "c")),
        ("~~x [b](c)~~", ("c", "inline", "[b](c)", "c")),
        ("\\[a](b) [c](d)", ("d", "inline", "[c](d)", "d")),
        ("`[a](b)` [c](d)", ("d", "inline", "[c](d)", "d")),
        ("a <b><a href='c&amp;d'>e</a>", ("c&d", "html", "<a href='c&amp;d'>", "c&amp;d")),
    ],
)
def test_one_link(text: str, link: tuple[str, str, str, str]) -> None:
    assert links(text) == [link]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("See https://e.org/a.", {"https://e.org/a": "https://e.org/a"}),
        ("(https://e.org/a_(b))", {"https://e.org/a_(b)": "https://e.org/a_(b)"}),
        ('"https://e.org/a"', {"https://e.org/a": "https://e.org/a"}),
        ("https://e.org/a_b_c*d*", {"https://e.org/a_b_c*d": "https://e.org/a_b_c*d"}),
        ("https://e.org/?a=b&copy;", {"https://e.org/?a=b": "https://e.org/?a=b"}),
        ("https://e.org/?a&amp;b=c", {"https://e.org/?a&b=c": "https://e.org/?a&amp;b=c"}),
        ("https://e.org<b>", {"https://e.org": "https://e.org"}),
        ("www.e.org, *www.f.org*", {"http://www.e.org": "www.e.org", "http://www.f.org": "www.f.org"}),
        ("[https://e.org/]", {"https://e.org/": "https://e.org/"}),
        (
            "me_too@e.org, you@f.org.",
            {"mailto:me_too@e.org": "me_too@e.org", "mailto:you@f.org": "you@f.org"},
        ),
        ("xhttps://e.org awww.e.org https:// www. @e.org a@b https://a_b.c_d", {}),
        ("`https://e.org` <a name='x'>me@e.org</a>", {}),
    ],
)
def test_bare_addresses(text: str, targets: dict[str, str]) -> None:
    assert {target: written for target, _, written, _ in links(text)} == targets
    assert {form for _, form, _, _ in links(text)} <= {"magic"}


def test_an_address_as_the_text_of_a_link_is_no_link() -> None:
    assert links("[https://e.org me@e.org](x)") == [("x", "inline", "[https://e.org me@e.org](x)", "x")]


def test_an_image_in_a_link() -> None:
    page = read('[![the *alt*](i.png "t") more](x.md)')
    (image,), (link,) = page.images, page.links
    assert (image.target, image.alt, image.title, page.text(image.target_span)) == (
        "i.png",
        "the alt",
        "t",
        "i.png",
    )
    assert (link.target, link.text, link.images) == ("x.md", "more", ("i.png",))
    assert place(page, image.span) == (1, 2, 1, 25)


def test_the_text_of_a_link_is_what_a_reader_sees() -> None:
    (link,) = read("[a *b* `c`\nd &amp; \\* <i>e</i>](x)").links
    assert link.text == "a b c d & * e"


# -- places


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("> - a\n>   b [c](d)", (2, 7, 2, 13)),
        ("1.\ta\n\n\tb [c](d)", (3, 4, 3, 10)),
        ("-\t[c](d)\n- [e", (1, 3, 1, 9)),
        (">\t[c](d)", (1, 3, 1, 9)),
        ("a\r\n> b\r\nlazy [c](d)\r\n", (3, 6, 3, 12)),
        ("a\r\rb [c](d)", (3, 3, 3, 9)),
        ("\0 [c](d)", (1, 3, 1, 9)),
        ("e\u0302 \u200fשלום 🚢 [c](d)", (1, 12, 1, 18)),
        ("a\f\u2028[c](d)", (1, 4, 1, 10)),
        ("## a [c](d) ##", (1, 6, 1, 12)),
        ("  a\n  [c](d)\n===", (2, 3, 2, 9)),
        ("|a\\|b| c |\n|-|-|\n|\\|x|y \\| [c](d)|", (3, 11, 3, 17)),
        ("a | b\n-|-\n  c | d [c](d)", (3, 9, 3, 15)),
        ("- [ ] [c](d)", (1, 7, 1, 13)),
        ("> [!TIP]\n> [c](d)", (2, 3, 2, 9)),
        ("[c\n  e](d)", (1, 1, 2, 8)),
        ("x[^1]\n\n[^1]: y\n\n    z [c](d)", (5, 7, 5, 13)),
    ],
)
def test_the_place_of_a_link(text: str, found: tuple[int, int, int, int]) -> None:
    page = read(text)
    assert [place(page, link.span) for link in page.links] == [found]


def test_a_byte_order_mark_is_no_column() -> None:
    page = parse_github(decode_source("\ufeff[c](d)".encode(), "README.md"))
    assert place(page, page.links[0].span) == (1, 1, 1, 7)


def test_the_place_of_code_in_a_list_with_tabs() -> None:
    page = read("-\ta\n\n\t\t\tcode `x`\n\n\t`y` ``z ` ``")
    assert [page.text(code.span).strip() for code in page.codes] == ["code `x`", "`y`", "``z ` ``"]


# -- what stands around the links


def test_headings_of_every_form() -> None:
    page = read("# A *b* `c`\n\nD\ne\n---\n\n<h3 id='own'>F &amp; g</h3>\n\n> ## A b c\n")
    assert [(heading.level, heading.text, heading.id) for heading in page.headings] == [
        (1, "A b c", "a-b-c"),
        (2, "D e", "de"),
        (3, "F & g", "f--g"),
        (2, "A b c", "a-b-c-1"),
    ]
    assert [anchor.id for anchor in page.anchors] == ["own"]
    assert [page.text(heading.span) for heading in page.headings] == [
        "# A *b* `c`",
        "D\ne",
        "<h3 id='own'>",
        "## A b c",
    ]


def test_a_heading_of_html_around_markdown() -> None:
    page = read("<h1 align='center'>\n\n![logo](a.png) The **tool**\n\n</h1>\n\ntext")
    assert [(heading.text, heading.id) for heading in page.headings] == [("The tool", "the-tool")]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("C++ & C#", "c--c"),
        ("snake_case and kebab-case", "snake_case-and-kebab-case"),
        ("  two  spaces ", "--two--spaces-"),
        ("v1.2.3 (2024)", "v123-2024"),
        ("🚀 Launch", "-launch"),
        (":rocket: Launch", "rocket-launch"),
        ("❤️ love", "️-love"),
        ("Ελληνικά ÄÖÜ 日本語", "ελληνικά-äöü-日本語"),
        ("हिन्दी", "हिन्दी"),
        ("x² ½ Ⅳ", "x--ⅳ"),
        ("Ⓐ ‿ — –", "ⓐ-‿--"),
        ("a\tb\nc", "abc"),
        ("!?", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert github_slug(text) == slug


def test_repeated_slugs_never_meet() -> None:
    assert github_slugs(["a", "a", "a-1", "a", "a-1", ""]) == ["a", "a-1", "a-1-1", "a-2", "a-1-2", ""]


def test_footnotes_are_read_where_they_are_shown() -> None:
    page = read("[^b]: B[^c]\n[^a]: A\n\nx[^A] y[^b]\n\n[^no]: [never](shown)\n[^a]: twice\n[^c]: C\n")
    assert [(note.label, page.text(note.span)) for note in page.footnote_definitions] == [
        ("c", "[^c]:"),
        ("a", "[^a]:"),
        ("b", "[^b]:"),
    ]
    assert [note.label for note in page.footnote_references] == ["A", "b", "c"]
    assert page.links == ()
    notes = {(item.label, item.effective, item.used) for item in page.definitions}
    assert notes == {
        ("b", True, True),
        ("a", True, True),
        ("no", True, False),
        ("a", False, True),
        ("c", True, True),
    }


def test_references_without_definition_stay_text() -> None:
    page = read("[a][b] [c][] ![d][e] [f] [^g] `[h][i]` [j][k][l] \\[m][n]\n\n[l]: x\n[n]: y")
    assert [(item.form, item.label, page.text(item.span)) for item in page.undefined] == [
        ("link", "b", "[a][b]"),
        ("link", "c", "[c][]"),
        ("image", "e", "![d][e]"),
        ("footnote", "g", "[^g]"),
    ]


def test_definitions_of_references() -> None:
    page = read("[a]\n\n[A]: one 'title'\n[a]: two\n[c]: three\n")
    found = [
        (item.label, item.value, page.text(item.span), item.effective, item.used) for item in page.definitions
    ]
    assert found == [
        ("A", "one", "[A]: one 'title'", True, True),
        ("a", "two", "[a]: two", False, True),
        ("c", "three", "[c]: three", True, False),
    ]


def test_the_tree_of_blocks() -> None:
    page = read("> - a\n>\n>   b\n\n```py x\nc\n```\n")
    shown = [(block.tag, block.markup, block.parent, page.text(block.span)) for block in page.blocks]
    assert shown == [
        ("blockquote", "quote", -1, "> - a\n>\n>   b"),
        ("ul", "list", 0, "- a\n>\n>   b"),
        ("li", "list", 1, "- a\n>\n>   b"),
        ("p", "paragraph", 2, "a"),
        ("p", "paragraph", 2, "b"),
        ("pre", "fence", -1, "```py x\nc\n```"),
    ]
    assert page.codes[0].language == "py"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("> [!NOTE]\n> a", "div"),
        ("> [!warning]  \n>\n> a", "div"),
        ("> [!NOTE]", "blockquote"),
        ("> [!NOTE] a\n> b", "blockquote"),
        ("> [!OTHER]\n> a", "blockquote"),
    ],
)
def test_alerts(text: str, tag: str) -> None:
    page = read(text)
    assert page.blocks[0].tag == tag
    assert any("[!" in run.value for run in page.texts) == (tag == "blockquote")


def test_task_list_items() -> None:
    page = read("- [x] a\n- [ ]\n- b")
    assert [block.classes for block in page.blocks if block.tag == "li"] == [("task-list-item",), (), ()]
    assert [run.value for run in page.texts] == ["a", "[ ]", "b"]


def test_literal_text() -> None:
    page = read("a *b* [c](d) `e` &amp; f\\*\ng <!-- h --> i@j.org\n\n<div>\nk <!-- l\nm --> n\n</div>")
    assert [run.value.strip() for run in page.texts] == ["a", "b", "c", "f", "*", "g", "k", "n"]
    assert all(run.value == page.text(run.span) for run in page.texts)


def test_html_as_github_shows_it() -> None:
    text = (
        '<div id="a">\n<img src="b.png" alt="c">\n<video src="d"></video>\n'
        '<iframe src="e"></iframe>\n</div>\n\nx <a name="f">'
    )
    page = read(text)
    assert [(anchor.id, anchor.attribute) for anchor in page.anchors] == [("a", "id"), ("f", "name")]
    assert [(image.target, image.alt) for image in page.images] == [("b.png", "c")]
    assert [media.target for media in page.media] == ["d"]


def test_front_matter_stands_between_dashes_only() -> None:
    page = read("---\nkey: value\n---\n\n# a\n")
    assert page.front_matter.data == {"key": "value"}
    assert place(page, page.headings[0].span) == (5, 1, 5, 4)
    assert read("key: value\n\n# a\n").front_matter.data == {}


# -- any text


@pytest.mark.parametrize(
    "text", [">" * 10_000, "- " * 10_000 + "a", "[" * 10_000, "![" * 5_000 + "](x)" * 5_000, "[^a]:" * 10_000]
)
def test_what_nests_too_deeply_is_said(text: str) -> None:
    page = read(text)
    assert [problem.message for problem in page.problems] == ["nested too deeply to be read"]


def test_long_lines_are_read_to_their_end() -> None:
    page = read("word " * 200_000 + "[a](b)")
    assert place(page, page.links[0].span) == (1, 1_000_001, 1, 1_000_007)


LINE_ENDS = ["\n", "\r\n", "\r", "\n\n", "\n> ", "\n\t"]
MARKS = [*"`*_~#|\\()![]<>xé🚢-", "> ", "- ", "1. ", "```", "~~", "==", "---", "|-|", "][", "&amp;"]
CONSTRUCTS = ["[a](b)", "[a]", "[b][]", "![c](d)", "[^1]", "[^1]: ", "[a]: ", "[!NOTE]", "[x] "]
CONSTRUCTS += ["<a href='x'>", "<h1>", "</h1>", "<!--", "-->"]
CONSTRUCTS += ["<https://e.org>", "https://e.org", "www.e.org", "a@b.org"]
ODD = ["\t", " ", "    ", "\0", "\u2028", "\f", "\ufeff", "e\u0302"]
PIECES = [*LINE_ENDS, *MARKS, *CONSTRUCTS, *ODD]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(st.one_of(TEXTS, st.text(max_size=200)))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_facts_inside_of_it(text: str) -> None:
    page = read(text)
    parts = [
        page.blocks,
        page.headings,
        page.anchors,
        page.links,
        page.images,
        page.media,
        page.texts,
        page.codes,
    ]
    parts += [
        page.footnote_references,
        page.footnote_definitions,
        page.undefined,
        page.definitions,
        page.tags,
    ]
    spans = [item.span for part in parts for item in part]
    spans += [link.target_span for link in (*page.links, *page.images)]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    for link in page.links:
        written = page.text(link.span)
        assert written[0] in "[<" or (link.form == "magic" and (written[0] in "hHwWfF" or "@" in written))
    assert all(page.text(image.span)[0] in "!<" for image in page.images)
    assert all(run.value == page.text(run.span) for run in page.texts)
    assert all(not {"\n", "\r"} & set(run.value) for run in page.texts)


def test_the_facts_of_a_readme() -> None:
    text = (FIXTURE / "README.md").read_text(encoding="utf-8")
    page = parse_page(Source("README.md", text), GITHUB)
    facts = [as_data(page, fact) for fact in facts_of(page)]
    assert facts == json.loads((FIXTURE / "facts.json").read_text(encoding="utf-8"))
