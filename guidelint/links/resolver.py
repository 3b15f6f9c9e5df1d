"""Looking host names up, with forbidden addresses left out."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

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
        self._threads: ThreadPoolExecutor | None = None

    async def __call__(self, host: str) -> list[str]:
        """Look `host` up. Raises socket.gaierror; a name server that stays silent is EAI_AGAIN."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="lookup")
        loop = asyncio.get_running_loop()
        question = loop.run_in_executor(self._threads, _addresses, host)
        try:
            return await asyncio.wait_for(question, _SECONDS)
        except TimeoutError:
            raise socket.gaierror(socket.EAI_AGAIN, "the name server did not answer") from None

    def close(self) -> None:
        """Let go of the threads without waiting for slow name servers."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)


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
