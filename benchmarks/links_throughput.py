"""Requests per second of the link checker, beside a bare aiohttp loop over the same URLs.

    python benchmarks/links_throughput.py [--hosts 2000] [--links 20000] [--workers 64]

A server in a process of its own answers on many loopback addresses without delay. Both clients run one
after the other in the same run, several rounds; the figure is the median of the rounds' ratios, by wall clock
and by CPU time (which other work on the computer disturbs less).
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import statistics
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event  # noqa: TC003 - as the other imports of this file
from typing import cast

import aiohttp

from guidelint.links.check import check_links_async
from guidelint.links.model import NetworkOptions
from guidelint.links.verdict import Verdict

PAGE = (
    b"<!doctype html><html><head><title>A page</title></head><body><h1>A page</h1><p>Words.</p></body></html>"
)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(PAGE), PAGE)


def addresses(count: int) -> Iterator[str]:
    """Give loopback addresses, one per host."""
    for number in range(count):
        yield f"127.{50 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


class Page(asyncio.Protocol):
    """Answers every request with the same page."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to answer."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer each request in `data`."""
        self._transport.write(ANSWER * data.count(b"\r\n\r\n"))
        if b"Connection: close" in data:
            self._transport.close()


def serve(port: int, ready: Event) -> None:
    """Serve every loopback address on one port until the process is ended."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        await loop.create_server(Page, "0.0.0.0", port, backlog=4096)  # noqa: S104 - only loopback is asked
        ready.set()
        await asyncio.Event().wait()

    asyncio.run(run())


async def bare(urls: list[str], workers: int) -> float:
    """Ask all URLs with a plain aiohttp session and give the seconds."""
    queue = iter(urls)

    async def work(session: aiohttp.ClientSession) -> None:
        for url in queue:
            async with session.get(url, allow_redirects=False) as response:
                await response.read()

    start = time.perf_counter()
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=5)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        await asyncio.gather(*(work(session) for _ in range(workers)))
    return time.perf_counter() - start


async def guidelint(urls: list[str], workers: int) -> float:
    """Ask all URLs with guidelint and give the seconds."""
    start = time.perf_counter()
    results = await check_links_async(
        urls, NetworkOptions(allow_networks=["127.0.0.0/8"], global_limit=workers)
    )
    seconds = time.perf_counter() - start
    wrong = [result for result in results.links.values() if result.verdict is not Verdict.OK]
    if wrong:
        raise SystemExit(f"{len(wrong)} links are not ok, the first: {wrong[0]}")
    return seconds


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hosts", type=int, default=2000)
    parser.add_argument("--links", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=18_777)
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    hosts = list(addresses(options.hosts))
    urls = [
        f"http://{hosts[number % len(hosts)]}:{options.port}/page/{number}" for number in range(options.links)
    ]
    ready = multiprocessing.Event()
    server = multiprocessing.Process(target=serve, args=(options.port, ready), daemon=True)
    server.start()
    ready.wait()
    shares, costs = [], []
    try:
        for _ in range(options.rounds):
            rates, seconds = [], []
            for name, client in (("bare aiohttp", bare), ("guidelint", guidelint)):
                before = time.process_time()
                rates.append(len(urls) / asyncio.run(client(urls, options.workers)))
                seconds.append(time.process_time() - before)
                cost = seconds[-1] / len(urls) * 1e6
                print(f"{name:>14}: {rates[-1]:7.0f} requests/s, {cost:4.0f} µs of CPU each")
            shares.append(rates[1] / rates[0])
            costs.append(seconds[0] / seconds[1])
    finally:
        server.terminate()
    wall, cpu = statistics.median(shares), statistics.median(costs)
    print(f"guidelint reaches {wall:.0%} of a bare loop in requests/s, {cpu:.0%} by CPU time", end=" ")
    print(f"(medians of {len(shares)} rounds; soft limit of files {soft})")


if __name__ == "__main__":
    main()
