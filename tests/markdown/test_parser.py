"""A page as a whole: front matter, dialects, line ends, and what could not be read."""

import gc

import pytest

from guidelint.markdown.dialect import GITHUB, MKDOCS_DEFAULT, Dialect, TocOptions
from guidelint.markdown.parser import parse_page
from guidelint.site.discover import load_site_config
from guidelint.source import Source, decode_source
from tests.markdown.reading import PATH, SITE, ids, links, place, read, seen, tree


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "\ufeff", "---\na: b\n---\n"])
def test_a_page_with_nothing_on_it(text):
    page = read(text.replace("\ufeff", ""))
    assert (tree(page), seen(page), page.problems) == ([], [], ())


def test_front_matter_is_not_part_of_the_page():
    page = read("---\ntitle: '[a](b)'\n---\n\n# [c](d)\n")
    assert links(page) == [("d", "[c](d)")]
    assert place(page, page.headings[0].span)[:2] == (5, 1)
    assert page.front_matter.data == {"title": "[a](b)"}


def test_front_matter_that_does_not_load_stays_on_the_page():
    page = read("---\na: b: c\n---\n\n[d](e)\n")
    assert page.front_matter.error == "mapping values are not allowed in this context"
    assert links(page) == [("e", "[d](e)")]


def test_key_lines_at_the_top_are_gone():
    page = read("title: A\nlinks: [b](c)\n\n[d](e)\n")
    assert links(page) == [("e", "[d](e)")]
    assert page.front_matter.data["title"] == "A"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends(newline):
    page = read("# A\n\n- b\n\n    [c](d)\n\n```\n[e](f)\n```\n".replace("\n", newline))
    assert [place(page, link.span) for link in page.links] == [(5, 5, 5, 11)]
    assert ids(page) == ["a"]


def test_form_feeds_and_separators_are_no_line_ends():
    page = read("a\u2028# b\n\na\x85# c\n\n[d\u2029e](f)\n")
    assert ids(page) == []
    assert links(page) == [("f", "[d\u2029e](f)")]


def test_a_byte_order_mark_moves_nothing():
    page = parse_page(decode_source(b"\xef\xbb\xbf# A\n", PATH), MKDOCS_DEFAULT)
    assert (ids(page), place(page, page.headings[0].span)) == (["a"], (1, 1, 1, 4))


@pytest.mark.parametrize("text", ["\x02", "\x020\x03", "a\x021\x03b [c](d)", "\x01 [c](d)", "`\x02`"])
def test_control_characters_are_no_marks(text):
    page = parse_page(Source(PATH, text), MKDOCS_DEFAULT)
    assert [link.target for link in page.links] == ["d"] * text.count("](")


def test_mkdocs_without_extensions():
    page = parse_page(Source(PATH, "# A { #b }\n\n!!! note\n\n    [c](d)\n\na|b\n-|-\nc|d\n"), MKDOCS_DEFAULT)
    assert ids(page) == ["a-b"]
    assert "table table" in tree(page)
    assert links(page) == []


def test_without_toc_headings_have_no_ids():
    assert ids(parse_page(Source(PATH, "# A\n"), Dialect())) == [""]


def test_ids_made_by_an_unknown_function_are_unknown():
    dialect = Dialect(
        extensions=frozenset({"markdown.extensions.toc"}), toc=TocOptions(slugify="site.slugs.own")
    )
    page = parse_page(Source(PATH, "# A\n"), dialect)
    assert (page.ids_known, ids(page)) == (False, [""])
    assert parse_page(Source(PATH, "# A\n"), MKDOCS_DEFAULT).ids_known


def test_the_separator_of_ids():
    dialect = Dialect(extensions=frozenset({"markdown.extensions.toc"}), toc=TocOptions(separator="_"))
    assert ids(parse_page(Source(PATH, "# A b\n"), dialect)) == ["a_b"]


def test_github_pages_are_read_as_github_does():
    page = parse_page(Source("README.md", "# A\n\n[b](<c d>)\n"), GITHUB)
    assert (page.dialect, ids(page), links(page)) == ("github", ["a"], [("c d", "[b](<c d>)")])


def test_reading_a_page_leaves_nothing_for_the_next():
    read("[a]: b\n\n[^1]: c\n\n*[D]: e\n\n# F\n")
    page = read("[a] [^1] D\n\n# F\n")
    assert (links(page), page.footnote_references, ids(page)) == ([], (), ["f"])


def test_a_page_is_gone_as_soon_as_nobody_needs_it():
    """Reference cycles would keep pages in memory until the next collection, which a run rarely has."""
    dialect = load_site_config(SITE / "mkdocs.yml").dialect
    pages = [decode_source(path.read_bytes(), path.name) for path in sorted((SITE / "docs").rglob("*.md"))]
    parse_page(pages[0], dialect, SITE)
    gc.collect()
    gc.disable()
    for source in pages:
        parse_page(source, dialect, SITE)
    left = gc.collect()
    gc.enable()
    assert (len(pages) > 10, left) == (True, 0)
