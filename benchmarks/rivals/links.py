"""Link checkers on a simulated internet: what they call dead, how long it takes, what servers see.

The simulation is a folder with ``simnet.py``; it serves a catalogue of behaviours on loopback and knows what
is true. A link counts as called dead where a run of the tool would fail because of it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.rivals.measure import Cost, run

if TYPE_CHECKING:
    from benchmarks.rivals.tools import Programs

ID = re.compile(r"u\d{5}")
LIMIT = 300.0


@dataclass(frozen=True)
class Checker:
    """A link checker: how it is called ({md} is the folder of pages) and what its report calls dead."""

    name: str
    program: str
    arguments: tuple[str, ...]
    dead: Callable[[str], set[str]]
    does: str


@dataclass(frozen=True)
class Score:
    """How right a checker was, and what it cost. `bound` is the shortest time that the simulation allows."""

    name: str
    cost: Cost
    bound: float
    precision: float
    recall: float
    false_alarms: tuple[int, int]
    walls: tuple[int, int]
    requests: float
    too_many: int


def _ids(addresses: Iterator[str]) -> set[str]:
    return {found[0] for address in addresses if (found := ID.search(address))}


def _guidelint(report: str) -> set[str]:
    links = json.loads(report)["links"]
    return _ids(link["url"] for link in links if link["verdict"] in ("dead", "fragment-missing"))


def _lychee(report: str) -> set[str]:
    document = json.loads(report)
    failed = [*document["error_map"].values(), *document["timeout_map"].values()]
    return _ids(entry["url"] for entries in failed for entry in entries)


def _linkinator(report: str) -> set[str]:
    return _ids(link["url"] for link in json.loads(report)["links"] if link["state"] == "BROKEN")


def _markdown_link_check(report: str) -> set[str]:
    return _ids(line for line in report.splitlines() if line.lstrip().startswith("[✖]"))


NETWORKS = ("--allow-network", "127.0.0.0/8", "--allow-network", "::1/128")
CHECKERS = (
    Checker(
        "guidelint",
        "guidelint",
        (
            "check",
            "{md}",
            "--only",
            "links",
            "--output-format",
            "json",
            "--timeout",
            "8",
            "--no-history",
            *NETWORKS,
        ),
        _guidelint,
        "nine verdicts, fragments, soft 404, asks again before it calls dead",
    ),
    Checker(
        "lychee",
        "lychee",
        ("--format", "json", "--no-progress", "--include-fragments", "--timeout", "8", "{md}"),
        _lychee,
        "alive or dead, fragments; does not ask again after 5xx",
    ),
    Checker(
        "linkinator",
        "linkinator",
        ("md/**/*.md", "--markdown", "--format", "json", "--timeout", "8000"),
        _linkinator,
        "alive or broken; no limit for a host",
    ),
    Checker(
        "markdown-link-check",
        "markdown-link-check",
        ("{md}",),
        _markdown_link_check,
        "alive or dead, HEAD first, no fragments; one address that it cannot read ends it",
    ),
)


def score_all(simnet: Path, scratch: Path, programs: Programs, links: int) -> list[Score]:
    """Return the score of every checker that is installed, on a simulation with `links` links."""
    world = scratch / "simnet"
    generate = [sys.executable, str(simnet / "simnet.py"), "gen", "--out", str(world), "--seed", "1"]
    subprocess.run(
        [*generate, "--hosts", str(links // 10), "--urls", str(links)], check=True, capture_output=True
    )
    truth = json.loads((world / "truth.json").read_text("utf-8"))
    found = []
    for checker in CHECKERS:
        program = programs.find(checker.program)
        if program is None:
            continue
        with _served(simnet, world, truth["port"]) as ask:
            arguments = [part.replace("{md}", str(world / "md")) for part in checker.arguments]
            report = scratch / f"{checker.name}.out"
            cost = run([program, *arguments], world, {"CI": "1"}, report, LIMIT)
            stats = json.loads(ask("/__stats"))
        dead = checker.dead(report.read_text("utf-8"))
        found.append(_scored(checker.name, cost, truth, dead, stats))
    return found


@contextmanager
def _served(simnet: Path, world: Path, port: int) -> Iterator[Callable[[str], bytes]]:
    def ask(path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return bytes(answer.read())

    command = [sys.executable, str(simnet / "simnet.py"), "serve", "--out", str(world)]
    server = subprocess.Popen(
        [*command, "--max-seconds", str(LIMIT + 60)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            try:
                ask("/__reset")
                break
            except OSError:
                time.sleep(0.1)
        yield ask
    finally:
        try:
            ask("/__quit")
        except OSError:
            server.terminate()
        server.wait(10)


def _scored(name: str, cost: Cost, truth: dict[str, Any], dead: set[str], stats: dict[str, Any]) -> Score:
    records = [record for record in truth["records"] if record["expect"] != "none"]
    alive = [record for record in records if record["expect"] == "pass"]
    broken = [record for record in records if record["expect"] == "fail"]
    walls = [record for record in records if record["verdict"] == "blocked"]
    hit = sum(record["id"] in dead for record in broken)
    alarms = sum(record["id"] in dead for record in alive)
    return Score(
        name,
        cost,
        truth["lower_bound"]["seconds"],
        hit / max(1, hit + alarms),
        hit / max(1, len(broken)),
        (alarms, len(alive)),
        (sum(record["id"] in dead for record in walls), len(walls)),
        stats["total_requests"] / len(records),
        stats["limit_429"],
    )
