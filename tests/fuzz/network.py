"""What pages and servers say to the link checker: addresses, HTML, headers, whole answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from yarl import URL

from guidelint.links import judge
from guidelint.links.answer import Answer
from guidelint.links.failures import Failure, Kind
from guidelint.links.fetch import Fetcher, Request
from guidelint.links.fragments import is_present, near_miss, wanted
from guidelint.links.guard import Guard
from guidelint.links.model import NetworkOptions
from guidelint.links.page_facts import PageFacts, parse_refresh
from guidelint.links.redirects import Chain, End
from guidelint.links.retry_after import retry_after
from guidelint.links.routes import Routes
from guidelint.links.soft404 import suspicion
from guidelint.links.urls import MalformedUrlError, Target, http_target, mask, page_key, read, resolve
from guidelint.links.verdict import Verdict

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

LOOPBACK = ("127.0.0.0/8",)
NOW = 2_000_000_000.0


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def url(data: bytes) -> None:
    """Read an address: it is refused, left alone, or has a normal form that is read as itself."""
    text = _text(data)
    page_key(text)
    shown = mask(text)
    with suppress(MalformedUrlError):
        found = read(text)
        if isinstance(found, Target):
            again = read(str(found.url) + ("" if found.fragment is None else f"#{found.fragment}"))
            assert isinstance(again, Target)
            assert (str(again.url), again.host) == (str(found.url), found.host)
            assert again.key == found.key or found.credentials is not None
            assert found.url.scheme in ("http", "https")
            assert not found.url.user
            assert not found.url.password
            Guard().refuses_name(found.host)
            if found.credentials and len(found.credentials[1]) > 8 and "@" in text:
                authority = shown.replace("\\", "/").partition("//")[2].partition("/")[0]
                assert f":{found.credentials[1]}@" not in authority
    with suppress(MalformedUrlError):
        http_target(resolve(URL("https://harbour.dev/a/b?c#d"), text))


def fragment(data: bytes) -> None:
    """Search a page for an id, in pieces and as a whole: nothing raises, whatever the page is."""
    first, _, rest = data.partition(b"\n")
    name = wanted(_text(first)) or "a"
    size = 1 + len(first) % 97
    pieces, whole = PageFacts(), PageFacts()
    for start in range(0, len(rest), size):
        pieces.feed_bytes(rest[start : start + size])
    whole.feed_bytes(rest)
    whole.end()
    for facts in (pieces, whole):
        is_present(name, facts.ids)
        near_miss(name, facts.ids)
    skimmed = PageFacts(_text(first)[:20])
    skimmed.skim_bytes(rest)
    skimmed.end()
    parse_refresh(_text(first))


def headers(data: bytes) -> None:
    """Judge an answer by its headers: it has a verdict, and no wait is negative or longer than allowed."""
    names = ("retry-after", "date", "server", "etag", "location", "title", "refresh")
    values = dict(zip(names, _text(data[1:]).split("\n"), strict=False))
    wait = retry_after(values.get("retry-after"), values.get("date"), NOW)
    assert wait is None or wait >= 0
    address = http_target("https://harbour.dev/guide/").url
    kept = {name: value for name, value in values.items() if name in names[:4]}
    answer = Answer(
        url=address,
        status=(data[0] if data else 0) * 3 + 100,
        headers=kept,
        seconds=0.1,
        location=values.get("location"),
        cookies=None,
        refresh=parse_refresh(values["refresh"]) if "refresh" in values else None,
        title=values.get("title", ""),
        heading="",
        ids=None,
        complete=True,
        shell=False,
        empty=False,
        hung_up=False,
    )
    chain = Chain.begin(http_target("https://harbour.dev/guide/"))
    moved = chain.follow(answer, Guard())
    assert moved in (True, False) or isinstance(moved[0], End)  # type: ignore[index]
    assert chain.url.scheme in ("http", "https")
    suspicion(address, chain.url, answer)
    asking = judge.Asking(address, (), answer)
    for count in (1, 2, 6):
        said = judge.decide([asking] * count, cap=60.0, left=100.0, accept=frozenset(), now=NOW)
        if isinstance(said, judge.Again):
            assert 0 <= said.seconds <= 100.0
            assert 0 <= said.pause <= 60.0


class _Wire:
    """A server that answers with the bytes it is given, and hangs up."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.answer = b""
        server = self.loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = URL(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        options = NetworkOptions(timeout=0.5, allow_networks=LOOPBACK)
        self.fetcher = self.loop.run_until_complete(self._fetcher(options))

    async def _fetcher(self, options: NetworkOptions) -> Fetcher:
        async def lookup(_host: str) -> list[str]:
            return ["127.0.0.1"]

        return Fetcher(options, Routes(options, Guard(LOOPBACK), lookup))

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self.answer)
            await writer.drain()
        writer.close()

    def ask(self, answer: bytes, names: frozenset[str]) -> Answer | Failure:
        self.answer = answer
        return self.loop.run_until_complete(self.fetcher.fetch(Request(self.url, names, fresh=True)))


@cache
def _wire() -> _Wire:
    return _Wire()


def answer(data: bytes) -> None:
    """Read whatever a server sends: an answer or a failure with a name, never a defect, and a verdict."""
    whole = data[1:] if data[:1] < b"\x80" else b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + data[1:]
    names = frozenset({"a"}) if data[:1] and data[0] & 1 else frozenset()
    outcome = _wire().ask(whole, names)
    assert not (isinstance(outcome, Failure) and outcome.kind is Kind.DEFECT)
    said = judge.opinion(judge.Asking(_wire().url, (), outcome), frozenset(), NOW)
    assert said.verdict in Verdict
