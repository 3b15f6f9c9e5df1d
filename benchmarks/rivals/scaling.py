"""Whether the cost of a page stays the same when a site grows."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rivals.measure import Cost, interleaved
from benchmarks.rivals.sites import generated
from benchmarks.rivals.tools import LINTERS, Programs


@dataclass(frozen=True)
class Size:
    """What each tool costs on a generated site of `pages` pages."""

    pages: int
    costs: dict[str, Cost]


def scaling(scratch: Path, programs: Programs, sizes: Sequence[int], rounds: int) -> list[Size]:
    """Measure guidelint and rumdl, both without their caches, on generated sites of `sizes` pages."""
    found = []
    tools = [tool for tool in LINTERS if "no cache" in tool.name]
    for pages in sizes:
        site = generated(scratch, pages)
        commands = {tool.name: command for tool in tools if (command := tool.command(programs, ["docs"]))}
        interleaved(commands, site, 1)
        found.append(Size(pages, interleaved(commands, site, rounds)))
        shutil.rmtree(site)
    return found
