"""How the cost of a page changes with the number of pages: `python benchmarks/scaling.py [PAGES …]`.

Makes sites of so many pages, each linking to headings of others, and runs ``check --offline`` over them
in one process: once without a cache, once with an empty one, and once unchanged. Prints CPU
seconds (user and system) and peak memory, for each page what comes on top of a run
over a single page.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

SIZES = (1_000, 4_000, 16_000)
WORDS = [
    "tide",
    "ebb",
    "flood",
    "moon",
    "spring",
    "neap",
    "harbour",
    "quay",
    "sand",
    "chart",
    "depth",
    "sound",
    "lock",
    "gate",
    "pilot",
    "gauge",
]
CONFIGURATION = """\
site_name: Harbour
site_url: https://harbour.example/
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
"""


class Cost(NamedTuple):
    """What a run took: CPU in seconds, and peak memory in MB."""

    cpu: float
    memory: float


def sentence(chance: random.Random, words: int = 14) -> str:
    """Return a sentence of so many words."""
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def page(chance: random.Random, number: int, pages: int) -> str:
    """Return the text of a page that links to headings of five others, mostly near ones."""
    parts = [f"---\ntitle: Page {number}\ndescription: {sentence(chance, 8)}\n---\n\n# Page {number}\n"]
    for section in range(6):
        near = min(pages - 1, max(0, number + chance.randint(-20, 20)))
        other = near if chance.random() < 0.9 else chance.randrange(pages)
        parts.append(
            f"\n## Part {section}\n\n{sentence(chance)} [Page {other}](page-{other}.md#part-{section}) "
            f"{sentence(chance)} [Outside](https://example.org/{number}/{section})[^{section}].\n\n"
            f"- {sentence(chance)}\n- **{sentence(chance, 4)}** `code` and *{sentence(chance, 5)}*\n\n"
            f"| Place | Depth |\n| --- | --- |\n| {sentence(chance, 3)} | {chance.randint(1, 90)} |\n\n"
            f"[^{section}]: {sentence(chance)}\n"
        )
    return "".join(parts)


def make_site(folder: Path, pages: int) -> None:
    """Write a site of so many pages, a hundred in a folder of names."""
    chance = random.Random(pages)  # noqa: S311 - the same pages every time
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIGURATION)
    for number in range(pages):
        (folder / "docs" / f"page-{number}.md").write_text(page(chance, number, pages))


def run(folder: Path, *arguments: str) -> Cost:
    """Run guidelint in `folder` and return what it took."""
    command = [sys.executable, "-m", "guidelint", "check", "--offline", "--jobs", "1", *arguments]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache")}
    null = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=null, stderr=null)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise RuntimeError(f"guidelint failed in {folder}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measure(pages: int) -> tuple[Cost, Cost, Cost]:
    """Return what a site of so many pages takes: without a cache, with an empty one, with a full one."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "site"
        make_site(folder, pages)
        return run(folder, "--no-cache"), run(folder), run(folder)


def main() -> None:
    """Measure and print."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    empty = measure(1)
    print("pages   run        CPU s   ms/page   peak MB   KB/page")
    for size in sizes:
        for name, cost, base in zip(("no cache", "cold", "warm"), measure(size), empty, strict=True):
            milliseconds = (cost.cpu - base.cpu) / size * 1_000
            kilobytes = (cost.memory - base.memory) / size * 1_024
            row = f"{cost.cpu:7.2f}   {milliseconds:7.3f}   {cost.memory:7.1f}   {kilobytes:7.2f}"
            print(f"{size:6,}  {name:8}  {row}", flush=True)


if __name__ == "__main__":
    main()
