"""Pages that were read before their turn, because another one links to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.markdown.page import Page

MAX_AHEAD = 128
"""How many pages are kept until their turn; each takes some 150 KB."""


class Ahead:
    """Keeps pages until their turn; where there are too many, not those that have longest to wait.

    `turns` are the paths of all pages whose turn comes, in order. A page whose turn has passed waits for
    the next time round.
    """

    def __init__(self, turns: Iterable[Path]) -> None:
        self.turns = {path: turn for turn, path in enumerate(turns)}
        self.turn = 0
        self.pages: dict[Path, Page] = {}

    def keep(self, path: Path, page: Page) -> None:
        """Keep the page at `path` if its turn comes, and forget another one if need be."""
        if path not in self.turns:
            return
        self.pages[path] = page
        if len(self.pages) > MAX_AHEAD:
            del self.pages[max(self.pages, key=self._wait)]

    def get(self, path: Path) -> Page | None:
        """Return the page at `path` if it is kept."""
        return self.pages.get(path)

    def take(self, path: Path) -> Page | None:
        """Return the page at `path`, whose turn it is, if it is kept."""
        self.turn = self.turns.get(path, self.turn)
        return self.pages.pop(path, None)

    def _wait(self, path: Path) -> int:
        return (self.turns[path] - self.turn) % len(self.turns)
