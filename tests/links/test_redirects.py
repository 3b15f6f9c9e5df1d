"""Redirects are followed by hand, and every hop is looked at."""

from __future__ import annotations

import asyncio

import pytest

from guidelint.links.model import LinkResult, NetworkOptions
from guidelint.links.redirects import MAX_HOPS
from guidelint.links.verdict import Verdict
from tests.links.servers import (
    LOOPBACK,
    Reply,
    Seen,
    Server,
    ask,
    check,
    moved,
    page,
    serve_and_check,
    serving,
)

GOOD = page()


@pytest.mark.parametrize(
    ("status", "verdict", "permanent"),
    [(301, "moved", True), (308, "moved", True), (302, "ok", False), (303, "ok", False), (307, "ok", False)],
)
def test_only_permanent_redirects_are_moves(status: int, verdict: str, permanent: bool) -> None:
    [result] = check({"/old": moved("/new", status), "/new": GOOD}, "/old")
    assert (result.verdict, result.permanent, result.attempts) == (verdict, permanent, 2)
    assert result.final_url is not None
    assert result.final_url.endswith("/new")


def test_a_chain_of_moves_ends_at_the_last() -> None:
    chain = {f"/{n}": moved(f"/{n + 1}") for n in range(4)}
    [result] = check({**chain, "/4": GOOD}, "/0")
    assert (result.verdict, result.status, len(result.hops), result.attempts) == (Verdict.MOVED, 301, 4, 5)


def test_a_fix_goes_as_far_as_the_permanent_hops() -> None:
    [result] = check({"/a": moved("/b"), "/b": moved("/c", 302), "/c": GOOD}, "/a")
    assert (result.verdict, result.permanent) == (Verdict.MOVED, False)
    assert result.permanent_url is not None
    assert result.permanent_url.endswith("/b")


@pytest.mark.parametrize(
    ("location", "arrives"),
    [
        ("new place", "/dir/new%20place"),
        ("/dir/newé".encode(), "/dir/new%C3%A9"),
        (b"/dir/new\xe9", "/dir/new%E9"),
        ("?page=2", "/dir/old?page=2"),
        ("../upper", "/upper"),
        ("\\odd", "/odd"),
    ],
)
def test_locations_are_read_as_browsers_read_them(location: str | bytes, arrives: str) -> None:
    server = Server({"/dir/old": Reply(301, headers=[("Location", location)]), "*": GOOD})
    [result] = serve_and_check(server, "/dir/old")
    assert (result.verdict, server.seen[-1].target) == (Verdict.MOVED, arrives)


def test_a_location_without_scheme_keeps_the_scheme() -> None:
    server = Server({"/old": lambda seen: moved(f"//{seen.host}/new"), "/new": GOOD})
    [result] = serve_and_check(server, "/old")
    assert result.final_url == f"{server.url}/new"


def test_a_move_to_a_dead_page_is_dead_and_names_both() -> None:
    server = Server({"/old": moved("/new"), "/new": Reply(404)})
    [result] = serve_and_check(server, "/old")
    assert (result.verdict, result.status, result.attempts) == (Verdict.DEAD, 404, 3)
    assert (result.hops[0].url, result.final_url) == (f"{server.url}/old", f"{server.url}/new")


@pytest.mark.parametrize(
    "pages",
    [{"/a": moved("/a", 302)}, {"/a": moved("/b"), "/b": moved("/a")}],
    ids=["to itself", "in a circle"],
)
def test_circles_are_dead_without_asking_again(pages: dict[str, Reply]) -> None:
    server = Server(pages)
    [result] = serve_and_check(server, "/a")
    assert (result.verdict, result.reason) == (Verdict.DEAD, "the redirects run in a circle")
    assert len(server.seen) <= 3


def test_a_chain_without_end_is_cut() -> None:
    server = Server({"*": lambda seen: moved(seen.target + "x", 302)})
    [result] = serve_and_check(server, "/a")
    assert (result.verdict, len(server.seen)) == (Verdict.DEAD, MAX_HOPS + 1)


def test_a_circle_that_a_cookie_opens_is_no_circle() -> None:
    def door(seen: Seen) -> Reply:
        if seen.headers.get("cookie") == "seen=1":
            return Reply(200, GOOD)
        return Reply(302, headers=[("Location", "/door"), ("Set-Cookie", "seen=1; Path=/")])

    server = Server({"/door": door, "/other": GOOD})
    [result, _] = serve_and_check(server, "/door", "/other")
    assert (result.verdict, result.attempts) == (Verdict.OK, 2)
    assert all("cookie" not in seen.headers for seen in server.seen if seen.target == "/other")


@pytest.mark.parametrize("to", ["file:///etc/hostname", "javascript:alert(1)", "data:text/html,x"])
def test_forbidden_schemes_are_dead_and_not_followed(to: str) -> None:
    [result] = check({"/": moved(to, 302)}, "/")
    assert (result.verdict, result.attempts) == (Verdict.DEAD, 1)
    assert to.partition(":")[0] in result.reason


@pytest.mark.parametrize("to", ["market://details?id=x", "sgnl://chat", "mailto:a@b.org"])
def test_handing_over_to_an_app_is_fine(to: str) -> None:
    [result] = check({"/": moved(to, 302)}, "/")
    assert (result.verdict, result.attempts) == (Verdict.OK, 1)


@pytest.mark.parametrize(
    "to",
    [
        "/login?next=/deep",
        "/users/sign_in",
        "/accounts/login/",
        "/wp-login.php",
        "/oauth2/start",
        "https://login.site.org/x",
    ],
)
def test_a_sign_in_page_is_a_wall(to: str) -> None:
    server = Server({"/deep": moved(to, 302)})
    [result] = serve_and_check(server, "/deep")
    assert (result.verdict, len(server.seen)) == (Verdict.BLOCKED, 1)


def test_a_link_to_a_sign_in_page_is_judged_like_any_other() -> None:
    [result] = check({"/login": moved("/login/", 302), "/login/": GOOD}, "/login")
    assert result.verdict is Verdict.OK


def refresh(content: str, around: str = "{}") -> str:
    return f"<html><head>{around.format(f'<meta http-equiv=refresh content={content!r}>')}</head></html>"


def test_a_page_that_refreshes_itself_elsewhere_has_moved_but_cannot_be_rewritten() -> None:
    [result] = check({"/a": refresh("0; url=/b"), "/b": GOOD}, "/a")
    assert (result.verdict, result.permanent, result.permanent_url) == (Verdict.MOVED, False, None)


def test_a_refresh_header_counts_like_the_element() -> None:
    [result] = check({"/a": Reply(200, GOOD, [("Refresh", "0;url=/b")]), "/b": GOOD}, "/a")
    assert result.verdict is Verdict.MOVED


@pytest.mark.parametrize(
    "html",
    [
        refresh("30"),
        refresh("0; url=/a"),
        refresh("300; url=/b"),
        refresh("0; url=/b", "<noscript>{}</noscript>"),
        "<!--" + refresh("0; url=/b") + "-->",
    ],
)
def test_other_refreshes_are_left_alone(html: str) -> None:
    [result] = check({"/a": html, "/b": Reply(404)}, "/a")
    assert (result.verdict, result.attempts) == (Verdict.OK, 1)


def test_a_refresh_to_a_dead_page_is_dead() -> None:
    [result] = check({"/a": refresh("0; url=/b"), "/b": Reply(410)}, "/a")
    assert result.verdict is Verdict.DEAD


def test_a_fragment_is_looked_up_where_the_redirect_ends() -> None:
    pages = {"/a": moved("/b"), "/b": page(body='<h2 id="x">X</h2>'), "/c": moved("/b#other")}
    present, missing, replaced = check(pages, "/a#x", "/a#y", "/c#y")
    assert [present.verdict, missing.verdict, replaced.verdict] == [
        Verdict.MOVED,
        Verdict.FRAGMENT_MISSING,
        Verdict.MOVED,
    ]


def test_other_hosts_on_the_way_keep_their_own_queue_and_get_no_password() -> None:
    far = Server({"/new": GOOD}, host="127.0.0.2")
    near = Server({"/old": lambda _: moved(f"{far.url}/new")})

    async def run() -> LinkResult:
        async with serving(near, far):
            url = near.url.replace("http://", "http://ann:secret@") + "/old"
            results = await ask([url], NetworkOptions(timeout=5, allow_networks=LOOPBACK))
            return results.links[url]

    assert asyncio.run(run()).verdict is Verdict.MOVED
    assert "authorization" in near.seen[0].headers
    assert "authorization" not in far.seen[0].headers
    assert "referer" not in far.seen[0].headers
