"""The blocks that are open while a page is read, and how far each of them reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidelint.markdown.facts import BlockDraft

if TYPE_CHECKING:
    from guidelint.markdown.lines import Line


class OpenBlocks:
    """The open blocks among `blocks`: `innermost` is the last one opened, `index` its place, -1 for none."""

    def __init__(self, blocks: list[BlockDraft]) -> None:
        self.blocks = blocks
        self.innermost: BlockDraft | None = None
        self.index = -1

    def open(self, tag: str, markup: str, line: Line) -> BlockDraft:
        """Open a block inside the innermost one; it begins with `line`."""
        text, path, start, stops = line
        end = start + len(text)
        if stops:
            path, start, end = line.span()
        draft = self.innermost = BlockDraft(tag, markup, path, start, end, self.index)
        self.index = len(self.blocks)
        self.blocks.append(draft)
        return draft

    def close(self) -> None:
        """Close the innermost block; the one around it ends with it or later."""
        closed = self.innermost
        if closed is None:
            return
        self.index = closed.parent
        self.innermost = self.blocks[self.index] if self.index >= 0 else None
        self.extend(closed.path, closed.end)

    def extend(self, path: str, end: int) -> None:
        """Move the end of the innermost block to `end`, if it begins in the same file."""
        draft = self.innermost
        if draft is not None and end > draft.end and draft.path == path:
            draft.end = end
