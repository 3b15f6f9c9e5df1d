"""Looking host names up, with forbidden addresses left out."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import NamedTuple

from aiohttp.abc import AbstractResolver, ResolveResult

from guidelint.links.guard import ForbiddenAddressError, Guard

Lookup = Callable[[str], Awaitable[list[str]]]
"""Gives the addresses of a host name, in the order to try.

Raises socket.gaierror like `socket.getaddrinfo`.
"""

_THREADS = 32
_SECONDS = 10.0
_BLACK_HOLES = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound


class SystemLookup:
    """The system's resolver in threads of its own, so that a slow name server holds nothing else up."""

    def __init__(self) -> None:
        self._questions: SimpleQueue[_Question | None] = SimpleQueue()
        self._threads = 0
        self._idle = Semaphore(0)

    async def __call__(self, host: str) -> list[str]:
        """Look `host` up. Raises socket.gaierror; a name server that stays silent is EAI_AGAIN."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()
        self._one_more_thread()
        self._questions.put(_Question(host, loop, answer))
        try:
            async with asyncio.timeout(_SECONDS):
                return await answer
        except TimeoutError:
            raise socket.gaierror(socket.EAI_AGAIN, "the name server did not answer") from None

    def close(self) -> None:
        """Let go of the threads; those that wait for a slow name server are left behind."""
        for _ in range(self._threads):
            self._questions.put(None)

    def _one_more_thread(self) -> None:
        """Start a thread unless one is idle; daemons, since the process may end while one still waits."""
        if self._idle.acquire(blocking=False) or self._threads >= _THREADS:
            return
        try:
            Thread(target=self._answer_questions, name="lookup", daemon=True).start()
        except RuntimeError as problem:
            if not self._threads:
                reason = f"no thread to look names up in: {problem}"
                raise socket.gaierror(socket.EAI_AGAIN, reason) from problem
        else:
            self._threads += 1

    def _answer_questions(self) -> None:
        while (question := self._questions.get()) is not None:
            if not question.answer.cancelled():
                _answer(question)
            self._idle.release()


class _Question(NamedTuple):
    """A name to look up in a thread, and the future of an event loop that waits for its addresses."""

    host: str
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[list[str]]


def _answer(question: _Question) -> None:
    addresses: list[str] = []
    failure: Exception | None = None
    try:
        addresses = _addresses(question.host)
    except Exception as problem:  # noqa: BLE001 - raised again where the answer is waited for
        failure = problem

    def deliver() -> None:
        if question.answer.done():
            return
        if failure is not None:
            question.answer.set_exception(failure)
        else:
            question.answer.set_result(addresses)

    with contextlib.suppress(RuntimeError):  # the event loop has been closed
        question.loop.call_soon_threadsafe(deliver)


class GuardedResolver(AbstractResolver):
    """Resolves names for aiohttp; names with forbidden addresses alone raise ForbiddenAddressError.

    Filters that answer `0.0.0.0` for names they block are told apart: for us such a name cannot be looked up.
    """

    def __init__(self, lookup: Lookup, guard: Guard) -> None:
        self._lookup = lookup
        self._guard = guard

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - of the interface
    ) -> list[ResolveResult]:
        """Give the addresses of `host` that may be dialled."""
        addresses = await self._lookup(host)
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        self._guard.note_addresses(host, addresses)
        permitted = [address for address in addresses if self._guard.permits(address)]
        if not permitted:
            if _BLACK_HOLES.issuperset(addresses):
                raise socket.gaierror(socket.EAI_FAIL, "our name server blocks this name")
            raise ForbiddenAddressError(addresses[0])
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in permitted
        ]

    async def close(self) -> None:
        """Nothing to close: the lookup belongs to whoever made it."""


def _addresses(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
