"""A whole run: budgets, interruption, progress, secrets, politeness."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from guidelint.links.check import check_links, check_links_async
from guidelint.links.model import HostHeader, Ignore, LinkResult, NetworkOptions, Progress, Results
from guidelint.links.progress import display, line
from guidelint.links.verdict import Verdict
from tests.links.servers import (
    LOOPBACK,
    JumpingClock,
    Reply,
    Seen,
    Server,
    ask,
    moved,
    page,
    serve_and_check,
    serving,
)


def test_one_link_that_asks_for_an_hour_stalls_nothing() -> None:
    hour = Reply(429, "quota", [("Retry-After", "3600")])
    server = Server({"/wall": hour, "*": page()})
    clock = JumpingClock()

    async def run() -> Results:
        async with serving(server):
            return await ask([f"{server.url}/wall", *(f"{server.url}/{n}" for n in range(20))], clock=clock)

    found = list(asyncio.run(run()).links.values())
    assert found[0].verdict is Verdict.BLOCKED
    assert {result.verdict for result in found[1:]} == {Verdict.OK, Verdict.UNDECIDED}
    assert all("3600 s" in result.reason for result in found if result.verdict is Verdict.UNDECIDED)
    assert sum(clock.jumps) < 1


def test_what_the_time_leaves_over_is_undecided() -> None:
    server = Server({"/slow": Reply(silent=True), "*": page()})
    [slow, fine] = serve_and_check(server, "/slow", "/fine", max_time=0.3)
    assert (slow.verdict, fine.verdict) == (Verdict.UNDECIDED, Verdict.OK)
    assert "the time for the run" in slow.reason


def test_a_wait_longer_than_the_run_is_not_begun() -> None:
    [result] = serve_and_check(Server({"/": Reply(429, headers=[("Retry-After", "50")])}), "/", max_time=20.0)
    assert (result.verdict, result.attempts) == (Verdict.BLOCKED, 1)


def test_a_host_gets_no_more_at_once_than_it_takes() -> None:
    limit = 3
    server = Server({})

    async def door(_: Seen) -> Reply:
        if server.active > limit:
            return Reply(429, headers=[("Retry-After", "1")])
        await asyncio.sleep(0)
        return Reply(200, page())

    server.pages["*"] = door
    results = serve_and_check(server, *(f"/{n}" for n in range(80)))
    assert {result.verdict for result in results} == {Verdict.OK}
    assert len(server.seen) <= 90


def test_a_connection_that_is_to_be_closed_takes_no_other_request() -> None:
    """Some servers close it without saying so, others late; a further request would be lost with it."""

    class Late(Server):
        async def _answer(self, seen: Seen, writer: asyncio.StreamWriter) -> bool:
            await super()._answer(seen, writer)
            return True

    server = Late({"/old": moved("/there"), "/there": page()})
    [found] = serve_and_check(server, "/old")
    assert [seen.headers.get("connection") for seen in server.seen] == ["close", "close"]
    assert (found.verdict, server.connections) == (Verdict.MOVED, 2)


def test_a_retry_after_is_waited_for_and_the_host_left_alone_meanwhile() -> None:
    clock = JumpingClock()
    server = Server({"/late": [Reply(429, headers=[("Retry-After", "7")]), Reply(200, page())]})

    async def run() -> Results:
        async with serving(server):
            return await ask([f"{server.url}/late"], clock=clock)

    [result] = asyncio.run(run()).links.values()
    assert result.verdict is Verdict.OK
    assert 6.5 < sum(clock.jumps) < 8


def test_ignored_links_carry_their_reason_until_their_day() -> None:
    server = Server({"*": page()})
    ignore = [Ignore("*/old*", "gone since the move", date(2020, 1, 1)), Ignore("*/bad*", "known to fail")]
    [bad, old] = serve_and_check(server, "/bad", "/old", ignore=ignore)
    assert (bad.verdict, bad.reason) == (Verdict.SKIPPED, "ignored: known to fail")
    assert old.verdict is Verdict.OK


def test_own_headers_go_to_their_origin_alone() -> None:
    trusted, other = Server({"/": page()}), Server({"/": page()}, host="127.0.0.2")
    tls_only = Server({"/": page()}, host="127.0.0.3")

    async def run() -> Results:
        async with serving(trusted, other, tls_only):
            headers = [
                HostHeader(trusted.url, "Authorization", "Bearer s3cret"),
                HostHeader(trusted.url, "User-Agent", "a browser"),
                HostHeader(f"127.0.0.3:{tls_only.port}", "Authorization", "Bearer s3cret"),
            ]
            options = NetworkOptions(timeout=2, allow_networks=LOOPBACK, headers=headers)
            assert "s3cret" not in repr(options)
            return await ask([trusted.url, other.url, tls_only.url], options)

    results = asyncio.run(run())
    assert (trusted.seen[0].headers["authorization"], trusted.seen[0].headers["user-agent"]) == (
        "Bearer s3cret",
        "a browser",
    )
    assert "authorization" not in other.seen[0].headers
    assert "authorization" not in tls_only.seen[0].headers
    assert other.seen[0].headers["user-agent"].startswith("guidelint")
    assert "s3cret" not in repr(results)


def test_links_come_back_in_the_order_they_were_given_once_each() -> None:
    async def run() -> Results:
        server = Server({"*": page()})
        async with serving(server):
            return await ask(
                [f"{server.url}/b", "mailto:x", f"{server.url}/a", f"{server.url}/b", "http://", "page.md"]
            )

    links = asyncio.run(run()).links
    assert [url.rpartition("/")[2] for url in links] == ["b", "mailto:x", "a", "", "page.md"]
    assert [str(result.verdict) for result in links.values()] == ["ok", "skipped", "ok", "skipped", "skipped"]


def test_progress_ends_with_everything_done() -> None:
    seen: list[Progress] = []

    async def run() -> None:
        server = Server({"*": page()})
        async with serving(server):
            urls = [f"{server.url}/{n}" for n in range(30)]
            await check_links_async(urls, NetworkOptions(allow_networks=LOOPBACK), None, seen.append)

    asyncio.run(run())
    last = seen[-1]
    assert (last.pages_done, last.pages, last.hosts_done, last.hosts, last.in_flight) == (30, 30, 1, 1, 0)
    assert last.verdicts == {Verdict.OK: 30}
    assert line(last) == "30/30 pages · 1/1 hosts · 0 in flight · 0 waiting · 30 ok"


def test_without_a_terminal_progress_is_plain_lines() -> None:
    stream = io.StringIO()
    state = Progress(2, 1, 10, 5, 3, 2, {Verdict.OK: 4, Verdict.DEAD: 1}, 0.0)
    with display(stream, every=10.0) as show:
        for seconds in (1.0, 9.0, 10.5, 12.0, 21.0):
            show(
                Progress(**{name: getattr(state, name) for name in Progress.__slots__} | {"seconds": seconds})
            )
    assert stream.getvalue() == 2 * "5/10 pages · 1/2 hosts · 3 in flight · 2 waiting · 1 dead, 4 ok\n"


def test_on_a_terminal_progress_is_one_live_line() -> None:
    pytest.importorskip("rich")

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    with display(stream) as show:
        show(Progress(2, 1, 10, 5, 3, 2, {Verdict.OK: 4}, 0.0))
    assert "5/10 pages" in stream.getvalue()


INTERRUPTED = """
import sys
from pathlib import Path
from guidelint.links.check import check_links
from guidelint.links.history import History
from guidelint.links.model import NetworkOptions
with History.open(Path(sys.argv[2])) as history:
    def progress(state):
        if state.pages_done == 1: print("one done", flush=True)
    urls = [sys.argv[1] + "/fine", sys.argv[1] + "/slow"]
    results = check_links(urls, NetworkOptions(timeout=20, allow_networks=["127.0.0.0/8"]), history, progress)
print(results.interrupted, *(result.verdict for result in results.links.values()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in the POSIX way")
def test_ctrl_c_keeps_what_is_known(tmp_path: Path) -> None:
    server = Server({"/fine": page(), "/slow": Reply(silent=True)})

    async def run() -> str:
        async with serving(server):
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", INTERRUPTED, server.url, str(tmp_path / "h"), stdout=subprocess.PIPE
            )
            assert process.stdout is not None
            assert await process.stdout.readline() == b"one done\n"
            process.send_signal(signal.SIGINT)
            rest = (await process.stdout.read()).decode()
            await process.wait()
            return rest.splitlines()[-1]

    assert asyncio.run(run()) == "True ok undecided"


def test_the_package_is_light_until_a_link_is_checked() -> None:
    code = "import sys, guidelint.links.model; print('aiohttp' in sys.modules, 'rich' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout == "False False\n"


def test_it_works_without_a_running_loop() -> None:
    results = check_links(["mailto:me@site.org"], NetworkOptions())
    assert results.links == {
        "mailto:me@site.org": LinkResult(
            "mailto:me@site.org", Verdict.SKIPPED, "mailto: links are not requested"
        )
    }
