"""No spelling of a private address is ever dialled; no test here dials one either."""

from __future__ import annotations

import asyncio
import socket

import pytest
from aiohttp.abc import ResolveResult

from guidelint.links.guard import ForbiddenAddressError, Guard
from guidelint.links.model import LinkResult, NetworkOptions, Results
from guidelint.links.resolver import GuardedResolver
from guidelint.links.verdict import Verdict
from tests.links.servers import LOOPBACK, Reply, Server, ask, moved, page, serving

SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0x7f.1",
    "127.000.000.001",
    "%31%32%37.0.0.1",
    "１２７.0.0.1",
    "127。0。0。1",
    "127.0.0.1.",
    "0.0.0.0",
    "0",
    "10.0.0.1",
    "10.1",
    "0xa000001",
    "167772161",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.257",
    "0300.0250.0.1",
    "169.254.169.254",
    "2852039166",
    "0xA9FEA9FE",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a00:1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[fec0::1]",
    "[100::1]",
    "[2001:db8::1]",
    "[3fff::1]",
]


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses for which a socket was made; a forbidden one ends the test before any packet leaves."""
    made: list[str] = []
    real = Guard.socket

    def watched(self: Guard, info: tuple) -> socket.socket:
        made_socket = real(self, info)
        made.append(info[4][0])
        return made_socket

    monkeypatch.setattr(Guard, "socket", watched)
    return made


async def no_names(host: str) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, host)


def guarded(*urls: str, lookup=no_names, **options) -> Results:
    settings = NetworkOptions(timeout=2, **options)
    return asyncio.run(ask(urls, settings, lookup=lookup))


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_literal_is_refused_before_anything_is_sent(host: str, dialled: list[str]) -> None:
    url = f"http://{host}:8/secret"
    result = guarded(url).links[url]
    assert (result.verdict, result.attempts, dialled) == (Verdict.SKIPPED, 0, [])
    assert "public" in result.reason


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_redirect_to_a_literal_is_refused(host: str, dialled: list[str]) -> None:
    server = Server({"/": lambda _: moved(f"http://{host}:8/secret", 302)}, host="127.0.0.9")

    async def run() -> LinkResult:
        async with serving(server):
            options = NetworkOptions(timeout=2, allow_networks=["127.0.0.9/32"])
            return (await ask([server.url], options, lookup=no_names)).links[server.url]

    result = asyncio.run(run())
    assert (result.verdict, result.attempts, set(dialled)) == (Verdict.DEAD, 1, {"127.0.0.9"})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.20.1.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "::1",
        "fd00::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "168.63.129.16",
        "224.0.0.1",
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused(address: str, dialled: list[str]) -> None:
    async def lookup(_: str) -> list[str]:
        return [address]

    result = guarded("http://docs.rebind.net/", lookup=lookup).links["http://docs.rebind.net/"]
    assert (result.verdict, dialled) == (Verdict.SKIPPED, [])


def test_a_private_address_beside_a_public_one_is_left_out(dialled: list[str]) -> None:
    server = Server({"/": page()}, host="127.0.0.9")

    async def lookup(_: str) -> list[str]:
        return ["10.0.0.1", "127.0.0.9", "::1"]

    async def run() -> Results:
        async with serving(server):
            options = NetworkOptions(timeout=2, allow_networks=["127.0.0.9/32"])
            return await ask([f"http://docs.mixed.net:{server.port}/"], options, lookup=lookup)

    [result] = asyncio.run(run()).links.values()
    assert (result.verdict, dialled) == (Verdict.OK, ["127.0.0.9"])


def test_a_name_that_changes_its_address_is_caught_where_the_socket_is_made(
    dialled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the resolver's own filter is off, so that the last line must hold alone."""

    class Unfiltered(GuardedResolver):
        async def resolve(self, host: str, port: int = 0, **_: object) -> list[ResolveResult]:
            [address] = await self._lookup(host)
            return [
                ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=6, flags=0)
            ]

    monkeypatch.setattr("guidelint.links.routes.GuardedResolver", Unfiltered)
    answers = iter([["127.0.0.9"], ["10.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    server = Server({"/": Reply(500)}, host="127.0.0.9")

    async def lookup(_: str) -> list[str]:
        return next(answers)

    async def run() -> Results:
        async with serving(server):
            options = NetworkOptions(timeout=2, allow_networks=["127.0.0.9/32"])
            return await ask([f"http://docs.rebind.net:{server.port}/"], options, lookup=lookup)

    [result] = asyncio.run(run()).links.values()
    assert set(dialled) == {"127.0.0.9"}
    assert result.verdict is not Verdict.OK


def test_a_redirect_to_a_name_with_a_private_address_is_dead_and_says_so(dialled: list[str]) -> None:
    server = Server({"/": moved("http://inside.example-corp.net/", 302)}, host="127.0.0.9")

    async def lookup(_: str) -> list[str]:
        return ["10.0.0.1"]

    async def run() -> LinkResult:
        async with serving(server):
            options = NetworkOptions(timeout=2, allow_networks=["127.0.0.9/32"])
            return (await ask([server.url], options, lookup=lookup)).links[server.url]

    result = asyncio.run(run())
    assert (result.verdict, set(dialled)) == (Verdict.DEAD, {"127.0.0.9"})
    assert "private network" in result.reason


@pytest.mark.parametrize("address", SPELLINGS)
def test_no_socket_is_made(address: str) -> None:
    plain = address.strip("[]")
    family = socket.AF_INET6 if ":" in plain else socket.AF_INET
    with pytest.raises(ForbiddenAddressError):
        Guard().socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (plain, 80)))


@pytest.mark.parametrize(
    "address", ["9.9.9.9", "1.1.1.1", "2606:4700::1111", "64:ff9b::9.9.9.9", "::ffff:9.9.9.9"]
)
def test_public_addresses_are_permitted(address: str) -> None:
    assert Guard().permits(address)


@pytest.mark.parametrize("network", ["127.0.0.0/8", "127.0.0.1", "127.0.0.1/8"])
def test_an_allowed_network_is_dialled(network: str, dialled: list[str]) -> None:
    server = Server({"/": page()})

    async def run() -> LinkResult:
        async with serving(server):
            return (await ask([server.url], NetworkOptions(timeout=2, allow_networks=[network]))).links[
                server.url
            ]

    assert (asyncio.run(run()).verdict, dialled) == (Verdict.OK, ["127.0.0.1"])


def test_a_text_that_is_no_network_is_an_error() -> None:
    with pytest.raises(ValueError, match="fish"):
        Guard(["fish"])


@pytest.mark.parametrize(
    ("host", "refused"),
    [
        ("localhost", "not a public name"),
        ("wiki", "not a public name"),
        ("printer.local", "not a public name"),
        ("db.internal", "not a public name"),
        ("router.home.arpa", "not a public name"),
        ("a.localhost", "not a public name"),
        ("example.com", "RFC 2606"),
        ("www.example.org", "RFC 2606"),
        ("x.test", "RFC 2606"),
        ("y.invalid", "RFC 2606"),
        ("my-example.com", None),
        ("localhost.run", None),
        ("local.ch", None),
    ],
)
def test_names_that_lead_nowhere_in_public(host: str, refused: str | None) -> None:
    reason = Guard().refuses_name(host)
    assert reason == refused or (refused is not None and reason is not None and refused in reason)


def test_private_names_are_asked_where_a_network_is_allowed() -> None:
    assert Guard(LOOPBACK).refuses_name("localhost") is None


def test_a_filter_that_answers_zero_is_our_own_trouble() -> None:
    async def lookup(host: str) -> list[str]:
        return ["0.0.0.0"]

    result = guarded("http://tracker.blocked.net/", lookup=lookup).links["http://tracker.blocked.net/"]
    assert result.verdict is Verdict.UNDECIDED
