"""Archived copies of dead pages, by the Wayback availability API (https://archive.org/help/wayback_api.php)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import aiohttp

from guidelint.links.guard import Guard
from guidelint.links.policy import storable
from guidelint.links.resolver import Lookup, SystemLookup
from guidelint.links.routes import Routes
from guidelint.links.urls import MalformedUrlError, Target, http_target, read

if TYPE_CHECKING:
    from yarl import URL

    from guidelint.links.model import NetworkOptions

AT_ONCE = 4
MOST_BYTES = 64 * 1024
MOST_SECONDS = 60.0


class Copy(NamedTuple):
    """Where a copy is and when it was made."""

    url: str
    taken: date


def archived_copies(
    urls: Iterable[str], api: str, options: NetworkOptions, lookup: Lookup | None = None
) -> tuple[Mapping[str, Copy], str | None]:
    """Ask the archive at `api` for copies of `urls`, links as written.

    Links with secrets and links into private networks are not told to the archive. Gives the copies by
    link, and a sentence if the archive could not be asked about all of them.
    """
    return asyncio.run(_ask_all(list(urls), api, options, lookup))


async def _ask_all(
    urls: list[str], api: str, options: NetworkOptions, lookup: Lookup | None
) -> tuple[Mapping[str, Copy], str | None]:
    guard = Guard(options.allow_networks)
    system = SystemLookup()
    routes = Routes(options, guard, lookup or system)
    turns = asyncio.Semaphore(AT_ONCE)
    copies: dict[str, Copy] = {}
    failures = 0

    async def ask(url: str, target: Target) -> None:
        nonlocal failures
        async with turns:
            try:
                async with asyncio.timeout(options.timeout):
                    copy = _read(await _get(routes, _question(api, target)))
            except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
                failures += 1
                return
        if copy is not None:
            copies[url] = copy

    questions = [(url, target) for url in urls if (target := _public(url, guard)) is not None]
    try:
        async with asyncio.timeout(MOST_SECONDS):
            await asyncio.gather(*(ask(url, target) for url, target in questions))
    except TimeoutError:
        failures += 1
    finally:
        await routes.close()
        system.close()
    return copies, f"the archive at {api} could not be asked about every dead link" if failures else None


def _public(url: str, guard: Guard) -> Target | None:
    try:
        target = read(url)
    except MalformedUrlError:
        return None
    return target if isinstance(target, Target) and storable(target, guard) else None


def _question(api: str, target: Target) -> URL:
    return http_target(api).url.update_query(url=str(target.url))


async def _get(routes: Routes, url: URL) -> bytes:
    route = routes.to(url, fresh=False)
    async with route.session.get(
        url, proxy=route.proxy, allow_redirects=False, headers={"Accept-Encoding": "identity"}
    ) as response:
        if response.status != 200:
            raise ValueError(f"status {response.status}")
        data = b""
        async for chunk in response.content.iter_any():
            data += chunk
            if len(data) > MOST_BYTES:
                raise ValueError("too long")
        return data


def _read(data: bytes) -> Copy | None:
    """Take the nearest copy out of an answer. Raises ValueError for what is no answer of such an archive."""
    answer: Any = json.loads(data)
    try:
        found = answer["archived_snapshots"].get("closest")
        if not found or not found["available"]:
            return None
        stamp, url = str(found["timestamp"]), str(found["url"])
    except (TypeError, KeyError, AttributeError) as problem:
        raise ValueError("not an answer of an archive") from problem
    http_target(url)
    taken = date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8]))
    return Copy(url.replace("http://web.archive.org/", "https://web.archive.org/", 1), taken)
