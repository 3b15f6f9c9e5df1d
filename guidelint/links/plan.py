"""The order of requests: who may be asked now, and when is the next moment that someone may be.

Knows no network and no clock: it is told the time (monotonic seconds) and what became of each request. A
request that waits holds no slot. No retry library fits here: those put one caller to sleep, this pauses a
host for all.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Mapping
from itertools import count
from typing import Generic, Protocol, TypeVar

from guidelint.links.pace import Pace


class Job(Protocol):
    """Something to be asked of one host."""

    @property
    def host(self) -> str:
        """The host that is asked."""
        ...

    @property
    def cancelled(self) -> bool:
        """Whether nobody wants the answer any more."""
        ...


J = TypeVar("J", bound=Job)


class _Host(Generic[J]):
    """The queue of one host."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.queue: deque[J] = deque()
        self.delayed: list[tuple[float, int, bool, J]] = []
        self.probes: list[tuple[float, int, J]] = []
        self.held = False
        self.load = 0
        self.paused_until = 0.0
        self.rank: float | None = None

    def promote(self, now: float) -> None:
        while self.delayed and self.delayed[0][0] <= now:
            _, _, first, job = heapq.heappop(self.delayed)
            (self.queue.appendleft if first else self.queue.append)(job)

    def startable(self, now: float) -> bool:
        if now < self.paused_until or not self.pace.has_room(now):
            return False
        if self.probes and self.probes[0][0] <= now:
            return True
        return not self.held and bool(self.queue)

    def take(self, now: float) -> J:
        if self.probes and self.probes[0][0] <= now:
            job = heapq.heappop(self.probes)[2]
            self.held = self.held and not (job.cancelled and not self.probes)
            return job
        return self.queue.popleft()

    def size(self) -> int:
        return len(self.queue) + len(self.delayed) + len(self.probes)


class Plan(Generic[J]):
    """All requests that are still to be sent, by host.

    The host with the most requests in all for each one in flight comes first, and among equals the one
    that was asked last, whose connection is still open.
    """

    def __init__(self, global_limit: int, per_host_limit: int, slow: Mapping[str, int] | None = None) -> None:
        """Make an empty plan; `slow` has hosts with a limit of their own."""
        self._global_limit = global_limit
        self._per_host_limit = per_host_limit
        self._slow = slow or {}
        self._hosts: dict[str, _Host[J]] = {}
        self._ready: list[tuple[float, int, str]] = []
        self._timers: list[tuple[float, int, str]] = []
        self._number = count()
        self._backwards = count(0, -1)
        self.active = 0

    def add(self, job: J, now: float, *, at: float = 0.0, first: bool = False) -> None:
        """Queue a job, not to be started before `at`; `first` puts it before the host's other jobs."""
        host = self._host(job.host)
        host.load += 1
        if at > now:
            number = next(self._backwards) if first else next(self._number)
            heapq.heappush(host.delayed, (at, number, first, job))
            self._wake(job.host, at)
        else:
            (host.queue.appendleft if first else host.queue.append)(job)
            self._offer(job.host, host, now)

    def probe(self, job: J, at: float) -> None:
        """Hold a host's other jobs back until `release`, and ask this one alone, not before `at`."""
        host = self._host(job.host)
        host.held = True
        heapq.heappush(host.probes, (at, next(self._number), job))
        self._wake(job.host, at)

    def release(self, name: str, now: float) -> None:
        """Let a held host's other jobs go on, unless another probe is waiting."""
        host = self._host(name)
        if host.held:
            host.held = bool(host.probes)
            self._offer(name, host, now)

    def next(self, now: float) -> tuple[J, int] | None:
        """Take the job to start now and its level in the host's pace, or None.

        Report its end through `ended`.
        """
        while self._timers and self._timers[0][0] <= now:
            name = heapq.heappop(self._timers)[2]
            host = self._hosts[name]
            host.promote(now)
            self._offer(name, host, now)
        while self._ready and self.active < self._global_limit:
            rank, _, name = heapq.heappop(self._ready)
            host = self._hosts[name]
            if rank != host.rank:
                continue
            host.rank = None
            while host.startable(now):
                job = host.take(now)
                if job.cancelled:
                    continue
                self.active += 1
                level = host.pace.start()
                self._offer(name, host, now)
                return job, level
        return None

    def ended(self, name: str, now: float, *, held_until: float = 0.0) -> None:
        """Give a job's slot back, at `held_until` if the server may not have noticed that we hung up."""
        host = self._host(name)
        self.active -= 1
        host.pace.end(now, held_until)
        if held_until > now:
            self._wake(name, held_until)
        self._offer(name, host, now)

    def pace(self, name: str) -> Pace:
        """The pace of a host."""
        return self._host(name).pace

    def pause(self, name: str, until: float) -> None:
        """Ask nothing of a host before `until`."""
        host = self._host(name)
        host.paused_until = max(host.paused_until, until)
        self._wake(name, until)

    def drain(self, name: str) -> list[J]:
        """Take all of a host's waiting jobs out of the plan."""
        host = self._host(name)
        jobs = [*host.queue, *(entry[-1] for entry in host.delayed), *(entry[-1] for entry in host.probes)]
        host.queue.clear()
        host.delayed.clear()
        host.probes.clear()
        host.held = False
        return [job for job in jobs if not job.cancelled]

    def wake_at(self) -> float | None:
        """The next moment at which something that waits for time alone may start, or None."""
        return self._timers[0][0] if self._timers else None

    def is_last(self, name: str) -> bool:
        """Say whether nothing more is waiting for a host."""
        return self._host(name).size() == 0

    def waiting(self) -> int:
        """How many jobs wait."""
        return sum(host.size() for host in self._hosts.values())

    def _host(self, name: str) -> _Host[J]:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(
                Pace(min(self._per_host_limit, self._slow.get(name, self._per_host_limit)))
            )
        return host

    def _wake(self, name: str, at: float) -> None:
        heapq.heappush(self._timers, (at, next(self._number), name))

    def _offer(self, name: str, host: _Host[J], now: float) -> None:
        """List a host as ready; one that stands in the list with a lower rank is listed again."""
        rank = -host.load / (host.pace.active + 1)
        if (host.rank is None or rank < host.rank) and host.startable(now):
            host.rank = rank
            heapq.heappush(self._ready, (rank, next(self._backwards), name))
