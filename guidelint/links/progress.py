"""How a run is going: a live line with the package rich (an extra), plain lines without."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from guidelint.links.model import Progress
    from guidelint.links.tally import OnProgress


def line(progress: Progress) -> str:
    """Put the state of a run into one line: hosts, pages, what is under way, verdicts."""
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(progress.verdicts.items()))
    return (
        f"{progress.pages_done}/{progress.pages} pages · {progress.hosts_done}/{progress.hosts} hosts · "
        f"{progress.in_flight} in flight · {progress.waiting} waiting{f' · {verdicts}' if verdicts else ''}"
    )


@contextmanager
def display(stream: TextIO, *, every: float = 10.0) -> Iterator[OnProgress]:
    """Show a run on `stream`: live on a terminal with rich, else one line every few seconds.

    A terminal that can do no more than print (``TERM=dumb``) gets lines too. Gives the function to hand
    to `check_links`.
    """
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        try:
            from rich.console import Console  # noqa: PLC0415 - an extra
            from rich.live import Live  # noqa: PLC0415 - an extra
        except ImportError:
            pass
        else:
            with Live(
                console=Console(file=stream, highlight=False), transient=True, auto_refresh=False
            ) as live:
                yield lambda progress: live.update(line(progress), refresh=True)
            return
    yield _plain(stream, every)


def _plain(stream: TextIO, every: float) -> OnProgress:
    shown = 0.0

    def show(progress: Progress) -> None:
        nonlocal shown
        if progress.seconds - shown >= every:
            shown = progress.seconds
            print(line(progress), file=stream, flush=True)

    return show
