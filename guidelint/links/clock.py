"""Time as the link checker sees it, so that a test can hand in its own."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """A source of time. `wait` ends with the event or the seconds, whichever comes first."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...

    def time(self) -> float:
        """Seconds since the epoch."""
        ...

    async def wait(self, event: asyncio.Event, seconds: float | None, *, idle: bool) -> None:
        """Wait for `event`, at most `seconds`; `idle` says that no request is in flight."""
        ...


class SystemClock:
    """The computer's own time."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    def time(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    async def wait(self, event: asyncio.Event, seconds: float | None, *, idle: bool) -> None:  # noqa: ARG002 - for tests
        """Wait for `event`, at most `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            pass
