"""How far a run is: what is concluded and what is open, told to whoever shows it, not too often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from guidelint.links.model import LinkResult, Progress

if TYPE_CHECKING:
    from guidelint.links.inquiry import Inquiry
    from guidelint.links.verdict import Verdict

OnProgress = Callable[[Progress], None]
_MOVING_SECONDS = 0.1
_IDLE_SECONDS = 1.0


class Tally:
    """Counts pages and verdicts. `open` pages have no verdict yet; `start` is a monotonic time."""

    def __init__(self, inquiries: Sequence[Inquiry], start: float, on_progress: OnProgress | None) -> None:
        self._pages = len(inquiries)
        self._pages_of_host = Counter(inquiry.target.host for inquiry in inquiries)
        self._verdicts: Counter[Verdict] = Counter()
        self._on_progress = on_progress
        self._start = start
        self._told = start - _MOVING_SECONDS
        self._current = True
        self.open = self._pages

    def conclude(self, inquiry: Inquiry, found: Iterable[LinkResult]) -> None:
        """Count a page as done, with the results of its links."""
        self.open -= 1
        self._pages_of_host[inquiry.target.host] -= 1
        self._verdicts.update(result.verdict for result in found)

    def due(self) -> float | None:
        """Give the moment at which progress should be told again, None if nobody listens."""
        if self._on_progress is None:
            return None
        return self._told + (_IDLE_SECONDS if self._current else _MOVING_SECONDS)

    def tell(self, now: float, in_flight: int, waiting: Callable[[], int], *, always: bool = False) -> None:
        """Tell how far the run is, unless that was told a moment ago."""
        if self._on_progress is None:
            return
        self._current = always or now - self._told >= _MOVING_SECONDS
        if not self._current:
            return
        self._told = now
        self._on_progress(
            Progress(
                hosts=len(self._pages_of_host),
                hosts_done=sum(pages == 0 for pages in self._pages_of_host.values()),
                pages=self._pages,
                pages_done=self._pages - self.open,
                in_flight=in_flight,
                waiting=waiting(),
                verdicts=dict(self._verdicts),
                seconds=now - self._start,
            )
        )
