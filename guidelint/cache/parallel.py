"""Both cores: pages are checked in several processes, which hand over what they find out as facts.

The run itself then goes through all pages in one process as always, and finds the facts of most of them.
So the order of findings, and the findings themselves, cannot depend on how many processes there are; a
worker that dies, or one that cannot be started, only leaves more to do.

The executor is any of `concurrent.futures` whose workers are forks of this process, or that works in it
one call after another: they find the checker in `_checker`, which is therefore set before they start.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from guidelint import disk

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from guidelint.cache.reuse import CachingChecker
    from guidelint.cache.table import Delta
    from guidelint.workspace import Target

WORTH_IT = 400
"""From how many pages on a pool is worth it: measured, 219 pages take as long in two processes as in one, and
963 pages three fifths of the time."""
CHUNKS = 4
"""How many chunks a worker gets: few, because pages that stand together link to one another."""
SMALLEST = 128
"""How many pages a chunk should have at least: those that several chunks link to are read several times."""
FEW = 16
"""The same of what is computed from each page alone."""
MAX_WORKERS = 8

Work = Callable[["Sequence[Target]", "bytes | None"], "Delta"]
Task = tuple[Work, "Sequence[Target]"]

_checker: CachingChecker | None = None
_met: set[bytes | None] = set()
"""What this process knows of earlier stages, because it was told or found it out."""


def workers_for(pages: int) -> int:
    """Return how many processes so many pages are worth, 1 where no process can be forked."""
    if pages < WORTH_IT or not sys.platform.startswith("linux"):
        return 1
    return min(len(os.sched_getaffinity(0)), MAX_WORKERS)


def forks(workers: int) -> Executor:
    """Return an executor of so many forks of this process."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - many runs are not worth a pool
    from multiprocessing import get_context  # noqa: PLC0415 - as above

    return ProcessPoolExecutor(workers, get_context("fork"), _leave_interrupts)


def chunks_of(
    groups: Iterable[Sequence[Target]], workers: int, smallest: int = SMALLEST
) -> list[Sequence[Target]]:
    """Return `groups` in chunks of about `smallest` or more, none of two groups.

    Their order lets each worker have chunks which stand together.
    """
    groups = list(groups)
    size = max(smallest, -(-sum(map(len, groups)) // (workers * CHUNKS)))
    chunks = [chunk for group in groups for chunk in _parts(group, size, workers)]
    stride = max(1, -(-len(chunks) // workers))
    return [chunk for first in range(stride) for chunk in chunks[first::stride]]


def _parts(group: Sequence[Target], size: int, workers: int) -> list[Sequence[Target]]:
    """Return a group in one part or in as many as give each worker the same number."""
    count = round(len(group) / size)
    count = 1 if count < 2 else -(-count // workers) * workers
    length = max(1, -(-len(group) // count))
    return [group[start : start + length] for start in range(0, len(group), length)]


def work_ahead(checker: CachingChecker, stages: Iterable[Sequence[Task]], executor: Executor) -> None:
    """Let the workers of `executor` do the tasks of each stage, and give `checker` the facts they find out.

    What is found out in a stage is known to those who work on the next one. Whatever keeps them from that, an
    interruption apart, leaves pages unknown and is no error.
    """
    with _given_to_workers(checker):
        waiting: list[Future[Delta]] = []
        found: list[Delta] = []
        try:
            for tasks in stages:
                known = pickle.dumps(found) if found else None
                _met.add(known)
                waiting += [executor.submit(work, chunk, known) for work, chunk in tasks]
                found = []
                while waiting:
                    found.append(waiting.pop(0).result())
                    checker.take(found[-1])
        except (OSError, RuntimeError):  # no process can be started, or one has been killed
            pass
        finally:
            for future in waiting:
                future.cancel()


def check_chunk(targets: Sequence[Target], known: bytes | None) -> Delta:
    """Check `targets` in a worker and return what is known of them then; `known` is of an earlier stage."""
    return _done(_given(known).page, targets)


def export_chunk(targets: Sequence[Target], known: bytes | None) -> Delta:
    """Find out in a worker what the translations of `targets` show, and return it."""
    return _done(_given(known).export, targets)


def _done(work: Callable[[Target], object], targets: Sequence[Target]) -> Delta:
    with disk.recording() as asked:
        for target in targets:
            work(target)
    return _given(None).facts.handed_over(asked)


def _given(known: bytes | None) -> CachingChecker:
    """Return the checker of this process, once it has taken what is `known` of an earlier stage."""
    if _checker is None:
        raise RuntimeError("this process has nothing to check")
    if known is not None and known not in _met:
        _met.add(known)
        for delta in pickle.loads(known):  # noqa: S301 - from the process that this one is a part of
            _checker.take(delta)
    return _checker


@contextmanager
def _given_to_workers(checker: CachingChecker) -> Iterator[None]:
    global _checker  # noqa: PLW0603 - a fork has what was there before it, and nothing else can be handed over
    _checker = checker
    try:
        yield
    finally:
        _checker = None
        _met.clear()


def _leave_interrupts() -> None:
    """Leave Ctrl-C, which reaches all processes, to the one that began; it ends the others.

    Another signal to end, which the first process takes for Ctrl-C, ends a worker without a word.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
