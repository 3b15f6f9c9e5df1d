"""The targets by name: functions that take any bytes and raise only for a defect, and what to start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz import memory, network, pages, services, settings

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SEEDS, CRASHES = HERE / "seeds", HERE / "crashes"
MARKDOWN = ("fixtures/**/*.md", "rules/*.md")
SITES = ("fixtures/**/mkdocs.yml", "fixtures/**/zensical.toml")


@dataclass(frozen=True)
class Target:
    """What is fuzzed: the function, and the longest input in bytes.

    Seeds are the files of the folder ``seeds/NAME``, and those that `seeds`, patterns below the
    repository, name; the latter get `prefix` in front.
    """

    run: Callable[[bytes], None]
    longest: int
    seeds: tuple[str, ...] = ()
    prefix: bytes = b""


TARGETS = {
    "page": Target(pages.check, 3000, MARKDOWN, b"\0"),
    "fix": Target(pages.fix, 1500, MARKDOWN, b"\0"),
    "url": Target(network.url, 300),
    "fragment": Target(network.fragment, 2000),
    "headers": Target(network.headers, 600),
    "answer": Target(network.answer, 1500),
    "configuration": Target(settings.configuration, 1500),
    "site": Target(settings.site, 2000, SITES, b"z"),
    "adopt": Target(settings.adopt, 1500),
    "patterns": Target(settings.patterns, 300),
    "service": Target(services.service, 800),
    "translation": Target(services.translation, 1500),
    "change": Target(services.change, 500),
    "baseline": Target(services.baseline, 800),
    "history": Target(memory.history, 200),
    "cache": Target(memory.cache_file, 500),
    "facts": Target(memory.facts, 120),
    "unpacked": Target(memory.unpacked, 500),
}


def seeds_of(name: str) -> list[bytes]:
    """The inputs that fuzzing of a target starts from, crashes of the past among them."""
    target = TARGETS[name]
    own = [path for folder in (SEEDS, CRASHES) for path in sorted(folder.glob(f"{name}/*"))]
    pages = [path for pattern in target.seeds for path in sorted(REPOSITORY.glob(pattern))]
    found = [target.prefix + path.read_bytes() for path in pages]
    return [data[: target.longest] for data in (*(path.read_bytes() for path in own), *found)]
