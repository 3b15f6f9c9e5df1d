"""Real servers on loopback that behave as a test tells them, and a clock that need not wait."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guidelint.links.check import check_links_async
from guidelint.links.model import LinkResult, NetworkOptions, Results

if TYPE_CHECKING:
    from guidelint.links.history import History

LOOPBACK = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True)
class Seen:
    """One request as a server saw it."""

    host: str
    method: str
    target: str
    headers: Mapping[str, str]
    number: int
    body: str = ""


@dataclass
class Reply:
    """One answer. `raw` replaces everything; `reset` and `silent` give no answer at all."""

    status: int = 200
    body: bytes | str = ""
    headers: Sequence[tuple[str, str | bytes]] = ()
    content_type: str | None = "text/html; charset=utf-8"
    raw: bytes | None = None
    reset: bool = False
    silent: bool = False


Behaviour = Callable[[Seen], Reply | Awaitable[Reply]]


def page(title: str = "Documentation", body: str = "<p>Words for a reader.</p>") -> str:
    """A small HTML page."""
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


def moved(to: str, status: int = 301) -> Reply:
    """A redirect."""
    return Reply(status, headers=[("Location", to)])


class Server:
    """An HTTP server on one loopback address. `pages` maps request targets to replies, behaviours, or
    lists of replies to be given one after the other (the last one for ever); anything else is a 404.
    """

    def __init__(self, pages: Mapping[str, object], host: str = "127.0.0.1") -> None:
        self.pages = dict(pages)
        self.host = host
        self.port = 0
        self.seen: list[Seen] = []
        self.connections = 0
        self.active = self.most_active = 0
        self._writers: list[asyncio.StreamWriter] = []

    @property
    def url(self) -> str:
        """The address of the server, without a slash at the end."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    def count(self, target: str) -> int:
        """How many requests came for a target."""
        return sum(seen.target == target for seen in self.seen)

    async def hang_up(self) -> None:
        """Close all connections."""
        for writer in self._writers:
            writer.transport.abort()
        for _ in range(10):  # a connection with TLS ends in several steps
            await asyncio.sleep(0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        self.connections += 1
        self._writers.append(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *rest = head.split("\r\n")
                method, target, _ = first.split(" ", 2)
                headers = {
                    name.lower(): value.strip()
                    for name, _, value in (line.partition(":") for line in rest if line)
                }
                body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode("latin-1")
                self.active += 1
                self.most_active = max(self.most_active, self.active)
                seen = Seen(headers.get("host", ""), method, target, headers, self.count(target), body)
                try:
                    if not await self._answer(seen, writer):
                        break
                finally:
                    self.active -= 1
        writer.close()

    async def _answer(self, seen: Seen, writer: asyncio.StreamWriter) -> bool:
        self.seen.append(seen)
        reply = await self._reply(seen)
        if reply.silent:
            await asyncio.sleep(30)
            return False
        if reply.reset:
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return False
        if reply.raw is not None:
            writer.write(reply.raw)
            await writer.drain()
            return False
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        names = {name.lower() for name, _ in reply.headers}
        lines = [f"HTTP/1.1 {reply.status} Text".encode()]
        if reply.content_type and reply.status not in (204, 304):
            lines.append(f"Content-Type: {reply.content_type}".encode())
        if "content-length" not in names and reply.status not in (204, 304):
            lines.append(f"Content-Length: {len(body)}".encode())
        lines += [
            name.encode() + b": " + (value if isinstance(value, bytes) else value.encode())
            for name, value in reply.headers
        ]
        writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + (b"" if reply.status in (204, 304) else body))
        await writer.drain()
        return seen.headers.get("connection", "").lower() != "close"

    async def _reply(self, seen: Seen) -> Reply:
        found = self.pages.get(seen.target, self.pages.get("*", Reply(404, page("Nothing"))))
        if isinstance(found, list):
            found = found[min(seen.number, len(found) - 1)]
        if callable(found):
            found = found(seen)
        if isinstance(found, Awaitable):
            found = await found
        return found if isinstance(found, Reply) else Reply(body=str(found))


@contextlib.asynccontextmanager
async def serving(*servers: Server, tls: ssl.SSLContext | None = None, port: int = 0) -> AsyncIterator[None]:
    """Run servers, each on a free port of its address; a given `port` is shared by all."""
    listening = []
    try:
        for server in servers:
            listener = await asyncio.start_server(server.serve, server.host, port, ssl=tls, backlog=512)
            server.port = listener.sockets[0].getsockname()[1]
            port = port and server.port
            listening.append(listener)
        yield
    finally:
        for listener in listening:
            listener.close()
        for server in servers:
            await server.hang_up()


@dataclass
class JumpingClock:
    """A clock for tests: where nothing is in flight, waiting costs no real time, it jumps."""

    skipped: float = 0.0
    jumps: list[float] = field(default_factory=list)
    epoch: float | None = None

    def monotonic(self) -> float:
        return time.monotonic() + self.skipped

    def time(self) -> float:
        return (time.time() if self.epoch is None else self.epoch) + self.skipped

    async def wait(self, event: asyncio.Event, seconds: float | None, *, idle: bool) -> None:
        if idle and seconds is not None and not event.is_set():
            self.skipped += seconds
            self.jumps.append(seconds)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()


async def ask(
    urls: Sequence[str],
    options: NetworkOptions | None = None,
    history: History | None = None,
    clock: JumpingClock | None = None,
    lookup: Callable[[str], Awaitable[list[str]]] | None = None,
) -> Results:
    """Check links with loopback allowed and a clock that jumps."""
    options = options or NetworkOptions(timeout=5, allow_networks=LOOPBACK)
    return await check_links_async(urls, options, history, clock=clock or JumpingClock(), lookup=lookup)


def check(pages: Mapping[str, object], *targets: str, **options: object) -> list[LinkResult]:
    """Serve `pages`, check the links to `targets`, and give their results in that order."""
    return serve_and_check(Server(pages), *targets, **options)


def serve_and_check(server: Server, *targets: str, **options: object) -> list[LinkResult]:
    """Check links to one server, and give their results in that order."""

    async def run() -> list[LinkResult]:
        async with serving(server):
            urls = [server.url + target for target in targets]
            settings = {"timeout": 5.0, "allow_networks": LOOPBACK, **options}
            results = await ask(urls, NetworkOptions(**settings))  # type: ignore[arg-type]
            return [results.links[url] for url in urls]

    return asyncio.run(run())
