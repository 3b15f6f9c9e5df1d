"""Pages that nobody means well with: they may cost no more than their size, and end nothing."""

import random
import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelint.source import Source
from tests.markdown.reading import SITE, links, parse
from tests.markdown.work import work
from tests.oracle.mutate import mutate
from tests.oracle.render import load_site, read_page
from tests.oracle.site import Comparison, Options

CONFIGURATIONS = ("mkdocs.yml", "magic.yml", "defaults.yml")
MANY = 10_000
LINK = re.compile(r"[\[<]|(?:https?|ftps?)://|www\.|[^@\s]+@", re.IGNORECASE)


# -- deep and long


@pytest.mark.parametrize(
    "text",
    [
        "- " * MANY + "x",
        "1. " * MANY + "x",
        "".join(" " * 4 * depth + "- x\n" for depth in range(300)),
        "".join(" " * 4 * depth + "!!! note\n\n" for depth in range(300)),
        "".join(" " * 4 * depth + '=== "x"\n\n' for depth in range(300)),
        "<div markdown>\n" * MANY + "x\n" + "</div>\n" * MANY,
    ],
    ids=["lists", "numbers", "items", "notes", "tabs", "elements"],
)
def test_nesting_is_cut_with_a_problem(text):
    page = parse(f"[a](b)\n\n{text}\n\n[c](d)\n")
    assert [problem.message for problem in page.problems] == ["nested too deeply to be read"]
    assert page.links[0].target == "b"
    assert page.location(page.problems[0].span).line >= 3


@pytest.mark.parametrize("text", [">" * MANY, "> " * MANY, "> - " * MANY])
def test_quotes_that_are_too_deep_are_text(text):
    page = parse(f"{text}[a](b)\n")
    assert links(page) == [("b", "[a](b)")]
    assert page.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * MANY,
        "<div>\n" * MANY,
        "<b>" * MANY,
        "<h1 id=a>" * MANY,
        "<a href=b>" * MANY,
        "[" * MANY,
        "[" * MANY + "]" * MANY,
        "![" * MANY + "x" + "](y)" * MANY,
        "[" * MANY + "x" + "](y)" * MANY,
        "[x](" + "(" * MANY + ")" * MANY + ")",
        "*a_" * MANY,
        "**a " * MANY + "** " * MANY,
        "_" * MANY,
        "`" * MANY,
        "<!--" * MANY,
        "<a " * MANY,
        "<" * MANY,
        "\\" * MANY,
        "&" * MANY,
        "x " * 500_000,
        "x" * 1_000_000,
        " " * 1_000_000 + "x",
        "\n" * 1_000_000,
        "\t" * MANY,
        "\x00" * MANY,
        "\u202e" * MANY,
    ],
)
@pytest.mark.parametrize("config", CONFIGURATIONS)
def test_length_and_depth_end_nothing(config, text):
    page = parse(text, config=config)
    assert are_sound(page)


# -- work grows with the size

FAMILIES = {
    "quotes": "> a\n\n",
    "quotes in quotes": ">> a\n>b\n",
    "tight list": "- a\n",
    "loose list": "- a\n\n",
    "nested list": "- a\n\n    - b\n\n        - c\n\n",
    "blocks of an item": ("- a\n\n", "    b\n\n"),
    "blocks of a note": ("!!! note\n\n    - a\n\n", "        b\n\n"),
    "definitions in an item": ("- a\n", "[x]: y\nb\n"),
    "headings in a block": "a\n# b\n",
    "equal headings": "# a\n",
    "underlined headings": "a\n-\n",
    "rules in a block": "a\n***\n",
    "notes in a block": "a\n!!! note\n",
    "notes": "!!! note\n    a\n\n",
    "details in a block": "a\n??? note\n",
    "tabs in a block": 'a\n=== "b"\n',
    "quotes in a block": "a\n> b\n",
    "footnotes in a block": "a\n[^b]: c\n",
    "references in a block": "a\n[b]: c\n",
    "references and headings": "[b]: c\n# d\n",
    "references without end": ("[a]: ", 'b"', " x"),
    "abbreviations in a block": "a\n*[b]: c\n",
    "abbreviations without end": "*[a\n",
    "abbreviations and headings": "*[a\n# b\n",
    "definition lists": "a\n:   b\n",
    "blocks of a definition": ("a\n:   b\n\n", "    c\n\n"),
    "blocks of a footnote": ("[^a]: b\n\n", "    c\n\n", "[^a]"),
    "maths and headings": "$$a\n# b\n",
    "maths without end": "\\begin{a}\n# b\n",
    "round maths without end": ("", "\\(a", "`c`\\)"),
    "dollars": "$a ",
    "code spans": "`a` ``b`` ",
    "backticks": "`a ``b ",
    "escaped backticks": "\\`a` ",
    "fences": "```\na\n```\n",
    "open fences": "> ```\n",
    "fences of two kinds": "```\n~~~\n",
    "tables": ("a|b\n-|-\n", "c|`d`\n"),
    "cells": ("", "`|", "\n-|-\n"),
    "cells with tabs": ("", "|\ta", "\n|-|-\n"),
    "links": "[a](b) ",
    "links without end": "[a](b ",
    "titles without end": '[a](b "c ',
    "targets with escapes": "[a](b\\*) ",
    "links with attributes": "[a](b){ .c } ",
    "undefined with attributes": "[a][b] [c](d){ .e } ",
    "linked images": "[![a](b)](c) ",
    "labels": ("", "[a][b] ", "\n\n[b]: c"),
    "short labels": ("", "[b] ", "\n\n[b]: c"),
    "open brackets": "[a",
    "closed brackets": "]a",
    "open notes": "[^a",
    "notes without definition": "a[^1] ",
    "emphasis": "*a* _b_ ",
    "open emphasis": "*a ",
    "strong in emphasis": "**a* ",
    "superscripts": "x^a ",
    "subscripts": "x~a ~~ ",
    "marks": "x=a == ",
    "keys": '++a+"b"++ ++',
    "icons": ":smile: :a:",
    "entities": "&amp;&a",
    "addresses": "http://a.b/c_d) ",
    "mail": "a.b@c.d ",
    "autolinks": "<a@b><http://c> <",
    "attribute lists": ("# a", " {b", "} x"),
    "inline tags": "<b>a</b> ",
    "open inline tags and comments": "<b><!-- a -->",
    "closing tags": ("", "<b>", "</i>" * 50),
    "divs": "<div>\n</div>\n",
    "open divs": "<div>\n",
    "elements": "<div markdown>\na\n</div>\n",
    "open elements": "<p markdown>a\n",
    "raw headings": "<h1 id=a>\n",
    "raw links": "<a href=b>",
    "comments": "<!-- a -->\n",
    "open comments": "<!-- a ",
    "open tags": "<a b='",
    "declarations": "<!a <?b <![CDATA[",
    "critic marks": "{++a++} {--b",
    "numbered ids": "# a_2\n# a\n",
    "front matter keys": "a: b\n",
    "front matter lines": ("a: b\n", "    c\n"),
    "check boxes": "- [ ] a\n    - [x] b\n",
    "line breaks": "a  \n",
}


def of_size(parts, count):
    """A text with `count` of the repeated part of a family."""
    before, repeated, after = ("", parts, "") if isinstance(parts, str) else (*parts, "")[:3]
    return before + repeated * count + after


@pytest.mark.parametrize("config", CONFIGURATIONS[:2])
@pytest.mark.parametrize("name", FAMILIES)
def test_twice_the_text_is_twice_the_work(name, config):
    parse(of_size(FAMILIES[name], 3), config=config)
    small = work(partial(parse, of_size(FAMILIES[name], 60), config=config))
    large = work(partial(parse, of_size(FAMILIES[name], 120), config=config))
    assert large < 2.6 * small


# -- anything


WITH_SPANS = (
    "blocks", "headings", "anchors", "links", "images", "media", "footnote_references",
    "footnote_definitions", "icons", "undefined", "definitions", "tags", "attribute_lists",
    "texts", "codes", "problems",
)  # fmt: skip


def spans(page):
    """Every span on a page."""
    found = [item.span for name in WITH_SPANS for item in getattr(page, name)]
    found += [item.target_span for item in (*page.links, *page.images, *page.media)]
    found += [item.attributes_span for item in (*page.links, *page.images) if item.attributes_span]
    return found


def are_sound(page):
    """Tell whether every span lies inside its source."""
    return all(0 <= span.start <= span.end <= len(page.sources[span.path].text) for span in spans(page))


FRAGMENTS = [
    "\n", "\n\n", "    ", "  ", "\t", " ", "a", "b c", "é", "\u2028", "\r", "\r\n", "# ", "## ", "===\n",
    "- ", "* ", "1. ", "> ", "!!! note\n", "??? tip\n", '=== "t"\n', ":   ", "[", "]", "(", ")", "![",
    "](", "][", "[^1]", "[^1]: ", "[a]: ", "*[a]: ", "[a](b)", "[a][b]", "![a](b)", "<b>", "</b>", "<div>",
    "</div>", "<div markdown>", "<p markdown='span'>", "<!--", "-->", "<a href='x'>", "<https://a.b>",
    "http://a.b/c", "a@b.c", "`", "``", "```\n", "~~~\n", "$", "$$", "\\(", "\\)", "\\", "*", "**", "_",
    "^", "~~", "==", "{ .a }", "{ #b }", "{++", "++}", "{~~", "~>", "~~}", ":smile:", "++ctrl++", "|",
    "-|-\n", "&amp;", "---\n", "key: v\n", "\x02", "\x01", '--8<-- "tides.md"\n', "<script>", "<hr>",
    "<h1 id=x>", "'", '"', "\x00",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join), st.sampled_from(CONFIGURATIONS))
def test_any_text_is_a_page_with_sound_spans(text, config):
    page = parse(text, config=config)
    assert page.source.text == text
    assert are_sound(page)
    if not {"\t", "\x02"} & set(text):
        assert all(page.text(item.span).lower() == item.value.lower() for item in page.texts)
    assert all(LINK.match(source) for _, source in links(page))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(CONFIGURATIONS))
def test_any_characters_are_a_page(text, config):
    page = parse(text, config=config)
    assert are_sound(page)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_part_of_a_page_is_a_page(data):
    text = read_page(data.draw(st.sampled_from(load_site(SITE / "mkdocs.yml").pages())))
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    part = text[start:end]
    assert are_sound(parse(part))


# -- damaged


@pytest.mark.parametrize("seed", [7, 77, 777])
def test_damaged_fixtures_are_read_as_they_are_rendered(seed):
    comparison = Comparison(Options(SITE, cache=None))
    results = []
    for path in comparison.pages():
        text = mutate(read_page(path), seed, path.name)
        try:
            results.append(comparison.source(Source(path.name, text)))
        except RuntimeError:
            continue  # the renderer itself fails on some footnotes
    assert [result.error for result in results if result.error] == []
    assert sum(result.identical for result in results) >= 0.95 * len(results)


@pytest.mark.parametrize("config", CONFIGURATIONS)
def test_shuffled_lines_are_a_page(config):
    chance = random.Random(config)
    lines = [line for path in load_site(SITE / config).pages() for line in read_page(path).split("\n")]
    for _ in range(5):
        text = "\n".join(chance.sample(lines, len(lines)))
        assert are_sound(parse(text, config=config))
