"""What servers do, and what guidelint says about it; the second number is the requests it may cost."""

from __future__ import annotations

import asyncio
import gzip
import random
import socket

import pytest

from guidelint.links.model import NetworkOptions
from guidelint.links.verdict import Verdict
from tests.links.servers import LOOPBACK, Reply, Server, ask, check, moved, page, serve_and_check, serving

NOT_FOUND = Reply(404, page("404"))
BUSY = Reply(503, "busy")
LATE = Reply(429, "slow down")


@pytest.mark.parametrize(
    ("name", "replies", "verdict", "requests"),
    [
        ("200", [Reply(200, page())], "ok", 1),
        ("201", [Reply(201, page())], "ok", 1),
        ("203", [Reply(203, page())], "ok", 1),
        ("204 without a body", [Reply(204)], "ok", 1),
        ("206", [Reply(206, b"part", content_type="application/pdf")], "ok", 1),
        (
            "103 early hints first",
            [
                Reply(
                    raw=b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n"
                    b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                )
            ],
            "ok",
            1,
        ),
        ("300 without Location", [Reply(300, page("Several"))], "ok", 1),
        ("304 although nothing was conditional", [Reply(304)], "ok", 1),
        ("gzip", [Reply(200, gzip.compress(page().encode()), [("Content-Encoding", "gzip")])], "ok", 1),
        ("an encoding nobody asked for", [Reply(200, b"\x01\x02", [("Content-Encoding", "zstd")])], "ok", 1),
        (
            "chunked",
            [
                Reply(
                    raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
                    b"3\r\nabc\r\n0\r\n\r\n"
                )
            ],
            "ok",
            1,
        ),
        (
            "a body shorter than announced",
            [Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\nabc")],
            "ok",
            1,
        ),
        ("150 headers, 30 KB", [Reply(200, page(), [(f"X-{n}", "v" * 200) for n in range(150)])], "ok", 1),
        ("one header of 60 KB", [Reply(200, page(), [("Content-Security-Policy", "v" * 60_000)])], "ok", 1),
        ("404 for ever", [NOT_FOUND], "dead", 2),
        ("404 once", [NOT_FOUND, Reply(200, page())], "ok", 2),
        ("410", [Reply(410, page("Gone"))], "dead", 1),
        ("400 for ever", [Reply(400)], "dead", 2),
        ("500 for ever", [Reply(500)], "dead", 3),
        ("503 for ever", [BUSY], "dead", 3),
        ("500, then fine", [Reply(500), Reply(200, page())], "ok", 2),
        ("502 twice, then fine", [Reply(502), Reply(502), Reply(200, page())], "ok", 3),
        ("reset once", [Reply(reset=True), Reply(200, page())], "ok", 2),
        ("reset for ever", [Reply(reset=True)], "dead", 3),
        ("an empty reply", [Reply(raw=b"")], "dead", 3),
        ("an SSH banner", [Reply(raw=b"SSH-2.0-OpenSSH_9.6\r\n")], "dead", 3),
        ("HTTP/0.9", [Reply(raw=b"<html>just a body</html>")], "dead", 3),
        ("a status line cut short", [Reply(raw=b"HTTP/1.")], "dead", 3),
        ("401", [Reply(401, headers=[("WWW-Authenticate", 'Basic realm="x"')])], "blocked", 1),
        ("402", [Reply(402)], "blocked", 1),
        ("403", [Reply(403, "denied")], "blocked", 1),
        ("405 to a GET", [Reply(405)], "blocked", 1),
        ("406", [Reply(406)], "blocked", 1),
        ("407", [Reply(407)], "blocked", 1),
        ("451", [Reply(451)], "blocked", 1),
        ("999", [Reply(999)], "blocked", 1),
        ("a challenge by header", [Reply(403, "x", [("cf-mitigated", "challenge")])], "blocked", 1),
        ("a challenge on a 404", [Reply(404, "x", [("cf-mitigated", "challenge")])], "blocked", 1),
        ("a challenge by title, 503", [Reply(503, page("Just a moment..."))], "blocked", 1),
        ("a challenge by title, 200", [Reply(200, page("Making sure you&#39;re not a bot!"))], "blocked", 1),
        ("202 without a body", [Reply(202, content_type=None)], "blocked", 1),
        (
            "202 with a firewall's mark",
            [Reply(202, "<p>", [("x-amzn-waf-action", "challenge")])],
            "blocked",
            1,
        ),
        ("202 with a page", [Reply(202, page("Accepted"))], "ok", 1),
        ("521 for ever", [Reply(521)], "blocked", 2),
        ("530 once", [Reply(530), Reply(200, page())], "ok", 2),
        ("429 with seconds", [Reply(429, headers=[("Retry-After", "1")]), Reply(200, page())], "ok", 2),
        (
            "429 with seconds as 3s",
            [Reply(429, headers=[("Retry-After", "3s")]), Reply(200, page())],
            "ok",
            2,
        ),
        ("429 with nothing", [LATE, LATE, Reply(200, page())], "ok", 3),
        ("429 for ever", [LATE], "blocked", 6),
        ("429 for an hour", [Reply(429, headers=[("Retry-After", "3600")])], "blocked", 1),
        ("503 with seconds", [Reply(503, headers=[("Retry-After", "1")]), Reply(200, page())], "ok", 2),
        ("a redirect without Location", [Reply(302)], "dead", 2),
        ("a redirect to a broken address", [moved("http://[broken")], "dead", 2),
    ],
)
def test_verdict_and_cost(name: str, replies: list[Reply], verdict: str, requests: int) -> None:
    server = Server({"/page": replies})
    [result] = serve_and_check(server, "/page")
    assert (result.verdict, len(server.seen)) == (verdict, requests), result.reason
    assert result.attempts == requests


def test_head_is_never_asked() -> None:
    server = Server({"/": page()})
    serve_and_check(server, "/")
    assert [seen.method for seen in server.seen] == ["GET"]


def test_flaky_pages_are_good_and_marked() -> None:
    [flaky, steady] = check({"/a": [NOT_FOUND, Reply(200, page())], "/b": page()}, "/a", "/b")
    assert (flaky.verdict, flaky.flaky) == (Verdict.OK, True)
    assert steady.flaky is False


def test_the_evidence_says_what_was_tried() -> None:
    server = Server({"/gone": [Reply(500), NOT_FOUND]})
    [result] = serve_and_check(server, "/gone")
    assert result.verdict is Verdict.DEAD
    assert result.status == 404
    assert result.tried == (
        f"GET {server.url}/gone: 500",
        f"GET {server.url}/gone: 404",
        f"GET {server.url}/gone: 404",
    )


def test_a_failure_is_asked_again_on_a_fresh_connection() -> None:
    server = Server({"/": page(), "/gone": NOT_FOUND})
    serve_and_check(server, "/", "/gone")
    assert server.connections >= 2
    assert server.seen[-1].target == "/gone"


def test_a_silent_server_is_asked_twice_at_the_same_time() -> None:
    server = Server({"/": Reply(silent=True)})
    [result] = serve_and_check(server, "/", timeout=0.4)
    assert (result.verdict, result.reason, len(server.seen)) == (Verdict.DEAD, "no answer in time", 2)


def test_a_slow_answer_wins_over_a_silent_one() -> None:
    server = Server({"/": [Reply(silent=True), Reply(200, page())]})
    [result] = serve_and_check(server, "/", timeout=1.0)
    assert (result.verdict, result.attempts) == (Verdict.OK, 2)


def test_a_request_that_nobody_needs_any_more_gives_its_slot_back() -> None:
    pages = {f"/{n}": [Reply(silent=True), Reply(200, page())] for n in range(3)}
    server = Server({**pages, "*": page()})
    results = serve_and_check(server, *pages, "/a", "/b", timeout=0.6, global_limit=4)
    assert [str(result.verdict) for result in results] == ["ok"] * 5


def test_waiting_as_asked_is_not_flaky() -> None:
    [result] = check({"/": [LATE, Reply(200, page())]}, "/")
    assert (result.verdict, result.flaky) == (Verdict.OK, False)


def damaged_answers(count: int) -> list[bytes]:
    """Answers with bytes changed, lost or repeated; the same ones in every run."""
    chance = random.Random(11)
    whole = (
        b"HTTP/1.1 302 Found\r\nContent-Type: text/html; charset=utf-8\r\nLocation: http://site.org:80/a?b#c\r\n"
        b"Set-Cookie: a=b; Path=/; Domain=x; Max-Age=9\r\nRefresh: 0; url=/x\r\nRetry-After: 1\r\n"
        b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\nDate: x\r\n\r\n"
        b"5\r\n<meta\r\n0\r\n\r\n"
    )
    answers = []
    for _ in range(count):
        lines = [line for line in whole.split(b"\r\n") if chance.random() > 0.3]
        data = bytearray(b"\r\n".join(lines) + b"\r\n\r\n")
        for _ in range(chance.randrange(6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        answers.append(bytes(data))
    return answers


def test_no_answer_ends_the_run() -> None:
    pages = {f"/{number}": Reply(raw=data) for number, data in enumerate(damaged_answers(300))}

    async def nowhere(_: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no")

    async def run() -> int:
        server = Server(pages)
        async with serving(server):
            urls = [f"{server.url}{target}#x" for target in pages]
            options = NetworkOptions(timeout=1.0, allow_networks=LOOPBACK)
            return len((await ask(urls, options, lookup=nowhere)).links)

    assert asyncio.run(run()) == 300


def test_only_the_start_of_a_large_body_is_read() -> None:
    sent = 0

    async def endless(_: object) -> Reply:
        return Reply(200, b"x" * 8_000_000, content_type="application/octet-stream")

    [result] = check({"/big.iso": endless}, "/big.iso")
    assert (result.verdict, result.attempts, sent) == (Verdict.OK, 1, 0)


def test_accepted_statuses_are_good() -> None:
    [result] = check({"/": Reply(403)}, "/", accept=frozenset({403}))
    assert (result.verdict, result.reason) == (Verdict.OK, "403, accepted by configuration")


def test_one_request_serves_all_spellings_of_a_page() -> None:
    server = Server({"/~a/c": page(body='<h2 id="x"></h2><h2 id="y"></h2>')})
    results = serve_and_check(server, "/~a/c", "/%7Ea/c", "/%7ea/./b/../c", "/~a/c#x", "/~a/c#y", "/~a/c#z")
    assert len(server.seen) == 1
    assert [str(result.verdict) for result in results] == ["ok"] * 5 + ["fragment-missing"]


@pytest.mark.parametrize(
    ("written", "requested"),
    [
        ("/a%2Fb", "/a%2Fb"),
        ("/a%2fb", "/a%2fb"),
        ("/s?q=c%2B%2B+a%26b", "/s?q=c%2B%2B+a%26b"),
        ("/a b", "/a%20b"),
        ("/a%20b", "/a%20b"),
        ('/a|b{c}^"d', "/a%7Cb%7Bc%7D%5E%22d"),
        ("/münchen", "/m%C3%BCnchen"),
        ("/%zz%", "/%zz%"),
        ("/Foo_(bar)", "/Foo_(bar)"),
        ("/a\\b", "/a/b"),
        ("?x=1", "/?x=1"),
    ],
)
def test_what_the_author_encoded_is_sent_as_it_is(written: str, requested: str) -> None:
    server = Server({"*": page()})
    serve_and_check(server, written)
    assert server.seen[0].target == requested


def test_a_password_in_the_url_is_sent_and_never_shown() -> None:
    server = Server({"/": page()})

    def with_password(url: str) -> str:
        return url.replace("http://", "http://ann:s%40cret@")

    async def run() -> str:
        async with serving(server):
            results = await ask([with_password(server.url + "/")])
            [result] = results.links.values()
            return f"{result.verdict} {result.final_url} {result.reason} {result.tried}"

    shown = asyncio.run(run())
    assert shown.startswith("ok")
    assert server.seen[0].headers["authorization"] == "Basic YW5uOnNAY3JldA=="
    assert "cret" not in shown


def test_an_ipv6_literal_is_a_host_like_any_other() -> None:
    [result] = serve_and_check(Server({"/": page()}, host="::1"), "/")
    assert result.verdict is Verdict.OK
