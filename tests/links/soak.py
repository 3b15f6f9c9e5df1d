"""A soak: very many links on loopback, some hosts of which fail in changing ways.

``python -m tests.links.soak [LINKS]`` asks for 100,000 links. It leaves with 1 unless every link has exactly
one verdict, memory stays steady, and no socket, task or thread is left.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import sys
import threading
import tracemalloc
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from guidelint.links.check import check_links_async
from guidelint.links.model import NetworkOptions, Progress
from tests.links.servers import LOOPBACK, JumpingClock, Reply, Seen, Server, page, serving

LINKS = 100_000
LINKS_PER_HOST = 50
FAILING_HOSTS = 20  # one of so many
WAYS = (
    Reply(500, "no"),
    Reply(reset=True),
    Reply(raw=b""),
    Reply(raw=b"garbage\r\n\r\n"),
    Reply(429, "slow", [("Retry-After", "1")]),
    Reply(404, page("Not found")),
    Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nless"),
    Reply(200, page()),
)


@dataclass(frozen=True)
class Outcome:
    """What a soak left: verdicts, memory in bytes halfway and at the end, what was open before and after."""

    verdicts: dict[str, int]
    links: int
    memory: tuple[int, ...]
    open_before: int
    open_after: int
    tasks: int
    threads: int

    @property
    def is_sound(self) -> bool:
        """Whether every link has a verdict, and nothing grows or is left."""
        steady = len(self.memory) < 4 or self.memory[-1] < 1.5 * self.memory[len(self.memory) // 2]
        none_left = self.open_after <= self.open_before and self.tasks == 0
        return sum(self.verdicts.values()) == self.links and steady and none_left


def _open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def soak(links: int) -> Outcome:
    """Ask for `links` links of hosts with LINKS_PER_HOST each."""
    before = _open_descriptors()
    threads = threading.active_count()
    asked: Counter[str] = Counter()
    memory: list[int] = []

    def answer(seen: Seen) -> Reply:
        name = seen.host.partition(".")[0].removeprefix("h")
        if int(name) % FAILING_HOSTS:
            return Reply(200, page())
        asked[name] += 1
        return WAYS[(asked[name] + int(name)) % len(WAYS)]

    def progress(state: Progress) -> None:
        if state.pages_done * 20 // max(links, 1) > len(memory):
            memory.append(tracemalloc.get_traced_memory()[0])

    async def lookup(_host: str) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> tuple[dict[str, int], int]:
        server = Server({"*": answer})
        async with serving(server):
            urls = [
                f"http://h{number // LINKS_PER_HOST}.soak.dev:{server.port}/{number}"
                for number in range(links)
            ]
            server.seen = _Forgetful()
            options = NetworkOptions(timeout=10, max_time=3600.0, allow_networks=LOOPBACK)
            found = await check_links_async(
                urls, options, on_progress=progress, clock=JumpingClock(), lookup=lookup
            )
            assert list(found.links) == urls
        await asyncio.sleep(0.1)
        mine = asyncio.current_task()
        left = [
            task for task in asyncio.all_tasks() if task is not mine and "guidelint" in repr(task.get_coro())
        ]
        return dict(Counter(result.verdict.value for result in found.links.values())), len(left)

    tracemalloc.start()
    verdicts, tasks = asyncio.run(run())
    gc.collect()
    tracemalloc.stop()
    left = threading.active_count() - threads
    return Outcome(verdicts, links, tuple(memory), before, _open_descriptors(), tasks, left)


class _Forgetful(list[Seen]):
    """A list that keeps nothing: what the server has seen would be the memory of the soak."""

    def append(self, _seen: Seen) -> None:
        return


def main() -> int:
    """Run the soak and print what it left."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 65536)), hard))
    outcome = soak(int(sys.argv[1]) if len(sys.argv) > 1 else LINKS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    state = "sound" if outcome.is_sound else "BROKEN"
    text = f"{outcome}\npeak: {peak} MB, pid {os.getpid()}\n{state}\n"
    sys.stdout.write(text)
    return 0 if outcome.is_sound else 1


if __name__ == "__main__":
    sys.exit(main())
