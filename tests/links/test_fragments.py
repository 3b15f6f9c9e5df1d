"""Fragments: what must be on the page, what nobody can know, and how much of a page is read for it."""

from __future__ import annotations

import pytest

from guidelint.links.fragments import wanted
from guidelint.links.verdict import Verdict
from tests.links.servers import Reply, check, page

IDS = page(
    """<h1 id="install">Install</h1><a name="legacy"></a><h2 id="café">Café</h2><p
         id="user-content-usage"> <input id="__tabbed_1_1"><h3 id="a&amp;b">x</h3>
         """
)


@pytest.mark.parametrize(
    "fragment",
    [
        "install",
        "legacy",
        "caf%C3%A9",
        "café",
        "usage",
        "user-content-usage",
        "top",
        "TOP",
        "",
        ":~:text=hello%20world",
        "install:~:text=x",
        "!/route/7",
        "/route",
        "narrow/stream/1-x",
        "L10",
        "L10-L20",
        "L3C1-L4C2",
        "diff-0a1b",
        "note_77",
        "issuecomment-123",
        "discussion_r55",
        "__tabbed_1_2",
        "state=1&b=2",
        "page=3",
    ],
)
def test_fragments_that_are_fine(fragment: str) -> None:
    [result] = check({"/": IDS}, f"/#{fragment}")
    assert (result.verdict, result.attempts) == (Verdict.OK, 1)


@pytest.mark.parametrize("fragment", ["missing", "Install-it", "legacy2", "%ff", "install%20"])
def test_fragments_that_lead_nowhere(fragment: str) -> None:
    [result] = check({"/": IDS}, f"/#{fragment}")
    assert (result.verdict, result.attempts) == (Verdict.FRAGMENT_MISSING, 1)


def test_letter_case_counts_and_is_named() -> None:
    [result] = check({"/": IDS}, "/#Install")
    assert (result.verdict, "'install'" in result.reason) == (Verdict.FRAGMENT_MISSING, True)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"%PDF-1.7", content_type="application/pdf"),
        Reply(200, "plain", content_type="text/plain"),
        Reply(200, '<body><div id="root"></div><script src="/app.js"></script></body>'),
        Reply(
            200,
            "<body><noscript>Please enable JavaScript.</noscript><script>x()</script></body>",
        ),
        Reply(200, IDS, [("Content-Length", "99999")]),
        Reply(200, b"\x28\xb5\x2f\xfd", [("Content-Encoding", "zstd")]),
        Reply(200, b"not gzip", [("Content-Encoding", "gzip")]),
    ],
    ids=["PDF", "text", "shell", "shell with noscript", "cut short", "unreadable coding", "broken coding"],
)
def test_where_nobody_can_know_the_page_counts(reply: Reply) -> None:
    [result] = check({"/": reply}, "/#missing", timeout=1.0)
    assert result.verdict is Verdict.OK


def test_a_comment_is_no_place_for_an_id() -> None:
    [result] = check({"/": page(body='<!-- <p id="x"> --><p>Some text.</p>')}, "/#x")
    assert result.verdict is Verdict.FRAGMENT_MISSING


def test_more_than_the_start_is_read_where_a_fragment_asks() -> None:
    long = page(body="<p>word</p>" * 20_000 + '<h2 id="end">End</h2>')
    [found, missing] = check({"/": long}, "/#end", "/#nowhere")
    assert [found.verdict, missing.verdict] == [Verdict.OK, Verdict.FRAGMENT_MISSING]


def test_a_page_longer_than_anyone_reads_is_not_accused() -> None:
    [result] = check({"/": page(body="<p>word word word</p>" * 120_000)}, "/#end")
    assert result.verdict is Verdict.OK


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=iso-8859-1", '<p id="caf\xe9">'.encode("latin-1")),
        ("text/html", '<meta charset="windows-1252"><p id="caf\xe9">'.encode("cp1252")),
        ("text/html; charset=no-such-thing", '<p id="café">'.encode()),
        ("application/xhtml+xml", '<p id="café"/>'.encode()),
        ("text/html; charset=utf-16", '<p id="café">'.encode("utf-16")),
    ],
)
def test_ids_are_read_in_the_pages_own_characters(content_type: str, body: bytes) -> None:
    [result] = check({"/": Reply(200, body, content_type=content_type)}, "/#caf%C3%A9")
    assert result.verdict is Verdict.OK


def test_what_is_wanted_of_a_fragment() -> None:
    assert wanted("install:~:text=a") == "install"
    assert wanted(None) is None
