"""Whole hosts that are gone, names that do not exist, and our own network."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

from guidelint.links.model import NetworkOptions, Results
from guidelint.links.verdict import Verdict
from tests.links.servers import LOOPBACK, Reply, Server, ask, page, serving

Lookup = Callable[[str], Awaitable[list[str]]]


def names(known: dict[str, list[str] | int], asked: list[str] | None = None) -> Lookup:
    """A name server: addresses, or the error it gives."""

    async def lookup(host: str) -> list[str]:
        if asked is not None:
            asked.append(host)
        found = known.get(host, socket.EAI_NONAME)
        if isinstance(found, int):
            raise socket.gaierror(found, "no")
        return found

    return lookup


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def run(urls: list[str], lookup: Lookup | None = None, server: Server | None = None, **options) -> Results:
    settings = NetworkOptions(**{"timeout": 2, "allow_networks": LOOPBACK, **options})

    async def go() -> Results:
        if server is None:
            return await ask(urls, settings, lookup=lookup)
        async with serving(server):
            return await ask([url.replace("PORT", str(server.port)) for url in urls], settings, lookup=lookup)

    return asyncio.run(go())


def verdicts(results: Results) -> list[str]:
    return [str(result.verdict) for result in results.links.values()]


def test_a_name_that_does_not_exist_is_dead_after_asking_again() -> None:
    asked: list[str] = []
    lookup = names({"here.org": ["127.0.0.1"]}, asked)
    results = run(
        ["http://here.org:PORT/", "http://gone.org/a", "http://gone.org/b"], lookup, Server({"*": page()})
    )
    assert verdicts(results) == ["ok", "dead", "dead"]
    assert asked.count("gone.org") >= 2
    dead = [result for result in results.links.values() if result.verdict is Verdict.DEAD]
    assert {result.host_gone for result in dead} == {"gone.org"}
    assert dead[0].reason.startswith("no such host name")


def test_a_name_server_in_trouble_decides_nothing() -> None:
    lookup = names({"here.org": ["127.0.0.1"], "servfail.org": socket.EAI_AGAIN})
    urls = [*(f"http://here.org:PORT/{n}" for n in range(3)), "http://servfail.org/"]
    results = run(urls, lookup, Server({"*": page()}))
    assert verdicts(results) == ["ok", "ok", "ok", "undecided"]
    assert results.network_down is None


def test_a_refused_connection_is_dead_and_one_asking_twice_serves_all_links() -> None:
    port = free_port()
    server = Server({"*": page()})
    urls = [f"http://127.0.0.1:{port}/{n}" for n in range(30)]
    results = run([*urls, "http://127.0.0.2:PORT/"], server=Server({"*": page()}, host="127.0.0.2"))
    assert verdicts(results) == ["dead"] * 30 + ["ok"]
    assert results.requests <= 6
    assert {result.host_gone for result in results.links.values()} == {"127.0.0.1", None}
    assert server.seen == []


def test_a_host_that_is_silent_for_five_pages_is_silent_for_all() -> None:
    silent = Server({"*": Reply(silent=True)})
    results = run([f"http://127.0.0.1:PORT/{n}" for n in range(40)], server=silent, timeout=0.3)
    assert set(verdicts(results)) == {"dead"}
    assert len(silent.seen) <= 24


def test_a_host_that_answers_one_page_is_not_gone_because_another_is_silent() -> None:
    pages = {f"/{n}": page() for n in range(6)} | {f"/quiet{n}": Reply(silent=True) for n in range(3)}
    urls = [
        *(f"http://127.0.0.1:PORT/quiet{n}" for n in range(3)),
        *(f"http://127.0.0.1:PORT/{n}" for n in range(6)),
    ]
    results = run(urls, server=Server(pages), timeout=0.3)
    assert verdicts(results) == ["dead"] * 3 + ["ok"] * 6


def test_a_host_that_comes_back_is_asked_for_everything() -> None:
    answers = iter([socket.EAI_NONAME, ["127.0.0.1"], ["127.0.0.1"], ["127.0.0.1"]])

    async def lookup(_: str) -> list[str]:
        found = next(answers)
        if isinstance(found, int):
            raise socket.gaierror(found, "no")
        return found

    results = run([f"http://back.org:PORT/{n}" for n in range(5)], lookup, Server({"*": page()}))
    assert verdicts(results) == ["ok"] * 5


def test_without_any_network_nothing_is_dead() -> None:
    lookup = names({f"h{n}.org": socket.EAI_AGAIN for n in range(40)})
    results = run([f"http://h{n % 40}.org/{n}" for n in range(400)], lookup)
    assert set(verdicts(results)) == {"undecided"}
    assert results.network_down is not None
    assert "our own network is down" in results.network_down


def test_where_every_single_host_fails_it_is_us() -> None:
    results = run([f"http://h{n % 40}.org/{n}" for n in range(400)], names({}))
    assert set(verdicts(results)) == {"undecided"}
    assert results.network_down is not None


def test_one_dead_host_alone_is_the_hosts_own_fault() -> None:
    results = run(["http://gone.org/"], names({}))
    assert (verdicts(results), results.network_down) == (["dead"], None)


def test_trouble_with_a_third_of_all_names_is_ours() -> None:
    known: dict[str, list[str] | int] = {
        "a.org": ["127.0.0.1"],
        "b.org": socket.EAI_AGAIN,
        "c.org": socket.EAI_AGAIN,
    }
    results = run(
        ["http://a.org:PORT/", "http://b.org/", "http://c.org/"], names(known), Server({"*": page()})
    )
    assert verdicts(results) == ["ok", "undecided", "undecided"]
    assert results.network_down is not None


def test_one_dead_address_of_several_does_not_matter() -> None:
    lookup = names({"many.org": ["127.0.0.99", "127.0.0.1"]})
    assert verdicts(run(["http://many.org:PORT/"], lookup, Server({"*": page()}))) == ["ok"]
