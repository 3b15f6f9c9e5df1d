"""Ranges of a page, for the question whether another range touches one of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.source import Span


class Spans:
    """Spans in any number of files; asking takes logarithmic time."""

    def __init__(self, spans: Iterable[Span]) -> None:
        by_path: dict[str, list[Span]] = {}
        for span in spans:
            by_path.setdefault(span.path, []).append(span)
        self._ranges: dict[str, tuple[list[int], list[int]]] = {}
        for path, found in by_path.items():
            ordered = sorted(found)
            furthest = list(accumulate((span.end for span in ordered), max))
            self._ranges[path] = [span.start for span in ordered], furthest

    def touch(self, span: Span) -> bool:
        """Tell whether one of the spans overlaps `span`."""
        starts, furthest = self._ranges.get(span.path, ([], []))
        before = bisect_left(starts, span.end)
        return before > 0 and furthest[before - 1] > span.start


@lru_cache(maxsize=2)
def code_spans(page: Page) -> Spans:
    """Return where there is code of any form on `page`; several rules ask for it in a row."""
    return Spans(code.span for code in page.codes)


@lru_cache(maxsize=2)
def code_blocks(page: Page) -> Spans:
    """Return where there are blocks of code on `page`."""
    return Spans(code.span for code in page.codes if not code.inline)
