"""Through a proxy, names are the proxy's business, and forbidden literals stay forbidden."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator

import pytest

from guidelint.links.model import LinkResult, NetworkOptions, Proxies
from guidelint.links.verdict import Verdict
from tests.links.servers import Reply, Seen, Server, ask, page, serving

ONION = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"


async def nobody_asks(host: str) -> list[str]:
    raise AssertionError(f"{host} was looked up here")


def through(proxies: Proxies, *urls: str) -> list[LinkResult]:
    async def run() -> list[LinkResult]:
        results = await ask(urls, NetworkOptions(timeout=3, proxies=proxies), lookup=nobody_asks)
        return list(results.links.values())

    return asyncio.run(run())


def test_an_http_proxy_gets_the_whole_address() -> None:
    def answer(seen: Seen) -> Reply:
        return Reply(200, page()) if seen.target == "http://docs.far.net/a%2Fb" else Reply(404)

    server = Server({"*": answer})

    async def run() -> list[LinkResult]:
        async with serving(server):
            options = NetworkOptions(timeout=3, proxies=Proxies(http=server.url))
            results = await ask(
                ["http://docs.far.net/a%2Fb", "http://10.0.0.1/"], options, lookup=nobody_asks
            )
            return list(results.links.values())

    far, private = asyncio.run(run())
    assert (far.verdict, private.verdict) == (Verdict.OK, Verdict.SKIPPED)
    assert [seen.target for seen in server.seen] == ["http://docs.far.net/a%2Fb"]


def test_a_redirect_to_a_private_literal_is_not_handed_to_the_proxy() -> None:
    server = Server({"*": Reply(302, headers=[("Location", "http://169.254.169.254/latest")])})

    async def run() -> LinkResult:
        async with serving(server):
            options = NetworkOptions(timeout=3, proxies=Proxies(http=server.url))
            return (await ask(["http://docs.far.net/"], options, lookup=nobody_asks)).links[
                "http://docs.far.net/"
            ]

    assert asyncio.run(run()).verdict is Verdict.DEAD
    assert len(server.seen) == 1


def test_a_proxy_that_is_down_is_our_own_trouble() -> None:
    [result] = through(Proxies(http="http://127.0.0.1:9"), "http://docs.far.net/")
    assert result.verdict is Verdict.UNDECIDED


def test_hosts_on_the_bypass_list_are_asked_directly() -> None:
    server = Server({"*": page()})

    async def run() -> LinkResult:
        async with serving(server):
            proxies = Proxies(http="http://127.0.0.1:9", bypass=["127.0.0.1"])
            options = NetworkOptions(timeout=3, proxies=proxies, allow_networks=["127.0.0.0/8"])
            return (await ask([server.url], options)).links[server.url]

    assert asyncio.run(run()).verdict is Verdict.OK


@contextlib.asynccontextmanager
async def socks(target: Server, seen: list[str]) -> AsyncIterator[str]:
    """A SOCKS5 proxy (RFC 1928) that sends every connection to one server.

    Notes the names it was given.
    """

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        count = (await reader.readexactly(2))[1]
        await reader.readexactly(count)
        writer.write(b"\x05\x00")
        kind = (await reader.readexactly(4))[3]
        name = await reader.readexactly((await reader.readexactly(1))[0] if kind == 3 else 4)
        port = struct.unpack(">H", await reader.readexactly(2))[0]
        seen.append(f"{name.decode() if kind == 3 else name}:{port}")
        far_reader, far_writer = await asyncio.open_connection(target.host, target.port)
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    listener = await asyncio.start_server(serve, "127.0.0.1")
    async with listener:
        yield f"socks5://127.0.0.1:{listener.sockets[0].getsockname()[1]}"


def test_onions_go_through_their_own_proxy_by_name() -> None:
    pytest.importorskip("aiohttp_socks")
    server, seen = Server({"/a": page()}), []

    async def run() -> LinkResult:
        async with serving(server), socks(server, seen) as proxy:
            options = NetworkOptions(timeout=3, proxies=Proxies(onion=proxy))
            url = f"http://{ONION}/a"
            return (await ask([url], options, lookup=nobody_asks)).links[url]

    assert asyncio.run(run()).verdict is Verdict.OK
    assert seen == [f"{ONION}:80"]


def test_without_a_proxy_onions_are_skipped_and_their_spelling_is_checked() -> None:
    good, bad = through(Proxies(), f"http://{ONION}/", f"http://{ONION.replace('2g', '2h', 1)}/")
    assert (good.verdict, good.reason) == (Verdict.SKIPPED, "an onion address, and no proxy for Tor is set")
    assert (bad.verdict, "checksum" in bad.reason) == (Verdict.SKIPPED, True)
