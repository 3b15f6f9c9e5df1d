"""What is remembered between runs, and what must never be."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guidelint.links.history import VERSION, History
from guidelint.links.model import LinkResult, NetworkOptions, Past, Results
from guidelint.links.policy import FailurePolicy, is_settled, lifetime
from guidelint.links.verdict import Verdict
from tests.links.servers import JumpingClock, Reply, Server, ask, moved, page, serving

NOW = 1_700_000_000.0
DAY = 86_400.0


class Site:
    """One server and one history file over several runs, days apart."""

    def __init__(self, folder: Path, pages: dict[str, object], targets: list[str]) -> None:
        self.server = Server(pages)
        self.path = folder / "links.sqlite"
        self.targets = targets
        self.now = NOW

    async def run(self, *, after_days: float = 0.0) -> list[LinkResult]:
        self.now += after_days * DAY
        self.server.seen.clear()
        urls = [self.server.url + target for target in self.targets]
        with History.open(self.path) as history:
            results = await ask(urls, None, history, JumpingClock(epoch=self.now))
        assert results.warnings == ()
        return [results.links[url] for url in urls]


def play(site: Site, *days: float) -> list[list[LinkResult]]:
    async def run() -> list[list[LinkResult]]:
        async with serving(site.server):
            return [await site.run(after_days=wait) for wait in days]

    return asyncio.run(run())


def test_a_warm_history_asks_nothing_again(tmp_path: Path) -> None:
    pages = {
        "/a": page(),
        "/b": moved("/a"),
        "/c": Reply(403),
        "/d": Reply(404),
        "/e": page(body='<p id="x">'),
    }
    site = Site(tmp_path, pages, ["/a", "/b", "/c", "/d", "/e#x", "/e#y"])
    first, second = play(site, 0, 0.01)
    assert site.server.seen == []
    assert [result.verdict for result in second] == [result.verdict for result in first]
    assert all(result.from_history for result in second)
    assert second[1].hops == first[1].hops
    assert second[1].permanent_url == first[1].permanent_url


def test_verdicts_fall_due_after_their_time(tmp_path: Path) -> None:
    site = Site(tmp_path, {"/a": page(), "/d": Reply(410)}, ["/a", "/d"])
    play(site, 0, 1)
    assert [seen.target for seen in site.server.seen] == ["/d"]


def test_an_unchanged_page_is_not_sent_again(tmp_path: Path) -> None:
    def conditional(seen) -> Reply:
        if seen.headers.get("if-none-match") == '"v1"':
            return Reply(304)
        return Reply(200, page(), [("ETag", '"v1"')])

    site = Site(tmp_path, {"/a": conditional}, ["/a"])
    runs = play(site, 0, 30, 30)
    assert [results[0].verdict for results in runs] == [Verdict.OK] * 3
    assert site.server.seen[0].headers["if-none-match"] == '"v1"'


def test_a_failure_knows_when_the_link_was_good(tmp_path: Path) -> None:
    answers = iter([Reply(200, page()), *[Reply(410)] * 3])
    site = Site(tmp_path, {"/a": lambda _: next(answers)}, ["/a"])
    good, first, second, third = play(site, 0, 10, 3, 4)
    assert good[0].past is None
    past = third[0].past
    assert past is not None
    assert past.last_good is not None
    assert past.first_failure is not None
    assert (past.streak, past.first_failure - past.last_good) == (2, timedelta(days=10))
    now = datetime.fromtimestamp(site.now, UTC)
    policy = FailurePolicy()
    assert [is_settled(results[0], policy, now) for results in (first, second, third)] == [False, False, True]


def test_a_link_without_a_good_past_is_an_error_at_once() -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    dead = LinkResult("https://site.org/", Verdict.DEAD)
    assert is_settled(dead, FailurePolicy(), now)
    known = Past(Verdict.OK, now, last_good=now)
    softened = LinkResult("https://site.org/", Verdict.DEAD, past=known)
    assert not is_settled(softened, FailurePolicy(), now)
    assert is_settled(softened, FailurePolicy(), now, added=True)


def test_the_other_links_of_a_host_that_wants_an_hour_are_taken_from_the_history(tmp_path: Path) -> None:
    pages: dict[str, object] = {f"/{n}": page() for n in range(12)}
    site = Site(tmp_path, pages, [f"/{n}" for n in range(12)])

    async def run() -> list[LinkResult]:
        async with serving(site.server):
            await site.run()
            hour = Reply(429, headers=[("Retry-After", "3600")])
            site.server.pages = {f"/{n}": hour for n in range(12)}
            return await site.run(after_days=30)

    found = asyncio.run(run())
    assert {result.verdict for result in found} == {Verdict.BLOCKED, Verdict.OK}
    assert all("good on 2023-11-14" in result.reason for result in found if result.verdict is Verdict.OK)


def test_hosts_fall_due_on_different_days_and_their_links_together() -> None:
    good = LinkResult("x", Verdict.OK)
    times = {lifetime(good, f"host{n}.org") for n in range(50)}
    assert len(times) == 50
    assert all(5 * DAY < seconds < 9 * DAY for seconds in times)


def stored(path: Path) -> str:
    connection = sqlite3.connect(path)
    text = "\n".join(connection.iterdump())
    connection.close()
    return text


@pytest.mark.parametrize(
    "secret",
    ["http://ann:hunter2@{}/a", "http://{}/a?access_token=hunter2", "http://{}/a?X-Amz-Signature=hunter2"],
)
def test_credentials_are_not_stored(tmp_path: Path, secret: str) -> None:
    server = Server({"*": page()})

    async def run() -> Results:
        async with serving(server):
            with History.open(tmp_path / "h") as history:
                return await ask([secret.format(f"127.0.0.1:{server.port}")], None, history)

    [result] = asyncio.run(run()).links.values()
    assert result.verdict is Verdict.OK
    assert "hunter2" not in stored(tmp_path / "h")
    assert "127.0.0.1" not in stored(tmp_path / "h")


def test_private_hosts_are_not_stored(tmp_path: Path) -> None:
    server = Server({"*": page()})

    async def lookup(_: str) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> Results:
        async with serving(server):
            urls = [f"http://{name}:{server.port}/" for name in ("wiki", "db.internal", "inside.firm.net")]
            options = NetworkOptions(timeout=2, allow_networks=["127.0.0.0/8"])
            with History.open(tmp_path / "h") as history:
                return await ask(urls, options, history, lookup=lookup)

    assert {result.verdict for result in asyncio.run(run()).links.values()} == {Verdict.OK}
    assert not any(name in stored(tmp_path / "h") for name in ("wiki", "internal", "firm"))


def test_a_corrupt_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with History.open(path) as history:
        assert "corrupt" in history.warnings[0]
        history.note("https://site.org/", LinkResult("x", Verdict.OK), NOW, DAY, None)
    assert (tmp_path / "links.sqlite.corrupt").exists()
    with History.open(path) as history:
        assert history.recall("https://site.org/") is not None


def test_a_file_damaged_inside_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    with History.open(path) as history:
        for number in range(500):
            history.note(f"https://site.org/{number}", LinkResult("x", Verdict.OK), NOW, DAY, None)
    data = bytearray(path.read_bytes())
    data[5000:9000] = b"\xff" * 4000
    path.write_bytes(data)
    with History.open(path) as history:
        assert "corrupt" in history.warnings[0]


def test_a_file_of_a_newer_guidelint_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.commit()
    connection.close()
    with History.open(path) as history:
        assert "newer" in history.warnings[0]
    assert (tmp_path / "links.sqlite.newer").exists()


def test_a_folder_in_the_way_is_a_warning(tmp_path: Path) -> None:
    with History.open(tmp_path) as history:
        assert "cannot be used" in history.warnings[0]


def test_two_runs_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    with History.open(path) as one, History.open(path) as two:
        for number in range(50):
            one.note(f"https://one.org/{number}", LinkResult("x", Verdict.OK), NOW, DAY, None)
            two.note(f"https://two.org/{number}", LinkResult("x", Verdict.DEAD), NOW, DAY, None)
            one.save()
            two.save()
    with History.open(path) as history:
        assert history.recall("https://one.org/49")
        assert history.recall("https://two.org/0")
        assert history.warnings == []


def test_the_past_of_a_link_can_be_read(tmp_path: Path) -> None:
    with History.open(tmp_path / "h") as history:
        for number in range(30):
            verdict = Verdict.DEAD if number % 2 else Verdict.OK
            history.note("https://site.org/", LinkResult("x", verdict, str(number)), NOW + number, DAY, None)
            history.save()
        episodes = history.episodes("https://site.org/")
    assert [episode.reason for episode in episodes[:2]] == ["29", "28"]
    assert len(episodes) == 20


WRITER = """
import sys
from pathlib import Path
from guidelint.links.history import History
from guidelint.links.model import LinkResult
from guidelint.links.verdict import Verdict
history = History.open(Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while True:
    for _ in range(20):
        number += 1
        result = LinkResult("x", Verdict.OK, "r" * 200)
        history.note(f"https://site.org/{number % 3000}", result, 1e9 + number, 1e5, None)
    history.save()
"""


def test_a_killed_process_leaves_a_consistent_file(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    moments = random.Random(5)
    for _ in range(50):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        with writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0, 0.02))
            writer.send_signal(signal.SIGKILL)
        with History.open(path) as history:
            assert history.warnings == []
            connection = history._connection
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            links, askings = (
                connection.execute(f"SELECT count(DISTINCT url) FROM {table}").fetchone()
                for table in ("links", "askings")
            )
            assert links == askings
    assert sorted(file.name for file in tmp_path.iterdir()) == ["links.sqlite"]
