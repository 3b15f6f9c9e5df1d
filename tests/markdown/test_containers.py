"""Admonitions, details and tabs: their titles, classes and bodies."""

import pytest

from tests.markdown.reading import around, ids, links, read, seen, tree


@pytest.mark.parametrize(
    ("text", "classes", "texts"),
    [
        ("!!! note\n    a", ("admonition", "note"), ["Note", "a"]),
        ('!!! note "T *x*"\n    a', ("admonition", "note"), ["T ", "x", "a"]),
        ('!!! note ""\n    a', ("admonition", "note"), ["a"]),
        ("!!! warning inline  end\n    a", ("admonition", "warning", "inline", "end"), ["Warning", "a"]),
        ("!!!danger\n    a", ("admonition", "danger"), ["Danger", "a"]),
        ("!!! NOTE\n    a", ("admonition", "note"), ["Note", "a"]),
    ],
)
def test_admonitions(text, classes, texts):
    page = read(text)
    assert (page.blocks[0].tag, page.blocks[0].markup) == ("div", "admonition")
    assert page.blocks[0].classes == classes
    assert seen(page) == texts


@pytest.mark.parametrize(
    "text", ["!! note\n    a", '!!! "T"\n    a', "!!! note x! \n    a", "text !!! note", " !!! note"]
)
def test_what_is_no_admonition(text):
    assert not [block for block in read(text).blocks if block.markup == "admonition"]


@pytest.mark.parametrize(
    ("text", "attributes", "summary"),
    [
        ("??? note\n    a", (("class", "note"),), "Note"),
        ('???+ note "T"\n    a', (("class", "note"), ("open", "open")), "T"),
        ('??? "T"\n    a', (), "T"),
    ],
)
def test_details(text, attributes, summary):
    page = read(text)
    assert (page.blocks[0].tag, page.blocks[0].attributes) == ("details", attributes)
    assert tree(page)[:2] == ["details details", "  summary summary"]
    assert seen(page)[0] == summary


def test_a_body_goes_on_while_it_is_indented():
    page = read("!!! note\n\n    # A\n\n    [a](b)\n\n\n    [c](d)\n\n[e](f)\n")
    assert [around(page, link.block)[-1] for link in page.links] == ["div", "div", "p"]
    assert ids(page) == ["a"]


def test_a_line_with_less_indent_ends_the_body():
    page = read("!!! note\n    [a](b)\n   [c](d)\n    [e](f)\n")
    assert [around(page, link.block) for link in page.links] == [["p", "div"], ["p"], ["p"]]


def test_text_right_before_is_a_paragraph_of_its_own():
    assert tree(read("text\n!!! note\n    a\nmore\n")) == [
        "p paragraph",
        "div admonition",
        "  p admonition-title",
        "  p paragraph",
        "p paragraph",
    ]


def test_containers_in_each_other_and_in_lists():
    page = read('- x\n\n    !!! note\n\n        === "T"\n\n            ??? tip\n\n                [a](b)\n')
    assert links(page) == [("b", "[a](b)")]
    assert around(page, page.links[0].block) == ["p", "details", "div", "div", "div", "li", "ul"]
    assert page.location(page.links[0].span).column == 17


def test_tabs_in_a_row_are_one_set():
    page = read('=== "A"\n\n    a\n\n=== "B"\n\n    b\n\n===! "C"\n\n    c\n')
    assert [line for line in tree(page) if "tab" in line] == [
        "div tabs",
        "  div tab",
        "  div tab",
        "div tabs",
        "  div tab",
    ]
    assert seen(page) == ["A", "a", "B", "b", "C", "c"]


@pytest.mark.parametrize("text", ['== "A"\n    a', "=== A\n    a", '==="A"\n    a', "=== 'A'\n    a"])
def test_what_is_no_tab(text):
    assert not [block for block in read(text).blocks if block.markup == "tab"]


def test_tabs_have_ids_where_the_site_makes_them():
    page = read('# A\n\n=== "Big *Tab*"\n\n    a\n\n=== "A"\n\n    b\n', config="magic.yml")
    assert [(anchor.id, anchor.attribute, page.text(anchor.span)) for anchor in page.anchors] == [
        ("big-tab", "tab", "Big *Tab*"),
        ("a_1", "tab", "A"),
    ]


@pytest.mark.parametrize("text", ["!!! note\n    a", "??? note\n    a", '=== "A"\n    a'])
def test_without_the_extension_it_is_text(text):
    assert tree(read(text, "markdown.extensions.attr_list")) == ["p paragraph"]


def test_the_body_of_a_quote_is_lazy():
    page = read("> a [b](c)\nd [e](f)\n\n> > [g](h)\n")
    assert [around(page, link.block) for link in page.links] == [
        ["p", "blockquote"],
        ["p", "blockquote"],
        ["p", "blockquote", "blockquote"],
    ]


@pytest.mark.parametrize("element", ["<details>\nx\n</details>", "<ul>\n<li>x</li>\n</ul>"])
def test_an_indented_block_after_a_raw_element(element):
    page = read(f"<div markdown>\n{element}\n\n    [a](b)\n</div>\n")
    assert links(page) == [("b", "[a](b)")]
