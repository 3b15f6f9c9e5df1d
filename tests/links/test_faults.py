"""Servers and systems at their worst: every link gets one verdict in bounded time, and nothing is lost."""

import asyncio
import contextlib
import gzip
import signal
import threading

import pytest

from guidelint.links.bodies import Body, UnreadableBodyError
from guidelint.links.history import History
from guidelint.links.model import NetworkOptions
from guidelint.links.verdict import Verdict
from tests.faults import at_call, guidelint, is_quiet_about_itself, sending, small_files
from tests.links.internet import in_a_thread
from tests.links.servers import LOOPBACK, JumpingClock, Reply, Server, ask, page, serve_and_check, serving
from tests.sites import write_site

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def check_raw(raw, **options):
    (result,) = serve_and_check(Server({"/": Reply(raw=raw)}), "/", **options)
    return result


def check_wire(handler, scheme="http", path="/", **options):
    """Check one link to a server that does with its connections what `handler` says."""

    async def run():
        async def serve(reader, writer):
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await handler(reader, writer)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}{path}"
        settings = {"timeout": 0.5, "allow_networks": LOOPBACK, **options}
        results = await ask([url], NetworkOptions(**settings))
        server.close()
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        assert not [task for task in left if "guidelint" in repr(task.get_coro())]
        return results.links[url]

    return asyncio.run(run())


# -- heads


@pytest.mark.parametrize(
    "head",
    [
        b"".join(b"X-%d: a\r\n" % number for number in range(100_000)),
        b"X: " + b"a" * 10_000_000 + b"\r\n",
        b"a" * 3_000_000 + b": b\r\n",
        b"Set-Cookie: a=b\r\n" * 100_000,
    ],
    ids=["many headers", "a long header", "a long name", "many cookies"],
)
def test_heads_beyond_every_limit(head):
    result = check_raw(OK + head + b"\r\n")
    assert result.verdict is Verdict.UNDECIDED
    assert result.reason == "the answer cannot be read"


def test_a_head_that_never_ends():
    async def drip(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        while True:
            writer.write(b"X: a\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)

    assert check_wire(drip).verdict is Verdict.DEAD


def test_promises_without_end():
    async def promise(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        while True:
            writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 50)
            await writer.drain()

    assert check_wire(promise).verdict in (Verdict.DEAD, Verdict.UNDECIDED)


SMUGGLING = {
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "length and chunks": b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n2\r\nab\r\n0\r\n\r\n",
    "a negative length": b"Content-Length: -5\r\n\r\nabcde",
    "a length with a sign": b"Content-Length: +5\r\n\r\nabcde",
    "a huge length": b"Content-Length: 99999999999999999999999\r\n\r\nabcde",
    "unknown coding": b"Transfer-Encoding: xchunked\r\n\r\nabc",
    "coding in another case": b"Transfer-Encoding: CHUNKED\r\n\r\n2\r\nab\r\n0\r\n\r\n",
    "a chunk without a size": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
    "a huge chunk": b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nab\r\n0\r\n\r\n",
    "space before the colon": b"Content-Length : 5\r\n\r\nabcde",
    "a folded header": b"X: a\r\n b\r\nContent-Length: 0\r\n\r\n",
    "bare line feeds": b"Content-Length: 0\n\nabc",
    "a bare return": b"X: a\rContent-Length: 3\r\n\r\nabc",
    "a null byte": b"X: a\0b\r\nContent-Length: 0\r\n\r\n",
    "no colon": b"garbage\r\n\r\n",
    "an empty name": b": a\r\n\r\n",
}


@pytest.mark.parametrize("name", SMUGGLING)
def test_heads_that_two_programs_read_differently(name):
    result = check_raw(OK + SMUGGLING[name], timeout=1.0)
    assert result.verdict in (Verdict.OK, Verdict.UNDECIDED, Verdict.DEAD)


@pytest.mark.parametrize(
    "raw", [b"", b"\0" * 9, b"<h1>hello</h1>", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"HTTP/9.9 200\r\n\r\n"]
)
def test_what_is_no_answer(raw):
    assert check_raw(raw).verdict in (Verdict.DEAD, Verdict.UNDECIDED)


def test_an_answer_more_than_was_asked_for_is_nobodys():
    def twice(seen):
        second = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        return (
            Reply(raw=OK + b"Content-Length: 2\r\n\r\nok" + second)
            if seen.target == "/a"
            else Reply(200, page())
        )

    server = Server({"*": twice})
    results = serve_and_check(server, "/a", "/b", "/c", "/d", per_host_limit=1)
    assert [result.verdict for result in results] == [Verdict.OK] * 4


# -- bodies


def test_a_body_that_drips_for_ever():
    async def drip(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK + b"\r\n<h1 id=a>A</h1>")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    assert check_wire(drip).verdict is Verdict.OK
    assert check_wire(drip, path="/#a").verdict is Verdict.OK
    assert check_wire(drip, path="/#b").verdict is not Verdict.DEAD


def test_a_bomb_is_taken_in_small_pieces():
    bomb = gzip.compress(b"\0" * 200_000_000)
    assert len(bomb) < 250_000
    body, most = Body("gzip"), 0
    for start in range(0, len(bomb), 65536):
        with contextlib.suppress(UnreadableBodyError):  # of what is left out nothing that follows can be read
            most = max(most, len(body.decode(bomb[start : start + 65536])))
    assert 0 < most <= 512 * 1024
    headers = [("Content-Encoding", "gzip")]
    results = serve_and_check(Server({"/": Reply(200, bomb, headers)}), "/", "/#a")
    assert results[0].verdict is Verdict.OK
    assert results[1].verdict in (Verdict.OK, Verdict.FRAGMENT_MISSING)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip", "x" * 999])
def test_a_body_in_a_broken_coding(coding):
    reply = Reply(200, b"\x1f\x8b\x08not gzip at all", [("Content-Encoding", coding)])
    (result,) = serve_and_check(Server({"/": reply}), "/")
    assert result.verdict is Verdict.OK


@pytest.mark.parametrize(
    "body",
    [b"<![foo[x]]>", b"<!" * 50_000, b"<a " * 50_000, b"<" * 200_000, b"&" * 100_000, b"\xff\xfe" * 50_000],
)
def test_html_that_breaks_parsers(body):
    results = serve_and_check(Server({"/": Reply(200, b"<title>Not found</title>" + body)}), "/", "/#x")
    assert results[0].verdict in (Verdict.OK, Verdict.SOFT_404)
    assert results[1].verdict in (Verdict.OK, Verdict.FRAGMENT_MISSING, Verdict.SOFT_404)


# -- connections


def test_tls_that_stalls_in_the_middle_of_its_handshake():
    async def stall(reader, writer):
        await reader.read(1)
        writer.write(b"\x16\x03\x03\x00\x7a\x02")  # the beginning of a ServerHello
        await writer.drain()
        await asyncio.sleep(60)

    assert check_wire(stall, scheme="https").verdict in (Verdict.DEAD, Verdict.UNDECIDED)


def test_a_resolver_without_threads(monkeypatch):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    async def run():
        monkeypatch.setattr(threading.Thread, "start", refuse)
        return await ask(["https://harbour.dev/"], NetworkOptions(timeout=1))

    results = asyncio.run(run())
    assert results.links["https://harbour.dev/"].verdict is Verdict.UNDECIDED


def test_a_clock_that_jumps_back(tmp_path):
    server = Server({"*": Reply(200, page())})

    async def run(epoch):
        async with serving(server, port=server.port):
            with History.open(tmp_path / "links.sqlite3") as history:
                options = NetworkOptions(timeout=5, allow_networks=LOOPBACK)
                clock = JumpingClock(epoch=epoch)
                found = await ask([server.url + "/"], options, history, clock=clock)
                return found.links[server.url + "/"].verdict, len(server.seen)

    now = 2_000_000_000.0
    assert asyncio.run(run(now + 400 * 86400)) == (Verdict.OK, 1)  # the clock was wrong then
    assert asyncio.run(run(now)) == (Verdict.OK, 2)
    assert asyncio.run(run(now + 60)) == (Verdict.OK, 2)  # and is right now


# -- the whole command


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".git").mkdir()
    return tmp_path


def environment(folder):
    return {"XDG_CACHE_HOME": str(folder / "cache"), "no_proxy": "*"}


def site_with(folder, *urls):
    return write_site(folder, {"docs/index.md": "# A\n\n" + "".join(f"<{url}>\n\n" for url in urls)})


ALLOW = ("--allow-network", "127.0.0.0/8", "--no-cache")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_while_links_are_asked_for(folder, number):
    server = Server({"*": Reply(200, page())})
    with in_a_thread(server):
        site_with(folder, *(server.url + f"/{count}" for count in range(200)))
        place = "guidelint.links.check:Fetcher.fetch"
        result = at_call(place, sending(number), folder, "check", *ALLOW, environment=environment(folder))
    assert result.returncode == 130, result.stderr
    assert is_quiet_about_itself(result), result.stderr
    assert "undecided" in result.stderr
    with History.open(folder / "cache" / "guidelint" / "links.sqlite3") as history:
        assert history.warnings == []


def test_a_name_server_that_hangs_does_not_hold_the_end_up(folder):
    site_with(folder, "https://harbour.dev/")
    fault = (
        "import socket, threading, time; "
        "socket.getaddrinfo = lambda *_, **__: time.sleep(600); "
        f"threading.Timer(0.5, lambda: {sending(signal.SIGINT)}).start()"
    )
    place = "guidelint.links.check:Fetcher.fetch"
    result = at_call(place, fault, folder, "check", *ALLOW, environment=environment(folder))
    assert result.returncode == 130, result.stderr  # and not after ten minutes: the process has a time limit
    assert is_quiet_about_itself(result), result.stderr


def test_an_answer_that_guidelint_fails_on_costs_one_verdict(folder):
    server = Server({"/bad": Reply(200, page("bad")), "*": Reply(200, page())})
    fault = (
        "from guidelint.links.fetch import PageFacts; before = PageFacts.end\n"
        "def end(self):\n"
        "    if 'bad' in self._skimmed: raise KeyError('nothing that anybody thought of')\n"
        "    before(self)\n"
        "PageFacts.end = end"
    )
    with in_a_thread(server):
        site_with(folder, server.url + "/bad", server.url + "/good", server.url + "/gone")
        command = ("check", *ALLOW, "--output-format", "json")
        place = "guidelint.links.check:Fetcher.fetch"
        result = at_call(place, fault, folder, *command, environment=environment(folder))
    assert result.returncode == 3
    assert "KeyError: 'nothing that anybody thought of'" in result.stderr
    assert result.stdout.count('"verdict": "ok"') == 2
    assert result.stdout.count('"verdict": "undecided"') == 1


def test_a_history_that_does_not_fit_on_the_disk(folder):
    server = Server({"*": Reply(200, page())})
    with in_a_thread(server):
        site_with(folder, *(server.url + f"/{count}" for count in range(30)))
        limited = {"environment": environment(folder), "before": small_files(8192)}
        result = guidelint(folder, "check", *ALLOW, **limited)
        again = guidelint(folder, "check", *ALLOW, environment=environment(folder))
    assert result.returncode == 0, result.stderr
    assert "warning: " in result.stderr
    assert again.returncode == 0
    assert "warning: " not in again.stderr


def test_no_network_at_all(folder):
    site_with(folder, *(f"https://host{count}.harbour.dev/" for count in range(12)))
    fault = (
        "import socket\n"
        "def down(*_, **__): raise socket.gaierror(socket.EAI_AGAIN, 'down')\n"
        "socket.getaddrinfo = down"
    )
    place = "guidelint.links.check:Fetcher.fetch"
    result = at_call(place, fault, folder, "check", *ALLOW, environment=environment(folder))
    assert result.returncode == 4, result.stderr
    assert is_quiet_about_itself(result), result.stderr
