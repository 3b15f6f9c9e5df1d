"""CPU of an offline check, as a multiple of what stock markdown-it-py needs to parse the same texts.

    python -m benchmarks.parse_cost SITE [--paths docs blog] [--preset NAME] [--rounds 7]

Every measurement is a process of its own. Those of a round run one after the other, so that what else
the computer does falls on all of them; a figure is the median of the rounds, a ratio the median of the
ratios of each round. "check" is the whole process, imports included, without a cache and on one core;
"start" is a check of one small page; "parse" is guidelint's parser alone, and "stock" is
`MarkdownIt("commonmark").parse`, both without imports and reading files.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.rivals.measure import run
from guidelint.collector import fewer_collections

T = TypeVar("T")
PARTS = ("check", "parse", "start", "stock")


def cpu_of(read: Callable[[T], object], items: Sequence[T]) -> float:
    """Return the seconds of CPU to `read` each of `items` and to throw away what comes of it."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    for item in items:
        read(item)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def stock(paths: Sequence[Path]) -> float:
    """Return the CPU of parsing the pages below `paths` with stock markdown-it-py."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - the other processes do without it

    texts = [page.read_text("utf-8") for path in paths for page in sorted(path.rglob("*.md"))]
    return cpu_of(MarkdownIt("commonmark").parse, texts)


def parse(paths: Sequence[Path]) -> float:
    """Return the CPU of parsing the pages below `paths` as guidelint does."""
    from guidelint.cli.options import settings_from  # noqa: PLC0415 - as above
    from guidelint.config.links import LinkSettings  # noqa: PLC0415
    from guidelint.workspace import open_workspace  # noqa: PLC0415

    settings = settings_from(None, (), (), (), LinkSettings())
    workspace = open_workspace(settings, paths, Path.cwd())
    pages = [(target.path, workspace.source(target.path)) for target in workspace.targets]
    workspace.parse(*pages[0])
    with fewer_collections():
        return cpu_of(lambda page: workspace.parse(*page), pages)


def check(site: Path, arguments: Sequence[str]) -> float:
    """Return the CPU of a process that checks `arguments` in `site`."""
    command = [
        sys.executable,
        "-m",
        "guidelint",
        "check",
        "--offline",
        "--no-cache",
        "--jobs",
        "1",
        *arguments,
    ]
    return run(command, site).cpu


def apart(part: str, site: Path, paths: Sequence[str]) -> float:
    """Return what this module prints for `part` in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.parse_cost", str(site), "--part", part, "--paths", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def one_round(site: Path, paths: Sequence[str], presets: Sequence[str], small: Path) -> dict[str, float]:
    """Return the CPU seconds of each of `PARTS`."""
    return {
        "check": check(site, [*presets, *paths]),
        "parse": apart("parse", site, paths),
        "start": check(small, [*presets, "page.md"]),
        "stock": apart("stock", site, paths),
    }


def main() -> None:
    """Run the rounds and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("site", type=Path, help="the folder with mkdocs.yml")
    parser.add_argument("--paths", nargs="+", default=["docs"], help="folders of pages, relative to SITE")
    parser.add_argument("--preset", action="append", default=[], help="presets that the check uses")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--part", choices=("parse", "stock"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    site = options.site.resolve()
    if options.part:
        os.chdir(site)
        paths = [site / path for path in options.paths]
        print(parse(paths) if options.part == "parse" else stock(paths))
        return
    presets = [word for name in options.preset for word in ("--preset", name)]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.md").write_text("# Tides\n\nHigh water comes twice a day.\n", "utf-8")
        one_round(site, options.paths, presets, Path(folder))
        rounds = [one_round(site, options.paths, presets, Path(folder)) for _ in range(options.rounds)]
    print(f"{'':8}{'CPU s':>8}{'x stock':>10}   medians of {options.rounds} rounds")
    for part in PARTS:
        seconds = statistics.median(each[part] for each in rounds)
        ratio = statistics.median(each[part] / each["stock"] for each in rounds)
        print(f"{part:8}{seconds:8.3f}{ratio:10.2f}")
    rest = [each["check"] - each["parse"] - each["start"] for each in rounds]
    shares = [seconds / each["stock"] for seconds, each in zip(rest, rounds, strict=True)]
    print(
        f"{'rest':8}{statistics.median(rest):8.3f}{statistics.median(shares):10.2f}   rules, site and report"
    )


if __name__ == "__main__":
    main()
