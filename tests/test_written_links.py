"""How links may be written, and which addresses a reader's browser would ask for.

The cases are those that link checkers get wrong. Where the renderer of the site and CommonMark disagree,
the renderer is right, since readers see its pages: a title in parentheses belongs to the target, of two
definitions the last counts, and bare addresses are text. A definition that nothing uses is not on the page,
so it is not asked for. On GitHub ``foo@2x.png`` is a mail address by the rules of its Markdown; no mail
address is ever written to.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from guidelint.markdown.dialect import GITHUB
from guidelint.markdown.parser import parse_page
from guidelint.site.discover import load_site_config
from guidelint.source import Source
from tests.conftest import REPOSITORY

FORMS = {
    "inline": ("[a](http://h/x)", ["http://h/x"]),
    "title in double quotes": ('[a](http://h/x "title")', ["http://h/x"]),
    "title in single quotes": ("[a](http://h/x 'title')", ["http://h/x"]),
    "title in parentheses, which the renderer takes for the target": (
        "[a](http://h/x (title))",
        ["http://h/x (title)"],
    ),
    "space in angle brackets": ("[a](<http://h/a b>)", ["http://h/a b"]),
    "balanced parentheses": ("[a](http://h/Foo_(bar))", ["http://h/Foo_(bar)"]),
    "escaped parenthesis": (r"[a](http://h/x\))", ["http://h/x)"]),
    "reference": ("[a][r]\n\n[r]: http://h/x", ["http://h/x"]),
    "collapsed reference": ("[r][]\n\n[r]: http://h/x", ["http://h/x"]),
    "short reference": ("[r]\n\n[r]: http://h/x", ["http://h/x"]),
    "unused definition": ("text\n\n[r]: http://h/x", []),
    "label in other case and with a line break": (
        "[a][Two\nwords]\n\n[two words]: http://h/x",
        ["http://h/x"],
    ),
    "two definitions": ("[r]\n\n[r]: http://h/1\n\n[r]: http://h/2", ["http://h/2"]),
    "autolink": ("<http://h/x>", ["http://h/x"]),
    "mail in angle brackets": ("<me@example.org>", ["mailto:me@example.org"]),
    "full stop at the end of an attribute": ('<a href="http://h/x.">a</a>', ["http://h/x."]),
    "bare address": ("see http://h/x.", []),
    "image": ("![alt](img.png)", ["img.png"]),
    "image in a link": ("[![alt](img.png)](http://h/x)", ["http://h/x", "img.png"]),
    "entity in an attribute": ('<a href="http://h/?a=1&amp;b=2">a</a>', ["http://h/?a=1&b=2"]),
    "entity in a target": ("[a](http://h/?a=1&amp;b=2)", ["http://h/?a=1&b=2"]),
    "fence": ("```\n[a](http://h/x)\n```", []),
    "indented code": ("    [a](http://h/x)", []),
    "code span": ("`[a](http://h/x)`", []),
    "comment of several lines": ("<!-- [a](http://h/x)\n[b](http://h/y) -->", []),
    "link text that looks like an address": ("[http://a](http://b)", ["http://b"]),
    "footnote": ("a[^1]\n\n[^1]: note", []),
    "maths": ("$a[b](c)$", []),
    "wiki links": ("[[_TOC_]] [[wiki]]", []),
    "attribute list": ("[a](http://h/x){ .md-button target=_blank }", ["http://h/x"]),
    "admonition": ("!!! note\n\n    [a](http://h/x)", ["http://h/x"]),
    "tab": ('=== "Tab"\n\n    [a](http://h/x)', ["http://h/x"]),
    "brackets in the host": ("[a](http://[::1]:8080/)", ["http://[::1]:8080/"]),
    "two sizes of an image": (
        '<img src="a.png" srcset="a,b.png 1x, c.png 2x">',
        ["a.png", "a,b.png", "c.png"],
    ),
    "media": (
        '<video src="v.mp4" poster="p.png"></video> <iframe src="f.html"></iframe>',
        ["v.mp4", "p.png", "f.html"],
    ),
    "object": ('<object data="o.svg"></object>', ["o.svg"]),
    "script": ("<script>\nvar a = '<a href=\"x\">';\n</script>", []),
    "textarea": ('<textarea>\n<a href="x">a</a>\n</textarea>', []),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_asked_for(form: str) -> None:
    text, expected = FORMS[form]
    dialect = load_site_config(REPOSITORY / "fixtures" / "oracle" / "mkdocs.yml").dialect
    page = parse_page(Source("page.md", f"{text}\n"), dialect, Path("/nowhere"))
    found = [item.target for item in (*page.links, *page.images, *page.media)]
    assert found == expected


BARE = {
    "http://h.org/x.": "http://h.org/x",
    "(http://h.org/x)": "http://h.org/x",
    "http://h.org/x,": "http://h.org/x",
    "http://h.org/a_(b)": "http://h.org/a_(b)",
    "www.h.org": "http://www.h.org",
}


@pytest.mark.parametrize("text", BARE)
def test_bare_addresses_where_they_are_links(text: str) -> None:
    page = parse_page(Source("README.md", f"see {text} there\n"), GITHUB)
    assert [link.target for link in page.links] == [BARE[text]]


def test_front_matter_is_not_the_page_and_moves_no_line() -> None:
    text = "---\nurl: http://h/x\n---\n\n[a](http://h/y)\n"
    page = parse_page(
        Source("page.md", text), load_site_config(REPOSITORY / "fixtures/oracle/mkdocs.yml").dialect
    )
    [link] = page.links
    assert (link.target, page.location(link.span).line) == ("http://h/y", 5)


@pytest.mark.parametrize("text", ["@font-face", "a@b", "@2x.png"])
def test_what_only_looks_like_mail(text: str) -> None:
    assert parse_page(Source("README.md", f"{text}\n"), GITHUB).links == ()
