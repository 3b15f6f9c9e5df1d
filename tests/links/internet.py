"""A small internet on loopback: two proxies that answer for every host as a file says.

The file is the `network.toml` of a folder in `fixtures/`. One proxy takes plain requests, the other opens
tunnels and speaks TLS in them, with certificates of an authority that the process is made to trust.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import trustme

from guidelint.links import check, clock
from guidelint.links.history import History
from guidelint.links.model import LinkResult
from guidelint.links.urls import Target, read
from guidelint.links.verdict import Verdict
from tests.links.servers import JumpingClock, Reply, Seen, Server, page, serving

if TYPE_CHECKING:
    import pytest

PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
DAY = 86400.0


class TunnelServer(Server):
    """A proxy that answers in the place of the host that a tunnel is opened to."""

    def __init__(self, pages: Mapping[str, object], certificates: Mapping[str, str]) -> None:
        super().__init__(pages)
        self.authority = trustme.CA()
        self._faults = certificates
        self._contexts: dict[str, ssl.SSLContext] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            host = head.split()[1].rpartition(":")[0]
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await writer.drain()
            await writer.start_tls(self._context(host))
            await super().serve(reader, writer)
            return
        writer.close()

    def _context(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            past = datetime.now(UTC) - timedelta(days=9)
            dates = {"not_before": past, "not_after": past + timedelta(days=1)}
            fault = self._faults.get(host)
            certificate = self.authority.issue_cert(host, **(dates if fault == "expired" else {}))
            made = self._contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(made)
        return self._contexts[host]


class Internet:
    """What `network.toml` describes, running. `asked` lists the addresses that were asked for."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self.description = description
        self._answers: Mapping[str, Mapping[str, Any]] = description["answers"]
        self.plain = Server({"*": self._answer})
        self.tunnels = TunnelServer({"*": self._answer}, description.get("certificates", {}))

    @property
    def asked(self) -> list[str]:
        return [_address(seen) for server in (self.plain, self.tunnels) for seen in server.seen]

    def _answer(self, seen: Seen) -> Reply:
        url = _address(seen)
        found = self._answers.get(url, self._answers.get(url.rpartition("/")[0] + "/*"))
        if found is None:
            return Reply(404, page("Nothing"))
        headers = [*found.get("headers", {}).items()]
        headers += [("Location", found["location"])] if "location" in found else []
        body, status = found.get("body", "<p>Words for a reader.</p>"), found.get("status", 200)
        if "type" in found:
            return Reply(status, body, headers, found["type"])
        return Reply(status, page(found.get("title", "A page"), body), headers)


def _address(seen: Seen) -> str:
    return seen.target if seen.target.startswith("http://") else f"https://{seen.host}{seen.target}"


@contextlib.contextmanager
def internet(folder: Path, scratch: Path, patch: pytest.MonkeyPatch) -> Iterator[Internet]:
    """Run the internet that the `network.toml` in `folder` describes, and have this process live in it.

    It is reached through the proxies of the environment; the clock stands at the time of the file and jumps.
    """
    running = Internet(tomllib.loads((folder / "network.toml").read_text(encoding="utf-8")))
    with in_a_thread(running.plain, running.tunnels):
        running.tunnels.authority.cert_pem.write_to_path(scratch / "authority.pem")
        patch.setenv("SSL_CERT_FILE", str(scratch / "authority.pem"))
        for name in PROXY_VARIABLES:
            patch.delenv(name, raising=False)
            patch.delenv(name.upper(), raising=False)
        for name in ("GITHUB_TOKEN", "GITHUB_API_URL"):
            patch.delenv(name, raising=False)
        patch.setenv("http_proxy", running.plain.url)
        patch.setenv("https_proxy", running.tunnels.url)
        unknown, unanswered = (running.description.get(name, []) for name in ("unknown", "unanswered"))
        patch.setenv("no_proxy", ",".join([*unknown, *unanswered]))
        _set_clock(running.description["now"], patch)
        patch.setattr(check, "SystemLookup", lambda: NoNames(unanswered))
        yield running


def _set_clock(now: datetime, patch: pytest.MonkeyPatch) -> None:
    def jumping() -> JumpingClock:
        return JumpingClock(epoch=now.timestamp())

    patch.setattr(clock, "SystemClock", jumping)


class NoNames:
    """A resolver that knows no name, and does not answer about some."""

    def __init__(self, silent: Collection[str]) -> None:
        self._silent = silent

    async def __call__(self, host: str) -> list[str]:
        if host in self._silent:
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        raise socket.gaierror(socket.EAI_NONAME, "unknown name")

    def close(self) -> None:
        pass


def remember(path: Path, description: Mapping[str, Any]) -> None:
    """Write a history that has seen what the entries under `history` say."""
    with History.open(path) as history:
        for entry in description.get("history", []):
            target = read(entry["url"])
            assert isinstance(target, Target)
            verdict = Verdict(entry["verdict"])
            final = entry.get("final_url", entry["url"])
            result = LinkResult(entry["url"], verdict, entry.get("reason", ""), final_url=final)
            history.note(target.record_key, result, entry["checked"].timestamp(), DAY / 4, None)
            history.save()


@contextlib.contextmanager
def in_a_thread(*servers: Server) -> Iterator[None]:
    """Run servers in a thread, for tests of commands, which have an event loop of their own."""
    ready = threading.Event()
    ends: list[Callable[[], object]] = []

    async def run() -> None:
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        ends.append(lambda: loop.call_soon_threadsafe(over.set))
        async with serving(*servers):
            ready.set()
            await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        ends[0]()
        thread.join()
