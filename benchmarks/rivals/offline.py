"""Linters and builders on the pages of one site."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rivals.measure import Cost, interleaved
from benchmarks.rivals.tools import BUILDERS, CHANGED, LINTERS, PAGE, Programs, Tool

NO_DOWNLOADS = {"BUILD_PRIVACY": "false", "NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True)
class Comparison:
    """What the tools cost on one set of pages; `missing` are those that were not installed."""

    title: str
    pages: int
    costs: Mapping[str, Cost]
    missing: Sequence[str] = ()


def compare(
    title: str,
    tools: Sequence[Tool],
    folders: Sequence[str],
    *,
    site: Path,
    programs: Programs,
    rounds: int,
) -> Comparison:
    """Run `tools` over `folders` of `site`, interleaved; the slow ones in one round of three."""
    commands = {tool.name: tool.command(programs, folders) for tool in tools}
    here = {name: command for name, command in commands.items() if command}
    slow = {tool.name for tool in tools if tool.slow}
    # Before: for the caches of the tools and of the disk. Twice, as some tools put theirs where others look.
    interleaved({name: command for name, command in here.items() if name not in slow}, site, 2, NO_DOWNLOADS)
    quick = interleaved(
        {name: command for name, command in here.items() if name not in slow}, site, rounds, NO_DOWNLOADS
    )
    others = interleaved(
        {name: command for name, command in here.items() if name in slow},
        site,
        max(1, rounds // 3),
        NO_DOWNLOADS,
    )
    costs = {name: {**quick, **others}[name] for name in here}
    return Comparison(title, _count(site, folders), costs, [name for name in commands if name not in here])


def offline(site: Path, programs: Programs, rounds: int) -> list[Comparison]:
    """Measure the English pages, all languages, a change, one page, the start, and the builders."""
    english = [folder for folder in ("docs", "blog") if (site / folder).is_dir()]
    languages = [*english, *(["i18n"] if (site / "i18n").is_dir() else [])]
    page = next(path for path in sorted((site / "docs").rglob("*.md")) if path.stat().st_size < 6_000)
    name = page.relative_to(site).as_posix()
    quick = [tool for tool in LINTERS if not tool.slow]
    found = [compare("English pages", LINTERS, english, site=site, programs=programs, rounds=rounds)]
    if languages != english:
        found.append(
            compare(
                "English and six languages", LINTERS, languages, site=site, programs=programs, rounds=rounds
            )
        )
    found.append(after_a_change(site, programs, languages, rounds))
    single = [
        tool for tool in quick if tool.name not in ("stock parse", "guidelint, no cache, two processes")
    ]
    found.append(compare("One page", single, [name], site=site, programs=programs, rounds=rounds * 3))
    versions = [
        Tool(f"{program} --version", program, ("--version",), "starts and leaves", takes_folders=False)
        for program in ("guidelint", "rumdl", "markdownlint-cli2")
    ]
    found.append(compare("Start", versions, [], site=site, programs=programs, rounds=rounds * 3))
    cold = next(tool for tool in LINTERS if tool.name == "guidelint, no cache")
    found.append(
        compare("Builders", [cold, *BUILDERS], ["docs"], site=site, programs=programs, rounds=rounds)
    )
    return found


def after_a_change(site: Path, programs: Programs, folders: Sequence[str], rounds: int) -> Comparison:
    """Measure what a change of one page costs, the page being a long one with translations if there is one.

    Each run is one after another change. Runs about what is staged are made for themselves, each for the
    commit after the one before.
    """
    page = "docs/tor.md" if (site / "docs/tor.md").is_file() else "docs/index.md"
    commands = {
        tool.name: [page if part == PAGE else part for part in command]
        for tool in CHANGED
        if (command := tool.command(programs, folders))
    }
    staged = {name: command for name, command in commands.items() if "--staged" in command}
    others = {name: command for name, command in commands.items() if name not in staged}
    git = (shutil.which("git") or "git", "-c", "user.name=n", "-c", "user.email=e")
    subprocess.run([*git, "init", "-q"], cwd=site, check=True)

    def change() -> None:
        for command in (["add", "-A"], ["commit", "-qm", "."]):
            subprocess.run([*git, *command], cwd=site, check=True, stdout=subprocess.DEVNULL)
        with (site / page).open("a", encoding="utf-8") as file:
            file.write("\nOne more sentence.\n")
        subprocess.run([*git, "add", "-A"], cwd=site, check=True)
        time.sleep(3)  # or the times of the files could not be trusted yet

    (site / ".gitignore").write_text("/built*\n/.*cache*\n", "utf-8")
    costs = {}
    for group in (others, staged):
        interleaved(group, site, 2, before=change)
        costs |= interleaved(group, site, rounds, before=change)
    return Comparison(f"After a change of {page}", _count(site, folders), costs)


def _count(site: Path, folders: Sequence[str]) -> int:
    return sum(
        sum(1 for _ in (site / folder).rglob("*.md")) if (site / folder).is_dir() else 1 for folder in folders
    )
