"""What was measured, as Markdown for the documentation."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.rivals.links import CHECKERS, Score
from benchmarks.rivals.tools import BUILDERS, CHANGED, LINTERS, Programs

if TYPE_CHECKING:
    from benchmarks.rivals.offline import Comparison
    from benchmarks.rivals.scaling import Size

BASE = "guidelint, no cache"


def document(
    comparisons: Sequence[Comparison], sizes: Sequence[Size], scores: Sequence[Score], programs: Programs
) -> str:
    """Return the whole page. Ratios are to guidelint without its cache, where that ran, else to guidelint."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Made by `python -m benchmarks.rivals`, see `benchmarks/` in the repository. All figures of a",
            "table come from one run on one machine, in which the tools took turns; each is the median of",
            "its rounds. They are worth more as ratios than as seconds. CPU time counts children, memory",
            "is that of the largest process.",
            "",
            f"Machine: {machine()}.",
            "",
            "![CPU time of each tool on the English pages, on a logarithmic scale](benchmarks.svg)",
            "",
            *_versions(programs),
            *(line for comparison in comparisons for line in _comparison(comparison)),
            *_scaling(sizes),
            *_links(scores),
        ]
    )


def machine() -> str:
    """Return the processor, the number of cores, the system and the Python of this machine."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    processor = next(names, platform.machine())
    return f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def _versions(programs: Programs) -> Iterator[str]:
    known = {tool.program: None for tool in (*LINTERS, *BUILDERS)} | {one.program: None for one in CHECKERS}
    found = []
    for program in known:
        path = programs.find(program)
        if path and program != "python":
            number = next(filter(None, (_number_in([path, how]) for how in ("--version", "version"))), "?")
            found.append(f"{program} {number}")
    yield f"Versions: {', '.join(found)}."
    yield ""


def _number_in(command: Sequence[str]) -> str:
    """Return the first word with a digit at its beginning of what `command` prints, "" if there is none."""
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    words = (word.strip("v,") for word in (answer.stdout or answer.stderr).split())
    return next((word for word in words if word[:1].isdigit()), "")


def _comparison(comparison: Comparison) -> Iterator[str]:
    base = comparison.costs.get(BASE) or next(iter(comparison.costs.values()))
    pages = f" ({comparison.pages} pages)" if comparison.pages > 1 else ""
    does = {tool.name: tool.does for tool in (*LINTERS, *CHANGED, *BUILDERS)}
    yield f"## {comparison.title}{pages}"
    yield ""
    rows = [
        (
            name,
            f"{cost.wall:.2f}",
            f"{cost.cpu:.2f}",
            f"{cost.cpu / base.cpu:.2f}",
            f"{cost.memory:.0f}",
            does.get(name, "starts and leaves") + (f" (left with {cost.status})" if cost.status > 1 else ""),
        )
        for name, cost in comparison.costs.items()
    ]
    yield from _table(("tool", "wall s", "CPU s", "CPU ratio", "MB", "what it does"), rows)
    if comparison.missing:
        yield f"Not installed, so not measured: {', '.join(comparison.missing)}."
        yield ""


def _scaling(sizes: Sequence[Size]) -> Iterator[str]:
    if not sizes:
        return
    yield "## Growing sites"
    yield ""
    yield "Generated pages; milliseconds of CPU for a page, and the memory of the largest process."
    yield ""
    names = list(sizes[0].costs)
    rows = [
        (
            name,
            *(
                f"{size.costs[name].cpu * 1000 / size.pages:.2f} ms, {size.costs[name].memory:.0f} MB"
                for size in sizes
            ),
        )
        for name in names
    ]
    yield from _table(("tool", *(f"{size.pages} pages" for size in sizes)), rows)


def _links(scores: Sequence[Score]) -> Iterator[str]:
    if not scores:
        return
    does = {checker.name: checker.does for checker in CHECKERS}
    yield "## External links"
    yield ""
    yield "A simulated internet on loopback that knows the truth. *Precision*: of the links called dead, how"
    yield "many are. *Bound*: the shortest time in which all can be asked, given what the hosts allow."
    yield ""
    rows = [
        (
            score.name,
            f"{score.cost.wall:.0f}",
            f"{score.cost.wall / score.bound:.1f}",
            f"{score.precision:.2f}",
            f"{score.recall:.2f}",
            "{} of {}".format(*score.false_alarms),
            "{} of {}".format(*score.walls),
            f"{score.requests:.2f}",
            f"{score.too_many}",
            f"{score.cost.memory:.0f}",
            does[score.name],
        )
        for score in scores
    ]
    head = ("tool", "wall s", "× bound", "precision", "recall", "living called dead", "walls called dead")
    yield from _table((*head, "requests a link", "429s provoked", "MB", "what it does"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---' for _ in head)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
