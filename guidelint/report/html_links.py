"""What the HTML report says about external links: verdicts, hosts, the slowest, what fails since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from guidelint.report.model import LinkReport

FINE = frozenset({"ok", "skipped"})
ORDER = ("dead", "soft-404", "fragment-missing", "insecure", "moved", "blocked", "undecided", "skipped", "ok")
LEVELS = {
    "ok": "fine",
    "skipped": "none",
    "dead": "error",
    "soft-404": "warning",
    "fragment-missing": "warning",
    "insecure": "warning",
    "moved": "warning",
}
SLOWEST = 10
NO_HOST = "no host"


class VerdictCount(Struct, frozen=True):
    """How many links have a verdict; `level` is how grave it is, `share` the part of all, in per mille."""

    verdict: str
    level: str
    count: int
    share: int


class Host(Struct, frozen=True):
    """A host with the verdicts on its links, the worst first, and the slowest answer in seconds."""

    name: str
    links: int
    wrong: int
    verdicts: tuple[tuple[str, int], ...]
    slowest: float


class Health(Struct, frozen=True):
    """All about the links of a run. `wrong` are those that need a look, those that fail longest first."""

    verdicts: tuple[VerdictCount, ...]
    hosts: tuple[Host, ...]
    wrong: tuple[LinkReport, ...]
    slowest: tuple[LinkReport, ...]


def health(links: Sequence[LinkReport]) -> Health | None:
    """Return what there is to say about `links`, None if none was asked for."""
    if not links:
        return None
    counts = Counter(link.verdict for link in links)
    return Health(
        tuple(
            VerdictCount(verdict, level_of(verdict), count, round(1000 * count / len(links)))
            for verdict, count in _ordered(counts)
        ),
        tuple(sorted(_hosts(links), key=lambda host: (-host.wrong, host.name))),
        tuple(sorted((link for link in links if link.verdict not in FINE), key=_since)),
        tuple(sorted((link for link in links if link.seconds), key=lambda link: -link.seconds)[:SLOWEST]),
    )


def level_of(verdict: str) -> str:
    """Return ``error``, ``warning``, ``info``, ``fine`` or ``none`` for a verdict."""
    return LEVELS.get(verdict, "info")


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    rank = {verdict: place for place, verdict in enumerate(ORDER)}
    return sorted(counts.items(), key=lambda item: (rank.get(item[0], len(ORDER)), item[0]))


def _since(link: LinkReport) -> tuple[str, int, str]:
    rank = ORDER.index(link.verdict) if link.verdict in ORDER else len(ORDER)
    return (link.failing_since or "9999", rank, link.url)


def _hosts(links: Iterable[LinkReport]) -> Iterable[Host]:
    by_host: dict[str, list[LinkReport]] = {}
    for link in links:
        by_host.setdefault(_host(link.url), []).append(link)
    for name, group in by_host.items():
        counts = Counter(link.verdict for link in group)
        wrong = sum(link.verdict not in FINE for link in group)
        slowest = max(link.seconds for link in group)
        yield Host(name, len(group), wrong, tuple(_ordered(counts)), slowest)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or NO_HOST
    except ValueError:
        return NO_HOST
